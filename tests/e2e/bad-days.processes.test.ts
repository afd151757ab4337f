/** Bad days: Home Assistant absent, starting, frozen, gone in the middle of a call. A clear error each, never a crash. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createServer } from "node:http";
import { isDeepStrictEqual } from "node:util";
import type { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { until } from "../until.ts";
import { auditOf, foundOf, type Host, rowsOf, startHost } from "./host.ts";

setDefaultTimeout(60_000);

const LIGHT = "light.hall";

async function withHost(
  options: { url: string; token: string },
  run: (host: Host) => Promise<void>,
): Promise<void> {
  const host = await startHost(options);
  try {
    await run(host);
  } finally {
    await host.close();
  }
}

const readLight = (host: Host) => host.call("ha_read", { ids: [LIGHT] });
const turnOn = (host: Host, more = {}) =>
  host.call("ha_call_service", { service: "light.turn_on", target: { entity_id: [LIGHT] }, ...more });

describe("never reached", () => {
  test("nothing listens", async () => {
    await withHost({ url: "http://127.0.0.1:9", token: "t" }, async (host) => {
      expect((await host.client.listTools()).tools.length).toBeGreaterThan(3);
      const result = await readLight(host);
      expect(result.text).toStartWith("HASS_UNAVAILABLE: Home Assistant is not running");
    });
  });

  test("something else listens", async () => {
    const other = createServer((_, response) => response.writeHead(404).end("no")).listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await withHost({ url: `http://127.0.0.1:${port}`, token: "t" }, async (host) => {
      expect((await readLight(host)).text).toContain("is not Home Assistant");
    });
    other.close();
  });

  test("a host name that is not known", async () => {
    await withHost({ url: "http://no-such-host.invalid:8123", token: "t" }, async (host) => {
      expect((await readLight(host)).text).toStartWith("HASS_UNAVAILABLE: ");
    });
  });
});

describe("a home that refuses", () => {
  test("a wrong token is said once and not tried again", async () => {
    const house = await startDemoHouse({ restless: false });
    await withHost({ url: house.url, token: "wrong.token.value" }, async (host) => {
      const result = await readLight(host);
      expect(result.text).toStartWith("HASS_UNAVAILABLE: Home Assistant refused the token.");
      expect(result.text + host.stderr()).not.toContain("wrong.token.value");
      expect((await readLight(host)).text).toBe(result.text);
    });
    await house.close();
  });

  test("a version that is too old", async () => {
    const house = await startDemoHouse({ restless: false, version: "2025.6.3" });
    await withHost({ url: house.url, token: house.tokens.admin }, async (host) => {
      expect((await readLight(host)).text).toContain("2025.6.3 is older than 2025.11");
    });
    await house.close();
  });
});

describe("a home that comes and goes", () => {
  let house: DemoHouse;
  let host: Host;
  beforeAll(async () => {
    house = await startDemoHouse({ restless: false, startingMs: 700 });
    host = await startHost({ url: house.url, token: house.tokens.admin });
  });
  afterAll(async () => {
    await host.close();
    await house.close();
  });

  test("while it starts, a call waits for it", async () => {
    expect((await readLight(host)).error).toBe(false);
  });

  test("a call in flight when the connection breaks is unknown, and sent once", async () => {
    const sent = house.calls.length;
    const answer = host.call("ha_call_service", {
      service: "switch.turn_on",
      target: { entity_id: ["switch.heater_block"] },
      wait_s: 20,
    });
    while (house.calls.length === sent) await Bun.sleep(5);
    house.dropConnections();
    expect(rowsOf(await answer)).toMatchObject([{ verdict: "unknown" }]);
    await readLight(host);
    expect(house.calls.length).toBe(sent + 1);
  });

  test("after a restart everything is current again, and what is gone is gone", async () => {
    house.removeEntity("light.patio");
    await house.restart({ downMs: 300, startingMs: 500 });
    await until(async () => !(await readLight(host)).error);
    expect((await host.call("ha_read", { ids: ["light.patio"] })).text).toStartWith("NOT_FOUND: ");
    house.setState(LIGHT, "off");
    expect(rowsOf(await turnOn(host))).toMatchObject([{ verdict: "confirmed" }]);
  });

  test("a home that stands still is noticed within 30 s, and the call is not repeated", async () => {
    const sent = house.calls.length;
    house.freeze();
    const rows = rowsOf(await turnOn(host, { wait_s: 1 }));
    expect(rows[0]?.verdict).toBe("in_progress");
    await until(async () => (await readLight(host)).text.startsWith("HASS_UNAVAILABLE: "), 30_000);
    house.thaw();
    await until(async () => !(await readLight(host)).error, 15_000);
    expect(house.calls.length - sent).toBeLessThanOrEqual(1);
  });

  test("a storm of changes is survived and the map is right", async () => {
    house.tick(20_000);
    const { structured } = await host.call("ha_search", { domain: ["sensor"], limit: 50 });
    const ids = (structured["hits"] as readonly { readonly id: string }[])
      .map(({ id }) => id)
      .filter((id) => house.states.get(id)?.attributes["unit_of_measurement"] !== undefined);
    expect(ids.length).toBeGreaterThan(10);
    // by now whoever reads too slowly has been cut off, and has come back
    await until(async () => {
      const read = await host.call("ha_read", { ids, fields: ["state"] });
      return (
        !read.error &&
        isDeepStrictEqual(
          foundOf(read).map(({ state }) => state),
          ids.map((id) => truth(id, house)),
        )
      );
    });
    expect(rowsOf(await turnOn(host))).toMatchObject([{ after: expect.stringContaining("on") }]);
  });
});

/** The state as the house has it, in the words of an answer. */
function truth(id: string, house: DemoHouse): string {
  const { state = "", attributes = {} } = house.states.get(id) ?? {};
  const { unit_of_measurement: unit } = attributes;
  return unit === undefined || ["unavailable", "unknown"].includes(state)
    ? state
    : `${state} ${String(unit)}`;
}

function killed({ client }: Host): Promise<void> {
  return new Promise((resolve) => {
    client.onclose = resolve;
    const { pid } = client.transport as StdioClientTransport;
    if (pid !== null) process.kill(pid, "SIGTERM");
  });
}

describe("the audit", () => {
  test.each([
    ["stdin closing", (host: Host) => host.close()],
    ["SIGTERM", killed],
  ])("a call has begin and end, a refusal one line, and %s leaves no begin alone", async (_, leave) => {
    const house = await startDemoHouse({ restless: false });
    const host = await startHost({ url: house.url, token: house.tokens.admin });
    await turnOn(host);
    await host.call("ha_call_service", {
      service: "lock.unlock",
      target: { entity_id: ["lock.front_door"] },
    });
    void host
      .call("ha_call_service", {
        service: "switch.turn_on",
        target: { entity_id: ["switch.heater_block"] },
        wait_s: 10,
      })
      .catch(() => undefined);
    await until(async () => auditOf(host).some((line) => line.action === "switch.turn_on"));
    await leave(host);
    const lines = auditOf(host);
    const results = lines.map((line) => `${line.action} ${line.result}`);
    expect(results).toEqual([
      "light.turn_on begin",
      "light.turn_on end",
      "lock.unlock denied",
      "switch.turn_on begin",
      "switch.turn_on end",
    ]);
    expect(lines.at(-1)).toMatchObject({ ha_result: "unknown", entity: ["switch.heater_block"] });
    await house.close();
  });
});
