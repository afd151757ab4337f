import { describe, expect, test } from "bun:test";
import { throwKillSwitch } from "../../../src/security/identity/keep/kill-switch.ts";
import { bury } from "../../../src/security/identity/keep/revocations.ts";
import { activeKey, revoked, rotated } from "../../../src/security/identity/key/ring.ts";
import { changeRing } from "../../../src/security/identity/key/ring-store.ts";
import { endJwt } from "../../../src/security/identity/login/chains.ts";
import { watchRevocations } from "../../../src/security/identity/revocations-logged.ts";
import { revokeToken } from "../../../src/security/identity/token/issue.ts";
import { issue, letIn, logIn, openHouse, openSqliteHouse } from "./house.ts";

describe("what was ended, for the log", () => {
  test("each kind once, by id, without the reason", async () => {
    const house = await openHouse();
    const { store, identity, clock } = house;
    const look = watchRevocations(store);
    const before = await issue(house);
    await revokeToken(store, before.credential.id, "before the start", clock.now());
    expect(await look()).toEqual([]);
    const { credential } = await issue(house);
    await revokeToken(store, credential.id, "my-secret", clock.now());
    await bury(store, "grant", "grt_1", { at: clock.now(), reason: "my-secret" }, undefined);
    await endJwt(store, "j1", "my-secret", clock.now());
    await identity.tokenRefused("nobody's");
    const ring = await changeRing(store, (each) => rotated(each, undefined, clock.now()));
    const kid = ring.keys[0]?.kid ?? "";
    await changeRing(store, (each) => revoked(each, kid, clock.now()));
    const told = await look();
    expect(told.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))).toEqual([
      { event: "revoked", kind: "grant", id: "grt_1" },
      { event: "revoked", kind: "jwt", id: "j1" },
      { event: "revoked", kind: "key", id: kid },
      { event: "revoked", kind: "token", id: credential.id },
    ]);
    expect(activeKey(ring)?.kid).not.toBe(kid);
    expect(await look()).toEqual([]);
  });

  test("a login that the owner ended is told, one whose caller logged out is not", async () => {
    const house = await openHouse();
    const { store, identity } = house;
    const look = watchRevocations(store);
    await look();
    const [one, other] = [await logIn(identity), await logIn(identity)];
    await identity.logout((await letIn(identity, one.token)).principal);
    expect(await look()).toEqual([]);
    await identity.tokenRefused("d".repeat(64));
    expect(await look()).toEqual([{ event: "revoked", kind: "login", id: other.session }]);
  });

  test("a door hears of it, of the kill switch too, by another process or while nobody comes", async () => {
    const house = await openSqliteHouse();
    const other = await house.beside();
    const turn = (on: boolean) => throwKillSwitch(other.store, { on, at: house.clock.ms, reason: "" });
    const heard: unknown[] = [];
    await turn(true);
    const identity = await house.open({}, house.store, (ending) => void heard.push(ending));
    expect(heard.splice(0)).toEqual([{ event: "kill_switch", on: true }]);
    await turn(true);
    await identity.notice();
    expect(heard).toEqual([]);
    await turn(false);
    await endJwt(other.store, "j1", "", house.clock.ms);
    await identity.notice();
    await identity.notice();
    expect(heard.splice(0)).toEqual([
      { event: "kill_switch", on: false },
      { event: "revoked", kind: "jwt", id: "j1" },
    ]);
    await turn(true);
    expect(await identity.killed()).toBe(true);
    expect(heard).toEqual([{ event: "kill_switch", on: true }]);
  });
});
