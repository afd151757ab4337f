/** Every way to a locked door that somebody found, on a real Home Assistant: refused for the caller, open for the owner. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openHome, type TestHome } from "../e2e/homes.ts";
import { type Host, startHost } from "../e2e/host.ts";
import { until } from "../until.ts";
import { type Owner, openOwner, removeTraps, setTraps, type Traps } from "./owner.ts";
import { DOOR, type Way } from "./way.ts";
import { BY_EFFECT, ON_THE_WAY, TEMPLATED } from "./ways.ts";
import { SET_OFF } from "./ways-set-off.ts";

setDefaultTimeout(60_000);

let home: TestHome;
let owner: Owner;
let host: Host;
const isReal = process.env["TEST_HOME"] === "real";

beforeAll(async () => {
  if (!isReal) return;
  home = await openHome();
  owner = await openOwner(home);
  host = await startHost(home);
});
afterAll(async () => {
  await host?.close();
  owner?.close();
  await home?.close();
});

/** Locked, and since when. */
async function doorNow(): Promise<string> {
  const state = await owner.stateOf(DOOR);
  return `${state?.state} ${state?.last_changed}`;
}

/** Until our server has heard of what was set up. */
async function heardOf(traps: Traps): Promise<void> {
  const ids = Object.keys(traps);
  if (ids.length === 0) return;
  await until(async () => {
    const found = (await host.call("ha_read", { ids })).structured["found"] as readonly { id: string }[];
    return ids.every((id) => found?.some((row) => row.id === id));
  });
}

/** Its state is heard of before its entry: until then nobody knows which script a service runs, and nothing is sent. */
async function onceRead(call: () => ReturnType<Host["call"]>): ReturnType<Host["call"]> {
  let result = await call();
  await until(async () => {
    if (!result.text.startsWith("HASS_REJECTED: Home Assistant does not tell which script")) return true;
    result = await call();
    return false;
  });
  return result;
}

async function lockUp(): Promise<void> {
  await owner.call("lock.lock", { entity_id: DOOR });
  await until(async () => (await owner.stateOf(DOOR))?.state === "locked");
}

async function attack({ traps = {}, service, target, data, opens = true }: Way): Promise<void> {
  await lockUp();
  await setTraps(owner, traps);
  try {
    await heardOf(traps);
    const before = await doorNow();
    const args = { service, ...(target ? { target } : {}), ...(data ? { data } : {}), wait_s: 0.2 };
    const result = await onceRead(() => host.call("ha_call_service", args));
    expect(result.text).toMatch(/^(PERMISSION_DENIED|INPUT_INVALID|NOT_FOUND|APPROVAL_REQUIRED)/);
    expect(await doorNow()).toBe(before);
    if (!opens) return;
    // what the owner may: else the way led nowhere, and nothing was shown
    await owner.call(service, { ...target, ...data });
    await until(async () => (await owner.stateOf(DOOR))?.state !== "locked");
  } finally {
    await removeTraps(owner, traps);
  }
}

describe.skipIf(!isReal)("the front door stays locked", () => {
  describe("templates where entities can stand", () => {
    test.each(Object.entries(TEMPLATED))("%s", (_, way) => attack(way));
  });
  describe("what is passed on the way", () => {
    test.each(Object.entries(ON_THE_WAY))("%s", (_, way) => attack(way));
  });
  describe("by effect, whatever the service is called", () => {
    test.each(Object.entries(BY_EFFECT))("%s", (_, way) => attack(way));
  });
  describe("what sets an automation off", () => {
    test.each(Object.entries(SET_OFF))("%s", (_, way) => attack(way));
  });
});
