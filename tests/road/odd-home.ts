/** A small home as Home Assistant's own messages have it, behind the whole road. */

import { memoryAudit } from "../../src/audit/memory-audit.ts";
import type { Failure } from "../../src/core/failure.ts";
import { Secret } from "../../src/core/secret.ts";
import { connectGateway, type LiveGateway } from "../../src/hass/live-gateway.ts";
import { createRegistry } from "../../src/registry/registry.ts";
import { memoryCounters } from "../../src/security/grant/restrict/store-counters.ts";
import { followHome } from "../../src/start/live-index.ts";
import { CATALOGUE } from "../../src/tools/catalogue.ts";
import { type FakeHass, type Message, startFakeHass } from "../hass/fake-hass.ts";
import { testDesk } from "../security/approval-desk.ts";
import { ANSWERS, DARK, GO, LC, RESPONSES, STATES } from "./odd-words.ts";
import { grantOf } from "./road.ts";

/** Everything but what the grant denies, by each kind of place; locks and doors ask, and nobody answers. */
const GRANT = grantOf({
  access: {
    read: ["*"],
    actions: [{ service: "*", target: {} }, { service: "*" }],
    deny: [{ area: ["bed"] }, { label: ["private"] }, { floor: ["up"] }, { device: ["safe"] }],
  },
  capabilities: { config_read: "allow" },
});

export type OddHome = {
  readonly hass: FakeHass;
  readonly gateway: LiveGateway;
  /** What was logged as a defect, or as any error. */
  readonly errors: readonly unknown[];
  /** `ok` or the code; everything that the caller reads. */
  call(tool: string, args: unknown): Promise<{ readonly code: string; readonly text: string }>;
  /** Entity ids of all calls that were sent, and the scripts that were called by their name. */
  sent(): readonly unknown[];
  close(): void;
};

/** Starts connecting; `spoil` changes frames on their way. */
export async function openOddHome(spoil: FakeHass["spoil"]): Promise<OddHome> {
  const hass = await startFakeHass();
  hass.first = STATES;
  hass.spoil = spoil;
  for (const [type, answer] of Object.entries(ANSWERS)) hass.answers.set(type, () => answer);
  hass.answers.set("script/config", ({ entity_id }) =>
    entity_id === "script.dark" ? { config: DARK } : { config: GO },
  );
  hass.answers.set("extract_from_target", extracted);
  hass.answers.set("call_service", (message) => {
    const { service, return_response } = message;
    act(hass, message);
    const response = return_response === true ? (RESPONSES[String(service)] ?? {}) : null;
    return { context: { id: "1".repeat(26), parent_id: null, user_id: "u" }, response };
  });
  const errors: unknown[] = [];
  const silent = () => undefined;
  const clock = { now: () => (LC + 60) * 1_000 };
  const gateway = connectGateway({ url: hass.url, token: new Secret("token") });
  const registry = createRegistry({
    tools: CATALOGUE,
    gateway,
    index: followHome(gateway, silent),
    audit: memoryAudit(),
    halts: async () => ({ killed: false, revokedGrants: new Set<string>() }),
    grants: { byId: () => GRANT, ceiling: () => undefined },
    counters: memoryCounters(),
    desk: testDesk({ clock, place: () => gateway }),
    clock,
    logger: { debug: silent, info: silent, warn: silent, error: (...said) => void errors.push(said) },
  });
  const principal = { id: "test", grantId: GRANT.id, credential: "test" };
  return {
    hass,
    gateway,
    errors,
    call: (tool, args) =>
      registry.call(principal, tool, args, { signal: new AbortController().signal, progress: silent }).then(
        ({ structured, text }) => ({ code: "ok", text: `${text}\n${JSON.stringify(structured)}` }),
        ({ code, message, hint = "" }: Failure) => ({ code, text: `${code}: ${message} ${hint}` }),
      ),
    sent: () =>
      hass.received
        .filter(({ type }) => type === "call_service")
        .flatMap(({ domain, service, target: sent }) => [
          `${String(domain)}.${String(service)}`,
          ...[(sent as { entity_id?: unknown } | undefined)?.entity_id].flat(),
        ]),
    close() {
      gateway.close();
      registry.close();
      hass.close();
    },
  };
}

/** What becomes of the targets, told before the answer as Home Assistant does. */
function act(hass: FakeHass, { service, target: sent }: Message): void {
  const ids = [(sent as { entity_id?: string | string[] } | undefined)?.entity_id ?? []].flat();
  const s = String(service).endsWith("off") ? "off" : "on";
  const c = Object.fromEntries(
    ids.map((id) => [id, { "+": { s, lc: LC + 60, c: { id: "1".repeat(26) }, a: { brightness: 77 } } }]),
  );
  hass.event("subscribe_entities", { c });
}

function extracted(): unknown {
  return {
    referenced_entities: ["light.hall", "climate.hall", "sensor.warmth"],
    referenced_devices: ["house"],
    referenced_areas: ["hall"],
    missing_devices: [],
    missing_areas: [],
    missing_floors: [],
    missing_labels: [],
  };
}
