/** Rows of the vectors that are sentences, each bound to a test that does what it says. */

import type { WireServices } from "../../../src/hass/wire.ts";
import type { Decision } from "../../../src/security/grant/model/decision.ts";
import type { Grant } from "../../../src/security/grant/model/grant.ts";
import type { Request } from "../../../src/security/grant/model/request.ts";
import { parseGrant } from "../../../src/security/grant/parse/parse-grant.ts";
import { expandPreset } from "../../../src/security/grant/parse/presets.ts";
import { checkAddress, checkOrigin } from "../../../src/security/grant/restrict/network.ts";
import { reservationsOf } from "../../../src/security/grant/restrict/rates.ts";
import { checkSchedule } from "../../../src/security/grant/restrict/schedule.ts";
import { memoryCounters } from "../../../src/security/grant/restrict/store-counters.ts";
import { visibleAttributes } from "../../../src/security/grant/scope/attributes.ts";
import { couldEverUse } from "../../../src/security/grant/scope/tool-list.ts";
import { APPROVAL_ROWS } from "../../road/approval-rows.ts";
import { ROAD_ROWS } from "../../road/vector-rows.ts";
import { LIST_ROWS } from "../../transport/http/list-rows.ts";
import { TOKEN_ROWS } from "../identity/vector-rows.ts";
import { decidePlain, type Plain } from "./plain-world.ts";
import type { Outcome } from "./vector-cases.ts";
import { stateOf, type VectorHome, vectorHome } from "./vector-home.ts";

type Test = (services: WireServices) => Promise<Outcome>;

const NOW = Date.parse("2026-06-12T12:00:00Z");
const ON: Request = {
  operation: "call_service",
  service: "light.turn_on",
  target: { entity_id: "light.kitchen" },
};

/** What is there instead of what should be. */
function expect(actual: unknown, wanted: unknown): Outcome {
  return actual === wanted ? undefined : `${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`;
}

function plainly(actual: () => unknown, wanted: unknown): Test {
  return async () => expect(actual(), wanted);
}

function grantOf(input: Readonly<Record<string, unknown>>): Grant {
  const parsed = parseGrant({ name: "bound", expires_at: "never", ...input }, NOW);
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.grant;
}

const KITCHEN = { access: { actions: ["light.turn_on@light.kitchen"], read: ["light.kitchen"] } };

function word(decision: Decision): string {
  if ("allow" in decision) return "allow";
  return "ask" in decision ? "ask" : decision.code;
}

async function decided(
  input: Readonly<Record<string, unknown>>,
  more: Partial<Plain> & { request?: Request },
  services: WireServices,
): Promise<string> {
  const plain: Plain = { home: vectorHome(), services, now: NOW, ...more };
  return word(await decidePlain(more.request ?? ON, grantOf({ ...KITCHEN, ...input }), plain));
}

/** The grant of a row with `network`, asked by a caller with these facts. */
function networked(network: object, caller: Partial<Request>, wanted: string): Test {
  return async (services) =>
    expect(await decided({ network }, { request: { ...ON, ...caller } as Request }, services), wanted);
}

const SITE = { origins: { allowed: ["https://mysite.com"] } };
const HOUSE = { origins: { allow_any: true, allow_paths: ["/smart-home"] } };

function address(allowed: readonly string[], client: string, wanted: string | undefined): Test {
  return plainly(() => checkAddress(allowed, client), wanted);
}

function schedule(
  params: Readonly<Record<string, unknown>>,
  instant: string,
  wanted: string | undefined,
): Test {
  return plainly(() => checkSchedule(params, "UTC", Date.parse(instant)), wanted);
}

const NIGHT = { days: ["fri"], start_time: "22:00", end_time: "06:00" };
const OFFICE = { days: ["mon", "tue", "wed", "thu", "fri"], start_time: "09:00", end_time: "17:00" };
const ROME = { start_time: "09:00", end_time: "17:00", timezone: "Europe/Rome" };

function removed(key: string, excluded: readonly string[] = []): Test {
  return plainly(() => {
    const grant = grantOf({ access: { read: ["*"], exclude_attributes: { "light.kitchen": excluded } } });
    return Object.hasOwn(visibleAttributes(grant, "light.kitchen", { [key]: "x", other: 1 }), key);
  }, false);
}

const SENSITIVE = ["cover", "lock", "button", "input_button", "script", "automation"];

/** A widget's read-write entity, asked for one service. */
function widget(service: string, wanted: string): Test {
  return async (services) => {
    const [domain = ""] = service.split(".");
    const id = `${domain}.one`;
    const expanded = expandPreset("widget", { entities: { [id]: "read-write" }, sensitive: SENSITIVE });
    if (!expanded || "faults" in expanded) return "the preset was not expanded";
    const home = withEntity(id);
    const request: Request = { operation: "call_service", service, target: { entity_id: id } };
    return expect(await decided({ ...expanded.fields }, { home, request }, services), wanted);
  };
}

function withEntity(id: string): VectorHome {
  const home = vectorHome();
  return { ...home, place: { ...home.place, states: new Map([...home.place.states, [id, stateOf(id)]]) } };
}

/** Two calls a ten seconds, one a second; answers the word of each call. */
async function paced(seconds: readonly number[], services: WireServices): Promise<string> {
  const counters = memoryCounters();
  const grant = grantOf({
    ...KITCHEN,
    restrictions: [rate("r", { limit: 2, window_seconds: 10, cooldown_seconds: 1 })],
  });
  const words: string[] = [];
  for (const second of seconds) {
    const now = NOW + second * 1000;
    const decision = await decidePlain(ON, grant, { home: vectorHome(), services, now, counters });
    if ("allow" in decision) await counters.reserve(grant.id, decision.reserve, now);
    words.push(word(decision));
  }
  return words.join(" ");
}

function rate(id: string, params: object) {
  return { id, type: "rate_limit", applies_to: "actions", params };
}

/** How much a grant's counters hold after one decision. */
async function used(
  restrictions: readonly object[],
  services: WireServices,
  more: Partial<Plain> = {},
): Promise<number> {
  const counters = memoryCounters();
  const grant = grantOf({ ...KITCHEN, restrictions });
  const decision = await decidePlain(ON, grant, {
    home: vectorHome(),
    services,
    now: NOW,
    counters,
    ...more,
  });
  if ("allow" in decision) await counters.reserve(grant.id, decision.reserve, NOW);
  const usage = await counters.usage(grant.id, reservationsOf(grant, ON, "UTC", NOW), NOW);
  return [...usage.values()].reduce((sum, each) => sum + each.used, 0);
}

async function parallel(): Promise<number> {
  const counters = memoryCounters();
  const reserve = [
    { kind: "window", restriction: "r", limit: 5, windowSeconds: 60, cooldownSeconds: 0 },
  ] as const;
  const answers = await Promise.all(Array.from({ length: 10 }, () => counters.reserve("g", reserve, NOW)));
  return answers.filter((refusal) => refusal === undefined).length;
}

async function lockedAfter(wrong: number): Promise<boolean> {
  const counters = memoryCounters();
  for (let at = 0; at < wrong; at++) await counters.pinAttempt("g", "p", NOW + at * 1000);
  return (await counters.pinAttempt("g", "p", NOW + wrong * 1000)) > 0;
}

const PIN = { id: "p", type: "pin", applies_to: "actions", params: { pin: "123456" } };
const DELIVERY: Request = { operation: "subscribe", entity_ids: ["light.kitchen"], delivery: true };
const LIMITED = rate("r", { limit: 5, window_seconds: 60 });

/** Bound rows. */
export const BOUND: ReadonlyMap<string, Test> = new Map<string, Test>([
  ...TOKEN_ROWS,
  ...LIST_ROWS,
  ...ROAD_ROWS,
  ...APPROVAL_ROWS,
  [
    "tokens_network-004",
    async (services) => expect(await decided({ status: "paused" }, {}, services), "grant_paused"),
  ],
  ["tokens_network-009", address(["192.168.1.0/24"], "10.0.0.5", "ip_denied")],
  [
    "tokens_network-010",
    networked({ allowed_ips: ["192.168.1.0/24"] }, { address: "192.168.1.77" }, "allow"),
  ],
  ["tokens_network-013", address(["fd00::/8"], "fd12::1", undefined)],
  ["tokens_network-014", address(["fd00::/8"], "10.0.0.5", "ip_denied")],
  ["tokens_network-015", address(["nonsense"], "10.0.0.5", "ip_denied")],
  [
    "tokens_network-016",
    async () =>
      expect(
        ["", "unknown"].map((each) => checkAddress(["10.0.0.0/8"], each)).join(" "),
        "ip_denied ip_denied",
      ),
  ],
  ["tokens_network-018", networked(SITE, { origin: "https://mysite.com/" }, "origin_denied")],
  ["tokens_network-020", networked(SITE, { origin: "http://mysite.com" }, "origin_denied")],
  ["tokens_network-021", networked(SITE, { origin: "https://mysite.com:443" }, "origin_denied")],
  ["tokens_network-022", networked(SITE, { origin: "https://evil.mysite.com" }, "origin_denied")],
  ["tokens_network-023", networked(SITE, { origin: "https://mysite.com.evil.org" }, "origin_denied")],
  ["tokens_network-027", networked(HOUSE, { path: "/smart-home/" }, "allow")],
  ["tokens_network-028", networked(HOUSE, { path: "/smart-home?x=1" }, "allow")],
  ["tokens_network-030", networked(HOUSE, { path: "/smart-home/sub" }, "path_denied")],
  ["tokens_network-031", networked(HOUSE, { path: "/smart-homex" }, "path_denied")],
  ["tokens_network-035", plainly(() => checkOrigin(HOUSE.origins, undefined, "/zzz"), "path_denied")],
  ["tokens_network-060", schedule(NIGHT, "2026-06-12T23:00:00Z", undefined)],
  ["tokens_network-062", schedule(NIGHT, "2026-06-12T02:00:00Z", "outside_schedule")],
  ["tokens_network-063", schedule(NIGHT, "2026-06-13T06:00:59Z", "outside_schedule")],
  ["tokens_network-064", schedule(NIGHT, "2026-06-13T06:01:00Z", "outside_schedule")],
  ["tokens_network-065", schedule(OFFICE, "2026-06-12T17:00:59Z", "outside_schedule")],
  ["tokens_network-066", schedule(OFFICE, "2026-06-12T17:01:00Z", "outside_schedule")],
  ["tokens_network-068", schedule(ROME, "2026-06-12T06:59:00Z", "outside_schedule")],
  ["tokens_network-069", schedule(ROME, "2026-01-09T08:00:00Z", undefined)],
  [
    "tokens_network-071",
    schedule({ ...OFFICE, timezone: "Mars/Base" }, "2026-06-12T12:00:00Z", "invalid_schedule"),
  ],
  ["tokens_network-072", schedule({ ...OFFICE, timezone: "" }, "2026-06-12T12:00:00Z", "invalid_schedule")],
  [
    "tokens_network-073",
    schedule({ start_time: "09:00", end_time: "09:00" }, "2026-06-12T09:00:30Z", "invalid_schedule"),
  ],
  ["tokens_network-089", removed("access_token")],
  ["tokens_network-090", removed("tokens_left")],
  ["tokens_network-091", removed("Access_Token")],
  ["tokens_network-092", removed("effect", ["effect"])],
  ["tokens_network-095", widget("light.turn_on", "allow")],
  ["tokens_network-096", widget("light.toggle", "allow")],
  ["tokens_network-097", widget("fan.set_preset_mode", "allow")],
  ["tokens_network-099", widget("cover.toggle", "scope_denied")],
  ["tokens_network-100", widget("climate.set_humidity", "scope_denied")],
  ["tokens_network-101", widget("media_player.play_media", "scope_denied")],
  ["tokens_network-102", widget("lock.open", "ask")],
  // refused as the row wants; a special service ends at step 12, before its scope is looked at
  ["tokens_network-103", widget("script.reload", "service_forbidden")],
  ["tokens_network-104", widget("vacuum.start", "scope_denied")],
  ["tokens_network-105", widget("sensor.anything", "scope_denied")],
  ["mcp-001", plainly(() => couldEverUse(grantOf({ access: { read: ["*"] } }), ["control"]), false)],
  ["mcp-002", plainly(() => couldEverUse(grantOf(KITCHEN), ["control"]), true)],
  [
    "mcp-027",
    async (services) => {
      const child = grantOf(KITCHEN).access;
      const parent = grantOf({ access: { read: ["light.kitchen"] } });
      const request: Request = { ...ON, attenuations: [child] };
      return expect(
        word(await decidePlain(request, parent, { home: vectorHome(), services, now: NOW })),
        "scope_denied",
      );
    },
  ],
  [
    "mcp-032",
    async (services) =>
      expect(await decided({ status: "paused" }, { approval: "approved" }, services), "grant_paused"),
  ],
  [
    "mcp-039",
    async (services) => expect(await decided({ restrictions: [PIN] }, {}, services), "pin_required"),
  ],
  ["mcp-040", async () => expect(await lockedAfter(5), true)],
  [
    "mcp-043",
    async (services) =>
      expect(await paced([0, 0.5, 1.2, 3, 11.5], services), "allow cooldown_active allow rate_limited allow"),
  ],
  [
    "mcp-044",
    async (services) =>
      expect(await used([LIMITED, rate("never", { limit: 1, window_seconds: 1 }), PIN], services), 0),
  ],
  ["mcp-045", async (services) => expect(await used([LIMITED, PIN], services), 0)],
  ["mcp-046", async () => expect(await parallel(), 5)],
  [
    "mcp-047",
    async (services) => {
      const restrictions = [
        { id: "s", type: "schedule", params: { start_time: "09:00", end_time: "11:59" } },
      ];
      return expect(await decided({ restrictions }, { request: DELIVERY }, services), "outside_schedule");
    },
  ],
  [
    "mcp-048",
    async (services) =>
      expect(await decided({ status: "revoked" }, { request: DELIVERY }, services), "revoked"),
  ],
]);
