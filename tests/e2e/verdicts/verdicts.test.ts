/** On a real Home Assistant: what is said of each service on each device is what its REST API then says. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openHome, type TestHome } from "../homes.ts";
import { type Host, rowsOf, startHost } from "../host.ts";
import type { Cell } from "./verdict-cell.ts";
import { CELLS } from "./verdict-cells.ts";

const real = process.env["TEST_HOME"] === "real";
/** Homes differ in their devices: on the demo house other suites hold the verdicts. */
const onReal = describe.if(real);

setDefaultTimeout(60_000);

let home: TestHome;
let host: Host;
const counts = { cells: 0, wrong: 0 };

async function rest(method: string, path: string, body?: object): Promise<Response> {
  return await fetch(`${home.url}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${home.token}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

async function stateOf(id: string): Promise<Readonly<Record<string, unknown>>> {
  const { state, attributes } = (await (await rest("GET", `states/${id}`)).json()) as {
    state: string;
    attributes: object;
  };
  return { ...attributes, state };
}

/** What happened before is known to the host once it has asked Home Assistant for something after it. */
async function caughtUp(): Promise<void> {
  const ids = [home.roles.weather];
  await host.call("ha_read", { ids, service: "weather.get_forecasts", data: { type: "daily" } });
}

async function prepare({ before, id }: Cell): Promise<void> {
  for (const [service, data = {}] of before) {
    const [domain, name] = service.split(".");
    const target = domain === "light" && id.startsWith("scene.") ? "light.bed_light" : id;
    await rest("POST", `services/${domain}/${name}`, { entity_id: target, ...data });
  }
  await caughtUp();
}

/** The verdict on the one target, or the code of the refusal. */
async function act({ service, id }: Cell, data: object, options: object = {}): Promise<string> {
  const result = await host.call("ha_call_service", {
    service,
    target: { entity_id: [id] },
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...options,
  });
  if (result.error) return result.text.split(":")[0] ?? "";
  return rowsOf(result)[0]?.verdict ?? "";
}

/** What differs between what must be so and what Home Assistant says. */
async function untruths({ id, truth }: Cell): Promise<readonly string[]> {
  const state = await stateOf(id);
  return Object.entries(truth)
    .filter(([key, wanted]) => !alike(state[key], wanted))
    .map(([key, wanted]) => `${key} is ${JSON.stringify(state[key])}, not ${JSON.stringify(wanted)}`);
}

function alike(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(actual) && wanted.every((each, at) => Math.abs(Number(actual[at]) - each) <= 4);
  if (typeof wanted === "number") return Math.abs(Number(actual) - wanted) < 0.02;
  return actual === wanted;
}

/** One cell of the table: the verdict that must come, and the truth where it claims one. */
async function check(said: string, wanted: string, cell: Cell | undefined): Promise<void> {
  counts.cells++;
  const wrong =
    cell && (said === "confirmed" || said === "already") ? await untruths(cell) : ([] as readonly string[]);
  const fits = wanted.split("|").includes(said);
  if (!fits || wrong.length > 0) counts.wrong++;
  expect([said, ...wrong]).toEqual([fits ? said : wanted]);
}

const title = ({ service, id, data }: Cell) => `${service} ${id} ${JSON.stringify(data)}`;

onReal("verdicts and the truth", () => {
  beforeAll(async () => {
    home = await openHome();
    host = await startHost({
      ...home,
      grant: {
        name: "all",
        expires_at: "never",
        access: { read: ["*"], actions: [{ service: "*", target: {} }], services: ["notify.send_message"] },
        gates: { physical: "allow" },
        capabilities: { config_read: "allow" },
      },
    });
  });
  afterAll(async () => {
    process.stdout.write(`verdicts: ${counts.cells} cells, ${counts.wrong} wrong\n`);
    await host.close();
    await home.close();
  });

  for (const cell of CELLS) {
    const { first = "confirmed", again = cell.first ?? "already", beyond } = cell;
    test(`${title(cell)}: success`, async () => {
      await prepare(cell);
      await check(await act(cell, cell.data), first, cell);
    });
    test(`${title(cell)}: again`, async () => {
      const elsewhere = again === "confirmed" || again === "in_progress";
      if (elsewhere) await prepare(cell);
      await check(await act(cell, cell.data), again, elsewhere ? undefined : cell);
    });
    test(`${title(cell)}: unavailable`, async () => {
      const { state, ...attributes } = await stateOf(cell.id);
      await rest("POST", `states/${cell.id}`, { state: "unavailable", attributes });
      await caughtUp();
      await check(await act(cell, cell.data), "failed", undefined);
      await rest("POST", `states/${cell.id}`, { state, attributes });
      await caughtUp();
    });
    if (beyond)
      test(`${title(cell)}: ${JSON.stringify(beyond)} is refused`, async () => {
        const before = await stateOf(cell.id);
        await check(await act(cell, beyond), "INPUT_INVALID", undefined);
        expect(await stateOf(cell.id)).toEqual(before);
      });
  }

  test("a device that fails, one that does nothing, one that is slow, one that is gone", async () => {
    // the slow one may be on from an earlier run
    const isOn = (await stateOf("switch.ci_slow"))["state"] === "on";
    const to = (id: string) => (id === "switch.ci_slow" && isOn ? "switch.turn_off" : "switch.turn_on");
    const on = (id: string): Cell => ({ service: to(id), id, data: {}, before: [], truth: {} });
    for (const [id, verdict] of [
      ["switch.ci_fail", "failed"],
      ["switch.ci_reject", "HASS_REJECTED"],
      ["switch.ci_liar", "unconfirmed"],
      ["switch.ci_slow", "confirmed"],
      ["switch.ci_offline", "failed"],
    ] as const)
      await check(await act(on(id), {}), verdict, on(id));
  });
});
