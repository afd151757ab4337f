/** Rows of the vectors about answers, faults and files, each bound to a test that does what it says on the whole road. */

import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forwardClock } from "../../src/core/clock.ts";
import { Failure } from "../../src/core/failure.ts";
import { openGrantBook } from "../../src/security/grant/book/grant-book.ts";
import { addGrant, grantsPath } from "../../src/security/grant/book/grant-file.ts";
import { grantRefusal } from "../../src/security/identity/grant-validity.ts";
import type { Outcome } from "../security/grant/vector-cases.ts";
import { vectorHome } from "../security/grant/vector-home.ts";
import { grantOf, NOW, openRoad, type RoadOptions } from "./road.ts";

type RowTest = () => Promise<Outcome>;

/** What is there instead of what should be. */
function expect(actual: unknown, wanted: unknown): Outcome {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(wanted)];
  return is === should ? undefined : `${is} instead of ${should}`;
}

const KITCHEN = { read: ["light.kitchen"], actions: ["light.turn_on@light.kitchen"] };
const GROUP = { read: ["light.kitchen", "light.mixed_group"], actions: ["light.*"] };

/** The audit's line is written after the answer. */
function lineWritten(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function road(access: object, options: RoadOptions = {}, more: object = {}) {
  return openRoad(grantOf({ access, ...more }), options);
}

/** Arguments that would widen the grant, in each tool that takes some. */
async function widened(): Promise<string> {
  const { call, sent } = await road(KITCHEN);
  const told: string[] = [];
  for (const [key, value] of Object.entries({ grant_id: "operator", scope: ["*"], admin: true }))
    for (const [tool, args] of [
      ["ha_read", { ids: ["light.kitchen"] }],
      ["ha_call_service", { service: "light.turn_on", target: { entity_id: ["light.kitchen"] } }],
    ] as const) {
      const { code, text } = await call(tool, { ...args, [key]: value });
      told.push(text.includes(key) ? code : `${code} without ${key}`);
    }
  return [...new Set(told), `${sent.length} sent`].join(", ");
}

/** Answered as in a home that has nothing but what the caller may see. */
async function foreignSearch() {
  const home = vectorHome();
  const own = [...home.place.states].filter(([id]) => id === "light.kitchen");
  const bare = { ...home, place: { ...home.place, states: new Map(own) } };
  const ask = async (options: RoadOptions) =>
    await (await road(KITCHEN, options)).call("ha_search", { query: "bedroom" });
  const [{ structured, text }, without] = await Promise.all([ask({}), ask({ home: bare })]);
  const { hits = [], nearest = [] } = structured as { hits?: unknown[]; nearest?: { id: string }[] };
  return [
    structured["match"],
    hits.length,
    nearest.some(({ id }) => id !== "light.kitchen"),
    text === without.text,
  ];
}

/** What is refused for the sake of an entity outside the grant, which Home Assistant names. */
async function foreignFault() {
  const opened = await road(KITCHEN, {
    onCall: () => Promise.reject(new Failure("HASS_REJECTED", "lock.front is jammed, light.kitchen waits")),
  });
  const state = opened.states.get("light.kitchen");
  if (state) opened.set({ ...state, state: "off" });
  const { text } = await opened.act("light.turn_on", { entity_id: ["light.kitchen"] });
  return [opened.sent.length, /lock\.front/.test(text), text.includes("jammed, light.kitchen waits")];
}

async function resolverGone() {
  const opened = await road({ actions: ["light.*"] }, { resolver: "gone" });
  const { act, sent } = opened;
  const { code } = await act("light.turn_on", { area_id: ["kitchen"] });
  await lineWritten();
  return [code, sent.length, opened.events.length];
}

async function slowTemplate() {
  const restrictions = [{ id: "t", type: "template", params: { value_template: "{{ true }}" } }];
  const waits: number[] = [];
  // as the gateway does: it gives up when the time that it is given is over
  const renderTemplate = (_: string, timeoutMs: number) => {
    waits.push(timeoutMs);
    return Promise.reject(new Failure("HASS_UNAVAILABLE", "no answer in time"));
  };
  const opened = await road(KITCHEN, { renderTemplate }, { restrictions });
  const { code } = await opened.act("light.turn_on", { entity_id: ["light.kitchen"] });
  return [[...new Set(waits)], opened.sent.length, code];
}

async function auditFull() {
  const append = () => {
    throw new Error("the disk is full");
  };
  const { act, call, sent } = await road(KITCHEN, { append });
  const { denial } = await act("light.turn_on", { entity_id: ["light.kitchen"] });
  const read = await call("ha_read", { ids: ["light.kitchen"] });
  return [denial, sent.length, read.code];
}

/** The call moved a lock as well, which Home Assistant tells of. */
async function othersChanged() {
  const opened = await road(KITCHEN, {
    onCall: async (_, { states, set }) => {
      for (const id of ["light.kitchen", "lock.front"]) {
        const state = states.get(id);
        if (state) set({ ...state, state: "unlocked", contextId: "ours" });
      }
      return { contextId: "ours", response: { changed_states: [{ entity_id: "lock.front" }] } };
    },
  });
  const { text, structured } = await opened.act("light.turn_on", { entity_id: ["light.kitchen"] });
  const targets = structured["targets"] as readonly { id: string }[];
  return [targets.map(({ id }) => id), text.includes("lock.front")];
}

async function groupMembers() {
  const { call } = await road(GROUP);
  const { text, code } = await call("ha_read", { ids: ["light.mixed_group"], detail: "full" });
  return [code, text.includes("light.mixed_group"), text.includes("switch.heater")];
}

/** A folder with one grant, then its file as `damage` leaves it. */
function damaged(damage: (path: string) => void, whileOpen: boolean): readonly unknown[] {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-vector-"));
  addGrant(home, grantOf({ access: KITCHEN }));
  const alarms: unknown[] = [];
  const open = () =>
    openGrantBook(home, () => NOW, {
      onDamage: (fault) => void alarms.push(fault),
      onUnenforced: () => undefined,
    });
  const before = whileOpen ? open() : undefined;
  damage(grantsPath(home));
  if (before) return [before.byId("g")?.name, alarms.length];
  try {
    open();
    return ["started"];
  } catch (fault) {
    return [fault instanceof Failure ? fault.code : fault];
  }
}

/** A grant that has ended, asked by a clock that was set back. */
function setBack(): readonly unknown[] {
  let wall = NOW;
  const clock = forwardClock(() => wall);
  const grant = grantOf({ access: KITCHEN, expires_at: new Date(NOW + 60_000).toISOString() });
  const told = [grantRefusal(grant, clock.now())?.reason];
  for (const at of [NOW + 61_000, NOW - 3_600_000]) {
    wall = at;
    told.push(grantRefusal(grant, clock.now())?.reason);
  }
  return told;
}

export const ROAD_ROWS: readonly (readonly [string, RowTest])[] = [
  ["mcp-007", async () => expect(await widened(), "INPUT_INVALID, 0 sent")],
  ["mcp-009", async () => expect(await foreignSearch(), ["none", 0, false, true])],
  [
    "mcp-051",
    async () =>
      expect(
        damaged((path) => truncateSync(path, 40), false),
        ["CONFIG_INVALID"],
      ),
  ],
  [
    "mcp-052",
    async () =>
      expect(
        damaged((path) => writeFileSync(path, "{"), true),
        ["test", 1],
      ),
  ],
  ["mcp-056", async () => expect(await resolverGone(), ["HASS_UNAVAILABLE", 0, 1])],
  ["mcp-057", async () => expect(await slowTemplate(), [[1_000], 0, "PERMISSION_DENIED"])],
  ["mcp-058", async () => expect(await auditFull(), ["audit_unavailable", 0, "ok"])],
  ["mcp-059", async () => expect(await othersChanged(), [["light.kitchen"], false])],
  ["mcp-060", async () => expect(await groupMembers(), ["ok", true, false])],
  ["mcp-061", async () => expect(await foreignFault(), [1, false, true])],
  ["mcp-062", async () => expect(setBack(), [undefined, "expired", "expired"])],
];
