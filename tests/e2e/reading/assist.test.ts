/** Sentences through a real host: understood by Home Assistant, done by us, seen in the home. */

import { describe, expect, test } from "bun:test";
import { startHost } from "../host.ts";
import { openSuite } from "../suite.ts";

const suite = openSuite();

const say = (text: string) => suite.host.call("ha_assist", { text });

async function stateOf(id: string): Promise<string> {
  const { structured } = await suite.host.call("ha_read", { ids: [id] });
  return String((structured["found"] as { state: string }[])[0]?.state);
}

describe("a sentence", () => {
  test("turns a light on and off, and is told what became of it", async () => {
    const { id, name } = suite.home.roles.dimmable;
    await suite.host.call("ha_call_service", { service: "light.turn_off", target: { entity_id: [id] } });
    const on = await say(`turn on the ${name}`);
    expect(on.structured).toMatchObject({
      calls: ["light.turn_on"],
      targets: [{ id, verdict: "confirmed", before: "off" }],
    });
    expect(await stateOf(id)).toMatch(/^on/);
    await say(`turn off the ${name}`);
    expect(await stateOf(id)).toBe("off");
  });

  test("asks a question that acts on nothing", async () => {
    const { id, name } = suite.home.roles.dimmable;
    const { structured } = await say(`is the ${name} on`);
    expect(structured).toMatchObject({ said: "0 of 1: on", found: [{ id, state: "off" }] });
  });

  test("opens no garage by a word that is not its own", async () => {
    const before = await stateOf(suite.home.roles.garage);
    const { structured } = await suite.host.call("ha_read", { ids: [suite.home.roles.garage] });
    const { name } = (structured["found"] as { name: string }[])[0] ?? { name: "" };
    const { error, text } = await say(`open the ${name}`);
    expect(error).toBe(true);
    // the demo house exposes its garage to nobody
    expect(text).toMatch(
      suite.home.name === "real" ? /^(APPROVAL_REQUIRED|PERMISSION_DENIED)/ : /^NOT_FOUND/,
    );
    expect(await stateOf(suite.home.roles.garage)).toBe(before);
  });

  test.each(["gibberish blah blah", "broadcast dinner is ready", "turn on the no such lamp"])(
    "%s is refused",
    async (text) => expect((await say(text)).text).toStartWith("NOT_FOUND"),
  );
});

test("a grant for something else finds none of it", async () => {
  const { home } = suite;
  const host = await startHost({
    ...home,
    grant: {
      id: "narrow",
      name: "narrow",
      expires_at: "never",
      access: { read: [home.roles.climate], actions: ["climate.*"] },
      capabilities: { conversation: "allow" },
    },
  });
  const told = async (text: string) => (await host.call("ha_assist", { text })).text;
  expect(await told(`turn on the ${home.roles.dimmable.name}`)).toBe(await told("turn on the no such lamp"));
  await host.close();
});

test("AI_FEATURES_ENABLED=false takes the tool away", async () => {
  const { home } = suite;
  const host = await startHost({ ...home, env: { AI_FEATURES_ENABLED: "false" } });
  const { tools } = await host.client.listTools();
  expect(tools.map(({ name }) => name)).not.toContain("ha_assist");
  const { text } = await host
    .call("ha_assist", { text: "what time is it" })
    .catch((fault: Error) => ({ text: fault.message }));
  expect(text).toMatch(/TOOL_UNKNOWN|[Uu]nknown|No such tool/);
  await host.close();
});
