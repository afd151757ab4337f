/** Random grants and requests over a random home. */

import { type Access, NO_ACCESS } from "../../src/security/grant/model/access.ts";
import type { Usage } from "../../src/security/grant/model/world.ts";
import { parseGrant } from "../../src/security/grant/parse/parse-grant.ts";
import type { Triple } from "./answer.ts";
import type { Dice } from "./dice.ts";
import { boundTo, PIN_HASH, randomFacts } from "./generate-facts.ts";
import { AREAS, DEVICES, FLOORS, LABELS } from "./generate-home.ts";
import { randomRequest } from "./generate-request.ts";
import { anyEntity, defined, many, SPECIAL } from "./generate-words.ts";
import { domainOf, type Home, registriesOf } from "./home.ts";
import { SERVICE_NAMES } from "./services.ts";

const START = Date.parse("2026-06-12T12:00:00Z");
const EVERY_DOMAIN = [
  "light",
  "switch",
  "lock",
  "cover",
  "climate",
  "media_player",
  "weather",
  "scene",
  "group",
  "homeassistant",
  "notify",
  "sensor",
  "camera",
  "siren",
  "button",
];
function selector(roll: Dice): Record<string, unknown> {
  if (roll.chance(30)) return {};
  const one: Record<string, unknown> = {};
  for (let index = 0; index <= roll.number(2); index++)
    switch (roll.number(8)) {
      case 0:
      case 1:
        one["domain"] = roll.chance(50) ? roll.pick(EVERY_DOMAIN) : [roll.pick(EVERY_DOMAIN), "light"];
        break;
      case 2:
        one["area"] = [roll.pick(AREAS), roll.pick(AREAS)];
        break;
      case 3:
        one["floor"] = roll.pick(FLOORS);
        break;
      case 4:
        one["label"] = roll.pick(LABELS);
        break;
      case 5:
        one["device"] = roll.pick(DEVICES);
        break;
      case 6:
        one["device_class"] = [roll.pick(["garage", "door", "temperature", "awning"])];
        break;
      default:
        if (roll.chance(50)) one["exposed"] = "conversation";
        else one["integration"] = roll.pick(["hue", "zha", "group"]);
    }
  return one;
}

function entityRule(roll: Dice, home: Home): unknown {
  switch (roll.number(6)) {
    case 0:
      return "*";
    case 1:
      return `${domainOf(anyEntity(roll, home))}.*`;
    case 2:
      return selector(roll);
    default:
      return anyEntity(roll, home);
  }
}

function actionRule(roll: Dice, home: Home): unknown {
  const id = anyEntity(roll, home);
  const service = roll.pick(SERVICE_NAMES);
  switch (roll.number(9)) {
    case 0:
      return `${service}@${id}`;
    case 1:
      return `${roll.chance(70) ? domainOf(id) : domainOf(service)}.*@${id}`;
    case 2:
      return `*@${id}`;
    case 3:
    case 4:
      return `${roll.chance(60) ? domainOf(id) : domainOf(service)}.*`;
    case 5:
      return { service: roll.pick([service, `${domainOf(service)}.*`, "*"]) };
    case 6:
      return { service: "*", target: selector(roll) };
    default:
      return { service: roll.pick([service, `${domainOf(service)}.*`]), target: selector(roll) };
  }
}

function access(roll: Dice, home: Home): Record<string, unknown> {
  const scope = () => entityRule(roll, home);
  return {
    read: many(roll.number(4), scope),
    subscribe: many(roll.chance(30) ? 1 : 0, scope),
    history: many(roll.number(3), scope),
    camera: many(roll.number(2), scope),
    actions: many(1 + roll.number(5), () => actionRule(roll, home)),
    services: roll.some([...SERVICE_NAMES, ...SPECIAL, ...SPECIAL], 3),
    bound: roll.chance(12) ? boundTo(roll, home) : undefined,
    deny: many(roll.chance(30) ? 1 + roll.number(2) : 0, () =>
      roll.chance(75) ? anyEntity(roll, home) : roll.chance(50) ? selector(roll) : scope(),
    ),
  };
}

/** Open almost everywhere, so that what comes after the scopes is reached. */
function generous(roll: Dice, home: Home): Record<string, unknown> {
  return {
    ...access(roll, home),
    read: ["*"],
    actions: [{ service: "*", target: {} }, { service: "*" }, actionRule(roll, home)],
    services: roll.chance(50) ? SPECIAL : [],
    ...(roll.chance(75) ? { deny: [] } : {}),
  };
}

function applies(roll: Dice, home: Home): unknown {
  const id = anyEntity(roll, home);
  switch (roll.number(9)) {
    case 0:
      return "read";
    case 1:
      return roll.pick(["action", "writes", "call_service", "history", "camera_snapshot", "subscribe"]);
    case 2:
      return `${domainOf(id)}.*`;
    case 3:
      return roll.pick([`${roll.pick(SERVICE_NAMES)}@${id}`, `${domainOf(id)}.*@${id}`, `*@${id}`]);
    case 4:
      return ["history", `*@${id}`];
    case 5:
      return { operation: "action", entities: [id] };
    case 6:
      return { operation: "action", actions: [`${domainOf(id)}.*`] };
    default:
      return roll.pick(["grant", "*", undefined, []]);
  }
}

function restriction(roll: Dice, home: Home, index: number): Record<string, unknown> {
  const [type, params] = roll.pick<readonly [string, Record<string, unknown>]>([
    [
      "expiry",
      {
        expires_at: roll.pick(["2026-06-12T14:30:00+02:00", "2026-06-12T11:59:59Z", "2026-07-01T00:00:00Z"]),
      },
    ],
    [
      "schedule",
      defined({
        days: roll.pick([[], ["fri"], ["sat", "sun"], ["thu"], [4, 5]]),
        start_time: roll.pick(["08:00", "22:00", "12:00"]),
        end_time: roll.pick(["20:00", "06:00", "13:00"]),
        timezone: roll.pick([undefined, undefined, "Europe/Rome", "America/New_York"]),
      }),
    ],
    ["rate_limit", { limit: 1 + roll.number(3), window_seconds: 60 }],
    ["cooldown", { cooldown_seconds: 30 }],
    ["max_entities", { max: 1 + roll.number(3) }],
    ["max_entities", { max: 2 + roll.number(3) }],
    ["pin", { pin_hash: PIN_HASH }],
    ["pin", { pin_hash: PIN_HASH }],
    ["template", { value_template: "{{ true }}" }],
    ["ip", { allowed_ips: [roll.pick(["10.0.0.0/24", "10.0.0.0/16", "192.168.1.9"])] }],
    ["origin", { allowed: ["https://home.example"] }],
  ]);
  return defined({
    id: `r${index}`,
    type,
    params,
    applies_to: applies(roll, home),
    enabled: roll.chance(90),
  });
}

function rawGrant(roll: Dice, home: Home): Record<string, unknown> {
  const indirect = roll.pick(["closure", "closure", "closure", "pinned", "trust_named", "confirm"]);
  const groups = home.entities.filter((one) => one.attributes["entity_id"] !== undefined).map(({ id }) => id);
  const group = groups.length > 0 ? roll.pick(groups) : anyEntity(roll, home);
  return defined({
    name: "g",
    status: roll.chance(2) ? roll.pick(["paused", "revoked"]) : undefined,
    not_before: roll.chance(2) ? roll.pick(["2026-06-12T12:30:00Z", "2026-06-01T00:00:00Z"]) : undefined,
    expires_at: roll.chance(4)
      ? roll.pick(["2026-06-12T13:00:00+00:00", "2027-06-12T13:00:00+02:00"])
      : "never",
    access: roll.chance(52) ? generous(roll, home) : access(roll, home),
    gates: roll.chance(40)
      ? {
          physical: roll.pick(["allow", "confirm", "deny"]),
          special: roll.pick(["allow", "confirm", "deny"]),
        }
      : undefined,
    indirect,
    pinned:
      indirect === "pinned"
        ? {
            [group]: roll.some(
              home.entities.map(({ id }) => id),
              3,
            ),
          }
        : undefined,
    target_mode: roll.chance(35) ? "narrow" : undefined,
    data_keys: roll.chance(10) ? { "light.turn_on": ["brightness_pct"], "lock.unlock": [] } : undefined,
    data_limits: roll.chance(15)
      ? {
          "light.turn_on": { brightness_pct: [10, 60] },
          "climate.set_temperature": { hvac_mode: ["heat", "off"] },
        }
      : undefined,
    restrictions: roll.chance(30)
      ? many(1 + roll.number(2), () => 0).map((_, index) => restriction(roll, home, index))
      : [],
    network: roll.chance(6)
      ? defined({
          allowed_ips: roll.chance(60) ? ["10.0.0.0/24"] : undefined,
          origins: roll.chance(40)
            ? { allowed: ["https://home.example"], allow_paths: ["/panel/*"] }
            : undefined,
        })
      : undefined,
  });
}

function parsed(input: unknown, home: Home) {
  const result = parseGrant(input, START, registriesOf(home));
  return "grant" in result ? result.grant : undefined;
}

/** The ceiling that bounds nothing. */
export const WIDE: Access = {
  ...NO_ACCESS,
  read: ["*"],
  history: ["*"],
  camera: ["*"],
  actions: [{ service: "*", target: {} }, { service: "*" }],
  services: [...new Set([...SERVICE_NAMES, ...SPECIAL])],
};

/** One random case; undefined when the dice gave a grant that cannot be saved. */
export function randomTriple(roll: Dice, home: Home): Triple | undefined {
  const grant = parsed(rawGrant(roll, home), home);
  const bound = roll.chance(15) ? parsed({ name: "c", access: access(roll, home) }, home) : undefined;
  if (grant === undefined) return undefined;
  const attenuated = roll.chance(4) ? parsed({ name: "a", access: access(roll, home) }, home) : undefined;
  const now =
    START +
    roll.pick([
      0,
      0,
      30 * 60_000,
      3_600_000,
      8 * 3_600_000,
      8 * 3_600_000 + 30_000,
      12 * 3_600_000,
      14 * 3_600_000,
    ]);
  const request = { ...randomRequest(roll, home), ...(roll.chance(60) ? { pin: "1234" } : {}) };
  const usage = new Map<string, Usage>();
  for (const { id, params } of grant.restrictions) {
    const used = roll.number(4);
    const full = typeof params["limit"] === "number" && used >= params["limit"];
    usage.set(id, {
      used,
      lastAt: roll.chance(30) ? undefined : now - roll.pick([1000, 29_999, 30_000, 40_000]),
      retryAfterSeconds: full ? 5 : 0,
    });
  }
  return {
    home,
    grant,
    ceiling: bound?.access ?? WIDE,
    request: attenuated ? { ...request, attenuations: [attenuated.access] } : request,
    now,
    timeZone: roll.pick(["UTC", "Europe/Rome"]),
    killed: roll.chance(0.5),
    usage,
    ...randomFacts(roll, home, grant),
  };
}
