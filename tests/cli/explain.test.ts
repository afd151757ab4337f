/** `hearthgate grants explain` says of a call what becomes of it when it is made. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { type Host, startHost } from "../e2e/host.ts";
import { hearthgate } from "./owner-home.ts";

setDefaultTimeout(60_000);

const lights = { domain: ["light"], area: ["kitchen"] };
const GRANT = {
  name: "kitchen",
  access: {
    read: [lights, "lock.front_door"],
    actions: [{ service: "light.*", target: lights }, "*@lock.front_door", "script.*"],
  },
  data_limits: { "light.turn_on": { brightness_pct: [0, 50] } },
  expires_at: "never",
};

let house: DemoHouse;
let host: Host;
beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
  host = await startHost({ url: house.url, token: house.tokens.admin, grant: GRANT });
});
afterAll(async () => {
  await host.close();
  await house.close();
});

type Explained = { readonly allow?: true; readonly ask?: true; readonly targets?: readonly string[] };

async function explain(service: string, target: object, data: object): Promise<Explained> {
  const texts = ["--target", JSON.stringify(target), "--data", JSON.stringify(data)];
  const args = ["grants", "explain", "kitchen", "--demo", "--json", "--service", service, ...texts];
  return JSON.parse((await hearthgate(host.folder, args)).out);
}

test.each<readonly [string, object, object, "allow" | "ask" | "deny"]>([
  ["light.turn_on", { area_id: ["kitchen"] }, {}, "allow"],
  ["light.turn_on", { entity_id: ["light.kitchen_counter"] }, { brightness_pct: 50 }, "allow"],
  ["light.turn_on", { entity_id: ["light.kitchen_counter"] }, { brightness_pct: 51 }, "deny"],
  ["light.turn_on", { entity_id: ["light.hall"] }, {}, "deny"],
  ["light.turn_on", { entity_id: ["light.kitchen_counter", "light.hall"] }, {}, "deny"],
  ["lock.lock", { entity_id: ["lock.front_door"] }, {}, "allow"],
  ["lock.unlock", { entity_id: ["lock.front_door"] }, {}, "ask"],
  ["script.turn_on", { entity_id: ["script.all_off"] }, {}, "deny"],
])("%s %j %j: %s", async (service, target, data, kind) => {
  const explained = await explain(service, target, data);
  expect(explained.allow ? "allow" : explained.ask ? "ask" : "deny").toBe(kind);
  const before = house.calls.length;
  const { error } = await host.call("ha_call_service", { service, target, data });
  expect(error).toBe(kind !== "allow");
  const sent = house.calls.slice(before);
  expect(sent).toHaveLength(kind === "allow" ? 1 : 0);
  if (kind === "allow") expect(JSON.stringify(sent)).toContain(explained.targets?.[0] ?? "no target");
});
