/** What is left to look at when single entities have restrictions of their own. */

import { expect, test } from "bun:test";
import { openSight } from "../../src/home/see/open-sight.ts";
import { EVERYTHING } from "../../src/security/grant/decide/look.ts";
import { parseGrant } from "../../src/security/grant/parse/parse-grant.ts";
import { memoryCounters } from "../../src/security/grant/restrict/store-counters.ts";
import { fakeGateway } from "../security/grant/fake-gateway.ts";
import { stateOf } from "../security/grant/vector-home.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");

function looking(restrictions: readonly object[], caller = {}) {
  const parsed = parseGrant({ name: "x", access: { read: ["*"] }, expires_at: "never", restrictions }, NOW);
  if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
  const { gateway } = fakeGateway();
  const clock = { now: () => NOW };
  return { deciding: { gateway, grant: parsed.grant, counters: memoryCounters(), clock }, caller };
}

const PIN = { id: "p", type: "pin", params: { pin: "4711" } };

test("a PIN on the locks leaves the rest to look at, and the locks to whoever has it", async () => {
  const pin = { ...PIN, applies_to: { entities: ["lock.*"] } };
  const without = await openSight(looking([pin]), EVERYTHING);
  expect(without.sees("light.hall")).toBe(true);
  expect(without.sees("lock.front")).toBe(false);
  expect([...without.ids()].some((id) => id.startsWith("lock."))).toBe(false);
  expect(without.all).toBe(false);
  const withPin = await openSight(looking([pin], { pin: "4711" }), EVERYTHING);
  expect(withPin.sees("lock.front")).toBe(true);
  await expect(openSight(looking([pin]), ["lock.front"])).rejects.toMatchObject({ denial: "pin_required" });
});

test("a group that lists its members by name lists those alone that may be seen", async () => {
  const named = (id: string, friendly_name: string) => stateOf(id, { friendly_name });
  const room = stateOf("light.room", {
    entity_id: ["light.hall", "light.bedroom"],
    lights: ["Hall lamp", "Bed lamp"],
    last: "Bed lamp",
  });
  const shown = async (access: object, restrictions: readonly object[] = []) => {
    const parsed = parseGrant({ name: "x", access, expires_at: "never", restrictions }, NOW);
    if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
    const { gateway, set } = fakeGateway();
    for (const each of [named("light.hall", "Hall lamp"), named("light.bedroom", "Bed lamp"), room])
      set(each);
    const deciding = { gateway, grant: parsed.grant, counters: memoryCounters(), clock: { now: () => NOW } };
    const { lights, last } = (await openSight({ deciding, caller: {} }, EVERYTHING)).attributes(room);
    return [lights, last];
  };
  expect(await shown({ read: ["*"] })).toEqual([["Hall lamp", "Bed lamp"], "Bed lamp"]);
  expect(await shown({ read: ["*"], deny: ["light.bedroom"] })).toEqual([["Hall lamp"], undefined]);
  const pin = { ...PIN, applies_to: { entities: ["light.bedroom"] } };
  expect(await shown({ read: ["*"] }, [pin])).toEqual([["Hall lamp"], undefined]);
});

test("two restrictions take out what each is about", async () => {
  const closed = { days: ["mon"], start_time: "00:00", end_time: "00:01", timezone: "UTC" };
  const hours = { id: "h", type: "schedule", params: closed, applies_to: { entities: ["light.hall"] } };
  const sight = await openSight(
    looking([{ ...PIN, applies_to: { entities: ["lock.*"] } }, hours]),
    EVERYTHING,
  );
  expect([sight.sees("lock.front"), sight.sees("light.hall"), sight.sees("light.kitchen")]).toEqual([
    false,
    false,
    true,
  ]);
});

test("what is about every read refuses every read, and so does what leaves nothing", async () => {
  for (const applies_to of [undefined, "read", { entities: ["*"] }]) {
    const pin = applies_to === undefined ? PIN : { ...PIN, applies_to };
    await expect(openSight(looking([pin]), EVERYTHING)).rejects.toMatchObject({ denial: "pin_required" });
  }
});

test("a place is hidden where nothing in it is seen, by id or by name, of any kind", async () => {
  const parsed = parseGrant({ name: "x", access: { read: ["light.kitchen"] }, expires_at: "never" }, NOW);
  if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
  const { gateway } = fakeGateway();
  const clock = { now: () => NOW };
  const deciding = { gateway, grant: parsed.grant, counters: memoryCounters(), clock };
  const sight = await openSight({ deciding, caller: {} }, EVERYTHING);
  const hides = (kind: "area" | "floor" | "label" | "device" | undefined, text: string) =>
    sight.hidesPlace?.(kind, text);
  expect([hides("area", "hall"), hides("area", "kitchen"), hides("area", "nowhere")]).toEqual([
    true,
    false,
    false,
  ]);
  expect([hides("device", "dev_lock"), hides("device", "dev_hue")]).toEqual([true, false]);
  expect([hides(undefined, "HALL "), hides(undefined, "dev_lock"), hides(undefined, "kitchen")]).toEqual([
    true,
    true,
    false,
  ]);
  const all = await openSight(looking([]), EVERYTHING);
  expect([all.hidesPlace?.("area", "hall"), all.hidesPlace?.(undefined, "hall")]).toEqual([false, false]);
  const pin = { ...PIN, applies_to: { entities: ["light.hall", "lock.*"] } };
  const kept = await openSight(looking([pin]), EVERYTHING);
  expect([kept.hidesPlace?.("device", "dev_lock"), kept.hidesPlace?.("device", "dev_hue")]).toEqual([
    false,
    false,
  ]);
});

test("what one token is bound to is neither kept for another, nor is what that one sees kept for it", async () => {
  const { deciding } = looking([]);
  const accessOf = (read: readonly string[]) => {
    const parsed = parseGrant({ name: "x", access: { read }, expires_at: "never" }, NOW);
    if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
    return parsed.grant.access;
  };
  const sees = async (attenuations: readonly (readonly string[])[], ceiling?: readonly string[]) => {
    const bound = { ...deciding, ...(ceiling && { ceiling: accessOf(ceiling) }) };
    const caller = { attenuations: attenuations.map(accessOf) };
    const sight = await openSight({ deciding: bound, caller }, EVERYTHING);
    return ["light.hall", "lock.front"].map(sight.sees).concat(sight.all);
  };
  const WHOLE = [true, true, true];
  expect(await sees([["light.*"]])).toEqual([true, false, false]);
  expect(await sees([])).toEqual(WHOLE);
  expect(await sees([["lock.*"]])).toEqual([false, true, false]);
  expect(await sees([], ["light.*"])).toEqual([true, false, false]);
  expect(await sees([["lock.*"]], ["light.*"])).toEqual([false, false, false]);
  expect(await sees([])).toEqual(WHOLE);
});
