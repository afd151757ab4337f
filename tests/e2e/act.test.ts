/** Acting through a real host: every verdict, on whichever home the suite runs. */

import { describe, expect, test } from "bun:test";
import { until } from "../until.ts";
import { auditOf, rowsOf } from "./host.ts";
import { openSuite } from "./suite.ts";

const suite = openSuite();

async function act(
  service: string,
  entityId: string | readonly string[],
  more: Readonly<Record<string, unknown>> = {},
) {
  return rowsOf(
    await suite.host.call("ha_call_service", { service, target: { entity_id: [entityId].flat() }, ...more }),
  );
}

describe("verdicts", () => {
  test("a light that turns on is confirmed, with before and after", async () => {
    const { id, name } = suite.home.roles.dimmable;
    await act("light.turn_off", id);
    const [row] = await act("light.turn_on", id);
    expect(row).toMatchObject({ id, name, verdict: "confirmed", before: "off", after: "on" });
    expect(row?.ms).toBeWithin(0, 45_000);
  });

  test("what is so already says already", async () => {
    await act("light.turn_on", suite.home.roles.dimmable.id);
    expect(await act("light.turn_on", suite.home.roles.dimmable.id)).toMatchObject([
      { verdict: "already", after: "on" },
    ]);
  });

  test("brightness is judged, not only on", async () => {
    await act("light.turn_on", suite.home.roles.dimmable.id, { data: { brightness_pct: 30 } });
    const [row] = await act("light.turn_on", suite.home.roles.dimmable.id, { data: { brightness_pct: 80 } });
    expect(row).toMatchObject({ verdict: "confirmed", after: "on, brightness 80 %" });
  });

  test("a step that cannot be compared is confirmed by its own event, each time", async () => {
    await act("light.turn_on", suite.home.roles.dimmable.id, { data: { brightness_pct: 80 } });
    for (let step = 0; step < 2; step++) {
      const [row] = await act("light.turn_on", suite.home.roles.dimmable.id, {
        data: { brightness_step_pct: -10 },
      });
      expect(row).toMatchObject({ verdict: "confirmed" });
    }
  });

  test("giving up frees the place: the next call does not wait", async () => {
    const giveUp = new AbortController();
    const waiting = [1, 2, 3, 4].map(() =>
      suite.host
        .call(
          "ha_call_service",
          { service: "switch.turn_on", target: { entity_id: [suite.home.roles.liar] }, wait_s: 20 },
          giveUp.signal,
        )
        .catch(() => undefined),
    );
    const sent = () =>
      auditOf(suite.host).filter(
        ({ entity, result }) => result === "begin" && entity[0] === suite.home.roles.liar,
      );
    await until(() => sent().length === waiting.length);
    giveUp.abort();
    await Promise.all(waiting);
    expect((await suite.host.call("ha_read", { ids: [suite.home.roles.liar] })).error).toBe(false);
    // long before the calls would have ended by themselves
  }, 15_000);

  test("toggle goes the other way", async () => {
    await act("switch.turn_off", suite.home.roles.switch);
    expect(await act("switch.toggle", suite.home.roles.switch)).toMatchObject([
      { verdict: "confirmed", after: "on" },
    ]);
    expect(await act("homeassistant.toggle", suite.home.roles.switch)).toMatchObject([
      { verdict: "confirmed", after: "off" },
    ]);
  });

  test("a device that lies is unconfirmed", async () => {
    const [row] = await act("switch.turn_on", suite.home.roles.liar, { wait_s: 1 });
    expect(row).toMatchObject({ verdict: "unconfirmed", after: "off" });
  });

  test("a slow device is confirmed within the default wait", async () => {
    await act("switch.turn_off", suite.home.roles.slow);
    expect(await act("switch.turn_on", suite.home.roles.slow)).toMatchObject([
      { verdict: "confirmed", before: "off", after: "on" },
    ]);
  });

  test("a call that blocks answers in_progress after wait_s", async () => {
    // Home Assistant's own answer, 15 s later, would be a confirmation
    const [row] = await act("switch.turn_on", suite.home.roles.block, { wait_s: 1 });
    expect(row).toMatchObject({ verdict: "in_progress" });
  });

  test("a device that fails is failed, with Home Assistant's words as data", async () => {
    const [row] = await act("switch.turn_on", suite.home.roles.fail);
    expect(row).toMatchObject({ verdict: "failed" });
    expect(row?.reason).toContain("«the device did not answer»");
  });

  test("a call that Home Assistant refuses is HASS_REJECTED", async () => {
    const result = await suite.host.call("ha_call_service", {
      service: "switch.turn_on",
      target: { entity_id: [suite.home.roles.reject] },
    });
    expect(result.error).toBe(true);
    expect(result.text).toStartWith("HASS_REJECTED: ");
    expect(result.text).toContain("«this value is not allowed»");
    expect(result.structured).toEqual({});
  });

  test("an unavailable device is failed, and the rest runs", async () => {
    await act("switch.turn_off", suite.home.roles.switch);
    const rows = await act("switch.turn_on", [suite.home.roles.offline, suite.home.roles.switch]);
    expect(rows.find((row) => row.id === suite.home.roles.offline)).toMatchObject({ verdict: "failed" });
    expect(rows.find((row) => row.id === suite.home.roles.switch)).toMatchObject({ verdict: "confirmed" });
  });

  test("light.turn_on on a switch is failed, not success", async () => {
    const [row] = await act("light.turn_on", suite.home.roles.switch);
    expect(row).toMatchObject({ verdict: "failed" });
    expect(row?.reason).toContain("does not act on");
  });

  test("climate, number and select are judged by their values", async () => {
    expect(
      await act("climate.set_temperature", suite.home.roles.climate, { data: { temperature: 19 } }),
    ).toMatchObject([{ id: suite.home.roles.climate, after: expect.stringContaining("temperature 19") }]);
    const { number, select } = suite.home.roles;
    await act("number.set_value", number.id, { data: { value: number.max - 10 } });
    expect(await act("number.set_value", number.id, { data: { value: number.max - 5 } })).toMatchObject([
      { verdict: "confirmed" },
    ]);
    await act("select.select_option", select.id, { data: { option: select.options[0] } });
    const [row] = await act("select.select_option", select.id, { data: { option: select.options[1] } });
    expect(row).toMatchObject({ verdict: "confirmed", after: select.options[1] });
  });

  test("a scene and a script are confirmed or in progress, never blocked", async () => {
    const [scene] = await act("scene.turn_on", suite.home.roles.scene);
    // what was so before cannot be told from what did not happen: it is named
    expect(scene?.reason ?? "").toMatch(scene?.verdict === "unconfirmed" ? /^ran; / : /^/);
    const direct = rowsOf(
      await suite.host.call("ha_call_service", { service: suite.home.roles.slowScript, wait_s: 1 }),
    );
    expect(direct).toMatchObject([{ verdict: "in_progress" }]);
    await act("script.turn_off", suite.home.roles.slowScript);
  });

  test("where one target fails or refuses, the others are judged by what they do", async () => {
    const { slow, fail, reject } = suite.home.roles;
    for (const bad of [fail, reject]) {
      await act("switch.turn_off", slow, { wait_s: 6 });
      const rows = await act("switch.turn_on", [slow, bad], { wait_s: 6 });
      const verdicts = Object.fromEntries(rows.map(({ id, verdict }) => [id, verdict]));
      expect(verdicts).toEqual({ [slow]: "confirmed", [bad]: "failed" });
    }
  });

  test("a response comes back when asked for", async () => {
    const result = await suite.host.call("ha_call_service", {
      service: suite.home.roles.answeringScript,
      return_response: true,
    });
    expect(result.error).toBe(false);
    expect(result.structured["response"]).toBeDefined();
  });

  test("dry_run sends nothing", async () => {
    await act("light.turn_on", suite.home.roles.dimmable.id);
    const [row] = await act("light.turn_off", suite.home.roles.dimmable.id, { dry_run: true });
    expect(row).toMatchObject({ verdict: "would_run", before: "on" });
    expect(await act("light.turn_on", suite.home.roles.dimmable.id)).toMatchObject([{ verdict: "already" }]);
  });
});

describe("targets", () => {
  test("an area reaches its lights by Home Assistant's own resolution", async () => {
    const { area } = suite.home.roles;
    const result = await suite.host.call("ha_call_service", {
      service: "light.turn_off",
      target: { area_id: [area.id] },
    });
    expect(rowsOf(result).map((row) => row.id)).toContain(area.light);
    expect(rowsOf(result).every((row) => row.id.startsWith("light."))).toBe(true);
  });

  test("an exact name is taken, in any capitals", async () => {
    const [row] = await act("light.turn_on", suite.home.roles.dimmable.name.toUpperCase());
    expect(row?.id).toBe(suite.home.roles.dimmable.id);
  });

  test("up to twenty calls run one after another; a refused one does not stop the rest", async () => {
    const { dimmable, lock } = suite.home.roles;
    const result = await suite.host.call("ha_call_service", {
      calls: [
        { service: "light.turn_off", target: { entity_id: dimmable.id } },
        { service: "lock.unlock", target: { entity_id: [lock] } },
        { service: "light.turn_on", target: { entity_id: [dimmable.id] } },
      ],
    });
    const rows = rowsOf(result);
    expect(rows.map((row) => row.call)).toEqual([0, 1, 2]);
    expect(rows[1]).toMatchObject({ id: lock, verdict: "refused" });
    expect(rows[2]).toMatchObject({ verdict: "confirmed", after: "on" });
  });
});
