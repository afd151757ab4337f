/** Runs the rows of the sections that are data: service calls, reads, restrictions. */

import type { WireServices } from "../../../src/hass/wire.ts";
import type { Decision } from "../../../src/security/grant/model/decision.ts";
import type { Grant } from "../../../src/security/grant/model/grant.ts";
import type { ReadRequest, Request } from "../../../src/security/grant/model/request.ts";
import { parseGrant } from "../../../src/security/grant/parse/parse-grant.ts";
import { restrictionForm } from "../../../src/security/grant/parse/restriction-form.ts";
import { rootsOf } from "../../../src/security/grant/reach/indirect.ts";
import { pinned as withPins } from "./pinned-restriction.ts";
import { decidePlain, type Plain } from "./plain-world.ts";
import { brokenRegistries, edited, type VectorHome, vectorHome } from "./vector-home.ts";

export type Row = Readonly<Record<string, unknown>> & { readonly id: string };
/** undefined = the row came out as it says; otherwise what came out instead. */
export type Outcome = string | undefined;

const NOW = "2026-06-12T12:00:00Z";
const ADDED = "switch.heater";

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value)
    ? value
    : value === undefined || value === null
      ? []
      : [value];
  return list.filter((each) => typeof each === "string");
}

/** Compares a decision with what the row wants; `code@save` was asked of the parser before. */
function compare(row: Row, decision: Decision): Outcome {
  const wanted = row["ours"];
  const code = typeof row["code"] === "string" ? row["code"] : "";
  const said = JSON.stringify(decision);
  switch (wanted) {
    case "allow":
      return "allow" in decision && decision.left_out.length === 0 ? undefined : said;
    case "allow-narrowed":
    case "partial":
      return "allow" in decision && decision.left_out.length > 0 ? undefined : said;
    case "confirm":
      return "ask" in decision ? undefined : said;
    case "deny":
      return "deny" in decision && decision.code === code ? undefined : said;
    default:
      return `nobody knows what ${String(wanted)} means`;
  }
}

type Saved = { readonly grant: Grant } | { readonly outcome: Outcome };

/** Saves the grant of a row; a row that wants it refused is decided here. */
function save(row: Row, input: Fields, home: VectorHome): Saved {
  const parsed = parseGrant(
    { name: "vector", expires_at: "never", ...input },
    Date.parse(NOW),
    home.place.registries,
  );
  const [code, when] = String(row["code"] ?? "").split("@");
  if (when === "save") {
    if ("grant" in parsed) return { outcome: "saved without a fault" };
    return {
      outcome: parsed.faults.some((fault) => fault.code === code) ? undefined : JSON.stringify(parsed.faults),
    };
  }
  return "grant" in parsed ? parsed : { outcome: `refused when saved: ${JSON.stringify(parsed.faults)}` };
}

export async function runServiceCall(row: Row, services: WireServices): Promise<Outcome> {
  const ext = fieldsOf(row["ext"]);
  const service = String(row["svc"]);
  const request: Request = { operation: "call_service", service, target: row["target"], data: row["data"] };
  const plainHome = vectorHome();
  const targets = textsOf(fieldsOf(row["target"])["entity_id"]);
  const roots = rootsOf(service, targets, plainHome.place);
  const home = editHome(plainHome, ext["edited"], roots);
  const bound =
    ext["bound_registry_id"] === undefined ? {} : Object.fromEntries(targets.map((id) => [id, "bound"]));
  const input = {
    access: {
      actions: row["actions"] ?? [],
      ...pick(ext, ["deny", "read", "subscribe", "history", "camera", "services"]),
      bound,
    },
    ...pick(ext, ["gates", "target_mode", "indirect", "data_limits"]),
    ...(ext["data_keys"] === undefined ? {} : { data_keys: { [service.toLowerCase()]: ext["data_keys"] } }),
    ...(ext["pinned"] === undefined
      ? {}
      : { pinned: Object.fromEntries(roots.map((id) => [id, ext["pinned"]])) }),
  };
  const saved = save(row, input, plainHome);
  if ("outcome" in saved) return saved.outcome;
  const registryId = ext["bound_registry_id"] === "differs" ? "another" : "bound";
  const place =
    row["registries_down"] === true ? { ...home.place, registries: brokenRegistries() } : home.place;
  const decision = await decidePlain(request, saved.grant, {
    home: { ...home, place },
    services,
    now: Date.parse(NOW),
    identities: new Map(targets.map((id) => [id, registryId])),
  });
  return compare(row, decision) ?? checkAssertion(ext["assert"], decision, request);
}

function pick(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]));
}

/** `true`: whatever the call reaches was edited; an id or a list of ids: those were. */
function editHome(home: VectorHome, what: unknown, roots: readonly string[]): VectorHome {
  if (what === undefined || what === false) return home;
  const ids = what === true ? roots : textsOf(what);
  return ids.reduce((all, id) => edited(all, id, ADDED), home);
}

/** What else must hold of the decision. */
function checkAssertion(name: unknown, decision: Decision, request: Request): Outcome {
  if (name === undefined) return undefined;
  if (name !== "response_filtered") return `nobody knows how to assert ${String(name)}`;
  // the answer is made from what went out, and only what was named went out
  const sent = "allow" in decision ? (decision.targets ?? []) : [];
  const asked = request.operation === "call_service" ? textsOf(fieldsOf(request.target)["entity_id"]) : [];
  return sent.length > 0 && sent.every((id) => asked.includes(id)) ? undefined : `sent to ${sent.join(", ")}`;
}

const READINGS: Readonly<Record<string, ReadRequest["operation"]>> = {
  get_states: "read",
  read: "read",
  subscribe_states: "subscribe",
  subscribe: "subscribe",
  history_query: "history",
  history: "history",
  camera_snapshot: "camera",
  camera: "camera",
};

export async function runRead(row: Row, services: WireServices): Promise<Outcome> {
  const home = vectorHome();
  const manifest = fieldsOf(row["m"]);
  const ext = fieldsOf(row["ext"]);
  const access = {
    read: manifest["read_entities"] ?? manifest["readEntities"] ?? [],
    subscribe: manifest["subscriptions"] ?? [],
    history: manifest["history"] ?? [],
    camera: manifest["camera_snapshots"] ?? manifest["cameraSnapshots"] ?? [],
    actions: manifest["actions"] ?? [],
    ...pick(ext, ["deny", "read", "subscribe", "history", "camera"]),
  };
  const saved = save(row, { access }, home);
  if ("outcome" in saved) return saved.outcome;
  const operation = READINGS[String(row["op"])];
  if (!operation) return `nobody knows the operation ${String(row["op"])}`;
  const plain: Plain = { home, services, now: Date.parse(NOW) };
  return compare(row, await decidePlain({ operation, entity_ids: row["req"] }, saved.grant, plain));
}

export async function runRestriction(row: Row, services: WireServices): Promise<Outcome> {
  const home = vectorHome();
  const raw = (Array.isArray(row["restr"]) ? row["restr"] : []).map((each: unknown) => ({
    ...pick(row, ["enabled", "expires_at"]),
    ...fieldsOf(each),
  }));
  const readings = ["sensor.temperature"];
  const access = {
    read: readings,
    history: readings,
    camera: readings,
    actions: ["lock.unlock@lock.front", "homeassistant.turn_off@lock.front"],
  };
  const input = { access, gates: { physical: "allow" } };
  const atSave = String(row["code"] ?? "").endsWith("@save");
  const saved = save(row, atSave ? { ...input, restrictions: raw } : input, home);
  if ("outcome" in saved) return saved.outcome;
  // the evaluation takes restrictions as they are, and must not open on a bad one
  const grant: Grant = { ...saved.grant, restrictions: raw.map((each) => withPins(restrictionForm(each))) };
  const decision = await decidePlain(requestOf(row), grant, {
    home,
    services,
    now: Date.parse(typeof row["now"] === "string" ? row["now"] : NOW),
    render: renderOf(row["render"]),
  });
  return compare(row, decision);
}

function renderOf(render: unknown): Plain["render"] {
  return fieldsOf(render)["raises"] === true ? { error: true } : String(render ?? "");
}

function requestOf(row: Row): Request {
  const sent = fieldsOf(row["req"]);
  const caller = pick(sent, ["pin", "pins", "origin", "path", "address"]);
  const address = sent["ip"] ?? sent["source_ip"];
  const facts = { ...caller, ...(typeof address === "string" ? { address } : {}) };
  const operation = READINGS[String(row["op"])];
  if (operation) return { operation, entity_ids: ["sensor.temperature"], ...facts };
  const call = row["call"];
  const given = typeof call === "string" ? { svc: call } : fieldsOf(call);
  const service = String(given["svc"] ?? given["service"] ?? "lock.unlock");
  const target = given["target"] ?? { entity_id: "lock.front" };
  return { operation: "call_service", service, target, data: given["data"], ...facts };
}
