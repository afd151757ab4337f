/** What the page says that a grant opens is what `hearthgate grants preview` says. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../src/core/clock.ts";
import { Secret } from "../../../src/core/secret.ts";
import { type DemoHouse, startDemoHouse } from "../../../src/demo/house.ts";
import { ownerOf } from "../../../src/hass/link/token-owner.ts";
import { connectGateway, type LiveGateway } from "../../../src/hass/live-gateway.ts";
import { openGrantBook } from "../../../src/security/grant/book/grant-book.ts";
import { openPersonRoad } from "../../../src/start/person/person-road.ts";
import type { HassUser, PersonRoad } from "../../../src/transport/person-road.ts";
import { hearthgate } from "../../cli/owner-home.ts";

setDefaultTimeout(60_000);

const GRANT = {
  id: "evening",
  name: "Evening",
  created_at: "2026-01-01T00:00:00Z",
  created_by: "owner",
  expires_at: "never",
  access: {
    read: [{ area: ["kitchen", "living_room"] }, "lock.*"],
    actions: [{ service: "*", target: { area: ["kitchen"] } }, "lock.*"],
  },
  capabilities: { logbook: "allow", automation_write: "confirm" },
  restrictions: [
    {
      id: "evenings",
      type: "schedule",
      applies_to: "grant",
      params: { days: ["mon", "tue"], start_time: "18:00", end_time: "23:30" },
    },
    { id: "pin", type: "rate_limit", applies_to: "grant", params: { max: 5, window_seconds: 60 } },
  ],
};

const MORE = [
  {
    id: "walled",
    name: "Walled",
    created_at: "2026-01-01T00:00:00Z",
    created_by: "owner",
    expires_at: "never",
    access: { read: ["light.*"] },
    session: { max_lifetime_minutes: 90 },
    network: { allowed_ips: ["10.0.0.0/8"], origins: { allowed: ["https://app.example"] } },
  },
  {
    id: "signed",
    name: "Signed",
    created_at: "2026-01-01T00:00:00Z",
    created_by: "owner",
    expires_at: "never",
    access: { read: ["light.*"] },
    network: { require_signature: true },
  },
];

let house: DemoHouse;
let gateway: LiveGateway;
let person: PersonRoad;
let owner: HassUser | undefined;
let guest: HassUser | undefined;
const homePath = mkdtempSync(join(tmpdir(), "hearthgate-test-"));
beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
  gateway = connectGateway({ url: house.url, token: new Secret(house.tokens.admin) });
  await gateway.ready();
  [owner, guest] = await Promise.all(
    [house.tokens.admin, house.tokens.user].map((token) =>
      ownerOf({ url: house.url, token: new Secret(token) }),
    ),
  );
  const file = { version: 1, grants: [{ ...GRANT, users: [guest?.id] }, ...MORE] };
  writeFileSync(join(homePath, "grants.json"), JSON.stringify(file), { mode: 0o600 });
  const grants = openGrantBook(homePath, Date.now, {
    onDamage: () => undefined,
    onUnenforced: () => undefined,
  });
  person = openPersonRoad(
    { publicUrl: "http://127.0.0.1:1", browserUrl: undefined },
    { gateway, hass: { url: house.url }, grants, clock: systemClock, tools: [] },
  );
});
afterAll(async () => {
  gateway.close();
  await house.close();
});

function known(user: HassUser | undefined): HassUser {
  if (!user) throw new Error("nobody");
  return user;
}

const previewFor = (grant: string) => person.preview(known(owner), grant);

type Row = { readonly name: string; readonly area: string; readonly read: boolean } & Readonly<
  Record<"acts" | "asks", readonly string[]>
>;

async function commandSays(grant: string): Promise<readonly Row[]> {
  const { out } = await hearthgate(homePath, ["grants", "preview", grant, "--demo", "--json"]);
  return (JSON.parse(out) as { entities: readonly Row[] }).entities;
}

test.each(["viewer", "operator", "admin", "evening"])("%s: the same numbers and names", async (grant) => {
  const [rows, preview] = await Promise.all([commandSays(grant), previewFor(grant)]);
  expect(rows.length).toBeGreaterThan(0);
  expect(preview?.reached).toEqual({
    entities: rows.length,
    read: rows.filter(({ read }) => read).length,
    controlled: rows.filter(({ acts }) => acts.length > 0).length,
    asks: rows.filter(({ asks }) => asks.length > 0).length,
  });
  const line = (area: string, name: string, read: boolean, controlled: boolean, asks: boolean) =>
    [area, name, read, controlled, asks].join("|");
  const shown = preview?.areas.flatMap(({ name: area, things }) =>
    things.map(({ name, read, controlled, asks }) => line(area, name, read, controlled, asks)),
  );
  expect(shown?.sort()).toEqual(
    rows
      .map(({ area, name, read, acts, asks }) => line(area, name, read, acts.length > 0, asks.length > 0))
      .sort(),
  );
});

test("an offer has what holds of the grant besides", async () => {
  const offers = await person.offersFor(known(guest));
  expect(offers).toHaveLength(1);
  const [evening] = offers;
  expect(evening).toMatchObject({
    id: "evening",
    expiresAt: undefined,
    hours: [{ timeZone: "Europe/Amsterdam", windows: [{ days: [0, 1], start: 64_800, end: 84_600 }] }],
    restrictions: ["rate_limit"],
    capabilities: { allowed: ["logbook"], asking: ["automation_write"] },
    physical: "confirm",
    homeCount: gateway.states.size,
  });
  const preview = await previewFor("evening");
  expect(evening?.readCount).toBe(preview?.reached.read ?? -1);
  expect(evening?.digest).toBe(preview?.digest ?? "");
});

test("an offer has where it may be used from, and ends with the session that it allows", async () => {
  const before = Date.now();
  const walled = await previewFor("walled");
  expect(walled?.restrictions).toEqual(["ip", "origin"]);
  expect(walled?.expiresAt).toBeWithin(before + 90 * 60_000, Date.now() + 90 * 60_000 + 1);
});

test("what wants signed requests is not offered: no client that comes by OAuth can sign", async () => {
  expect(await previewFor("signed")).toBeUndefined();
  expect((await person.offersFor(known(owner))).map(({ id }) => id)).not.toContain("signed");
});

test("what is in an area altogether is counted, whether it is reached or not", async () => {
  const preview = await previewFor("evening");
  expect(preview?.areas.reduce((sum, { homeCount }) => sum + homeCount, 0)).toBe(gateway.states.size);
  expect(preview?.areas.some(({ things, homeCount }) => things.length === 0 && homeCount > 0)).toBe(true);
  expect(preview?.areas.at(-1)?.name).toBe("");
});

test("at loopback browsers find the house where we find it; the locale is the home's", async () => {
  expect(await person.loginPage()).toEqual({ browserUrl: house.url, takesPkce: true });
  expect(person.locale()).toEqual({ language: "en", timeZone: "Europe/Amsterdam" });
});

test("who is no administrator any more is offered what names them alone; who is switched off, nothing", async () => {
  const ids = async (user: HassUser) => (await person.offersFor(user)).map(({ id }) => id);
  expect(await ids(known(owner))).toEqual(["evening", "walled", "viewer", "operator", "editor", "admin"]);
  const before = { ...known(guest), isAdmin: true, isOwner: true };
  expect(await ids(before)).toEqual(["evening"]);
  house.changeUser(house.tokens.user, { isActive: false });
  await expect(ids(before)).rejects.toMatchObject({ code: "HASS_REJECTED", denial: "user_gone" });
  await expect(ids({ ...before, id: "nobody" })).rejects.toMatchObject({ denial: "user_gone" });
});
