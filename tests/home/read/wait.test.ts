/** Waiting for an entity: for a state or a change, within the grant and the time. */

import { expect, test } from "bun:test";
import { grantOf, openRoad, type Road } from "../../road/road.ts";
import { stateOf, vectorHome } from "../../security/grant/vector-home.ts";

const KITCHEN = { read: ["light.kitchen"] };

function change(road: Road, id: string, state: string): void {
  const before = road.states.get(id);
  if (before) road.set({ ...before, state });
}

async function opened(options = {}) {
  const road = await openRoad(grantOf({ access: KITCHEN }), options);
  change(road, "light.kitchen", "off");
  const wait = (more: object, context = {}) =>
    road.call("ha_wait", { id: "light.kitchen", ...more }, context);
  return { road, wait };
}

/** The call has begun to listen. */
function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

test("what is so already is said at once", async () => {
  const { wait } = await opened();
  expect((await wait({ state: "off" })).structured).toMatchObject({ met: true, before: "off", state: "off" });
});

test("a state is waited for, another change is none", async () => {
  const { road, wait } = await opened();
  const answer = wait({ state: "on" });
  await soon();
  change(road, "light.kitchen", "unavailable");
  change(road, "lock.front", "on");
  change(road, "light.kitchen", "on");
  expect((await answer).structured).toMatchObject({
    id: "light.kitchen",
    met: true,
    before: "off",
    state: "on",
  });
});

test("without a state any change of it ends the wait; an attribute alone is none", async () => {
  const { road, wait } = await opened();
  const answer = wait({});
  await soon();
  const state = road.states.get("light.kitchen");
  if (state) road.set({ ...state, attributes: { ...state.attributes, brightness: 3 } });
  change(road, "light.kitchen", "on");
  expect((await answer).structured).toMatchObject({ met: true, before: "off", state: "on" });
});

test("when the time is over it is told how it is", async () => {
  const { wait } = await opened();
  const { structured, text } = await wait({ state: "on", timeout_s: 1 });
  expect(structured).toMatchObject({ met: false, state: "off" });
  expect(text).toMatch(/not met after \d(\.\d)? s/);
  expect((await wait({ timeout_s: 61 })).code).toBe("INPUT_INVALID");
});

test("a caller who gives up is let go", async () => {
  const { wait } = await opened();
  const giveUp = new AbortController();
  const answer = wait({ state: "on" }, { signal: giveUp.signal });
  await soon();
  giveUp.abort();
  expect((await answer).code).toBe("CANCELLED");
});

test("hidden and absent are one", async () => {
  const { road } = await opened();
  const [hidden, absent] = await Promise.all(
    ["lock.front", "lock.no"].map((id) => road.call("ha_wait", { id, timeout_s: 1 })),
  );
  expect(hidden?.code).toBe("NOT_FOUND");
  expect(hidden?.text.replaceAll("lock.front", "X")).toBe(String(absent?.text.replaceAll("lock.no", "X")));
});

test("what ended meanwhile tells nothing: a grant that is another, the kill switch, hours that are over", async () => {
  let grant = grantOf({ access: KITCHEN });
  const changed = await opened({ grantNow: () => grant });
  const first = changed.wait({ state: "on" });
  await soon();
  grant = grantOf({ access: { read: ["light.hall"] } });
  change(changed.road, "light.kitchen", "on");
  expect(await first).toMatchObject({ code: "PERMISSION_DENIED", denial: "revoked" });

  let killed = false;
  const halted = await opened({ killed: () => killed });
  const second = halted.wait({ state: "on" });
  await soon();
  killed = true;
  change(halted.road, "light.kitchen", "on");
  expect((await second).code).toBe("PERMISSION_DENIED");
});

test("restrictions of subscriptions hold at the start and at the delivery", async () => {
  const restrictions = [
    {
      id: "s",
      type: "schedule",
      applies_to: { operation: ["subscribe"] },
      params: { days: ["fri"], start_time: "11:00", end_time: "12:30" },
    },
  ];
  let now = Date.parse("2026-06-12T12:00:00Z");
  const road = await openRoad(grantOf({ access: KITCHEN, restrictions }), { now: () => now });
  change(road, "light.kitchen", "off");
  const answer = road.call("ha_wait", { id: "light.kitchen", state: "on" });
  await soon();
  now += 3_600_000;
  change(road, "light.kitchen", "on");
  expect(await answer).toMatchObject({ code: "PERMISSION_DENIED", denial: "outside_schedule" });
  expect((await road.call("ha_wait", { id: "light.kitchen" })).denial).toBe("outside_schedule");
});

test("waiting takes no place among the calls that run at once", async () => {
  const road = await openRoad(grantOf({ access: KITCHEN, limits: { concurrency: 1 } }));
  change(road, "light.kitchen", "off");
  const waiting = [1, 2, 3].map(() => road.call("ha_wait", { id: "light.kitchen", state: "on" }));
  await soon();
  expect((await road.call("ha_read", { ids: ["light.kitchen"] })).code).toBe("ok");
  change(road, "light.kitchen", "on");
  expect((await Promise.all(waiting)).map(({ code }) => code)).toEqual(["ok", "ok", "ok"]);
});

test.each([
  ["a password", { state: "hunter2", attributes: { mode: "password" } }],
  ["the id of a hidden entity", { state: "lock.front", attributes: {} }],
])("%s is not guessed by waiting for it", async (_, given) => {
  const home = vectorHome();
  const key = {
    ...{ id: "input_text.key", lastChanged: 0, lastUpdated: 0, contextId: "c", parentContextId: undefined },
    ...given,
  };
  const states = new Map([...home.place.states, [key.id, key]]);
  const road = await openRoad(grantOf({ access: { read: ["input_text.*"] } }), {
    home: { ...home, place: { ...home.place, states } },
  });
  const answers = await Promise.all(
    [key.state, "!=x"].map((state) => road.call("ha_wait", { id: key.id, state, timeout_s: 1 })),
  );
  for (const { structured, text } of answers) {
    expect(structured).toMatchObject({ met: false });
    expect(text).not.toContain(key.state);
  }
});

test("a name of something else than an entity is told as that", async () => {
  const { wait } = await opened();
  for (const id of ["Kitchen", "area:kitchen"])
    expect((await wait({ id })).text).toContain(`There is no entity ${id}. There is an area of that name.`);
});

test("what may be acted on by watching alone goes by its id, what may be read by its name", async () => {
  const home = vectorHome();
  const states = new Map(home.place.states);
  states.set("light.kitchen", stateOf("light.kitchen", { friendly_name: "Worktop" }, "off"));
  const { wait } = await opened({ home: { ...home, place: { ...home.place, states } } });
  expect((await wait({ state: "off" })).structured).toMatchObject({ id: "light.kitchen", name: "Worktop" });
});

test("several are not waited for", async () => {
  const all = await openRoad(grantOf({ access: { read: ["light.*"] } }));
  expect((await all.call("ha_wait", { id: "light.kitchen, light.hall" })).code).toBe("INPUT_INVALID");
});

test("a caller who gave up before is let go at once", async () => {
  const { wait } = await opened();
  const said = await wait({ state: "on" }, { signal: AbortSignal.abort() });
  expect(said.code).toBe("CANCELLED");
});

test("the word of a class is a state, as a search takes it", async () => {
  const home = vectorHome();
  const states = new Map(home.place.states);
  states.set(
    "binary_sensor.front_contact",
    stateOf("binary_sensor.front_contact", { device_class: "door" }, "on"),
  );
  const { call } = await openRoad(grantOf({ access: { read: ["*"] } }), {
    home: { ...home, place: { ...home.place, states } },
  });
  const said = await call("ha_wait", { id: "binary_sensor.front_contact", state: "open", timeout_s: 1 });
  expect(said.structured).toMatchObject({ met: true, state: "on (open)" });
});

test("nobody guesses a secret, or the name of what is hidden, by waiting for it", async () => {
  const home = vectorHome();
  const states = new Map(home.place.states);
  states.set("light.kitchen", stateOf("light.kitchen", {}, "lock.front"));
  const { call } = await openRoad(grantOf({ access: KITCHEN }), {
    home: { ...home, place: { ...home.place, states } },
  });
  const giving = new AbortController();
  setTimeout(() => giving.abort(), 20);
  const waited = await call(
    "ha_wait",
    { id: "light.kitchen", state: "lock.front" },
    { signal: giving.signal },
  );
  expect(waited.code).toBe("CANCELLED");
});
