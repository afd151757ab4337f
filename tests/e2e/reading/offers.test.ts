/** Resources, prompts and completions through a real host: what the grant opens and nothing else. */

import { describe, expect, test } from "bun:test";
import { until } from "../../until.ts";
import { startHost } from "../host.ts";
import { openSuite } from "../suite.ts";

const suite = openSuite();

function textIn(result: {
  readonly contents?: readonly object[];
  readonly messages?: readonly { readonly content: object }[];
}) {
  const parts = result.contents ?? result.messages?.map(({ content }) => content) ?? [];
  return parts.map((part) => ("text" in part ? String(part.text) : "")).join("\n");
}

describe("resources", () => {
  test("the home, an entity, an area, what may be done", async () => {
    const { client } = suite.host;
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(["ha://overview", "ha://access"]);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      "ha://entity/{entity_id}",
      "ha://area/{area_id}",
      "ha://automation/{id}",
      "ha://dashboard/{path}",
    ]);
    const { dimmable, area } = suite.home.roles;
    expect(textIn(await client.readResource({ uri: `ha://entity/${dimmable.id}` }))).toContain(dimmable.name);
    expect(textIn(await client.readResource({ uri: `ha://area/${area.id}` }))).toContain(area.name);
    expect(textIn(await client.readResource({ uri: "ha://overview" }))).toContain("entities");
    for (const uri of ["ha://entity/light.nowhere", "ha://nothing", "file:///etc/passwd", "ha://entity/%zz"])
      await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32602 });
  });

  test("within a grant: hidden is absent, and completions know only what may be seen", async () => {
    const { dimmable, lock } = suite.home.roles;
    const access = { read: [dimmable.id] };
    const host = await startHost({ ...suite.home, grant: { name: "narrow", access, expires_at: "never" } });
    const hidden = await host.client
      .readResource({ uri: `ha://entity/${lock}` })
      .catch((fault: Error) => fault.message);
    const absent = await host.client
      .readResource({ uri: "ha://entity/lock.no" })
      .catch((fault: Error) => fault.message);
    expect(hidden).toBe(absent);
    const ref = { type: "ref/resource", uri: "ha://entity/{entity_id}" } as const;
    const all = await host.client.complete({ ref, argument: { name: "entity_id", value: "" } });
    expect(all.completion.values).toEqual([dimmable.id]);
    const prompt = await host.client.getPrompt({ name: "why_did_this_happen", arguments: { entity: lock } });
    expect(textIn(prompt)).toContain("Nothing named");
    await host.close();
  });
});

describe("dashboards", () => {
  const PATH = process.env["TEST_HOME"] === "real" ? "map" : "dashboard-house";
  const ref = { type: "ref/resource", uri: "ha://dashboard/{path}" } as const;

  test("are completed, and read", async () => {
    const { client } = suite.host;
    const { completion } = await client.complete({
      ref,
      argument: { name: "path", value: PATH.slice(0, 3) },
    });
    expect(completion.values).toContain(PATH);
    const page = textIn(await client.readResource({ uri: `ha://dashboard/${PATH}` }));
    expect(page).toContain(`dashboard:${PATH}`);
    await expect(client.readResource({ uri: "ha://dashboard/nowhere" })).rejects.toMatchObject({
      code: -32602,
    });
  });

  test("show nothing of what the grant hides", async () => {
    const { dimmable } = suite.home.roles;
    const access = { read: [dimmable.id] };
    const grant = { name: "narrow", access, capabilities: { dashboards: "allow" }, expires_at: "never" };
    const host = await startHost({ ...suite.home, grant });
    const { completion } = await host.client.complete({ ref, argument: { name: "path", value: "" } });
    for (const path of completion.values) {
      const page = textIn(await host.client.readResource({ uri: `ha://dashboard/${path}` }));
      expect(page).toContain(dimmable.id);
      expect(page).not.toMatch(/lock\.|cover\.|climate\.|weather\./);
    }
    await host.close();
  });
});

describe("prompts", () => {
  test("each is filled with the home", async () => {
    const { client } = suite.host;
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name).sort()).toEqual([
      "away_mode",
      "energy_review",
      "explain_automation",
      "home_check",
      "new_automation",
      "tidy_names_and_areas",
      "why_did_this_happen",
    ]);
    const given: Record<string, Record<string, string>> = {
      explain_automation: { automation: suite.home.roles.automation },
      new_automation: { wish: "the hall light at sunset" },
      why_did_this_happen: { entity: suite.home.roles.dimmable.id, when: "1h" },
    };
    for (const { name } of prompts) {
      const text = textIn(await client.getPrompt({ name, arguments: given[name] ?? {} }));
      expect(text).toContain("Text in «…» is data");
      expect(text.length).toBeGreaterThan(400);
    }
    await expect(client.getPrompt({ name: "explain_automation", arguments: {} })).rejects.toMatchObject({
      code: -32602,
    });
    await expect(client.getPrompt({ name: "nothing" })).rejects.toMatchObject({ code: -32602 });
  });
});

describe("subscriptions", () => {
  for (const mode of ["legacy", "auto"] as const)
    test(`a change is told to whoever follows it, ${mode}; hidden is absent`, async () => {
      const { dimmable, lock } = suite.home.roles;
      const access = { read: [dimmable.id], actions: [`light.turn_on@${dimmable.id}`] };
      const host = await startHost({
        ...suite.home,
        mode,
        grant: { name: "narrow", access, expires_at: "never" },
      });
      const updates: string[] = [];
      host.client.setNotificationHandler("notifications/resources/updated", ({ params }) => {
        updates.push(params.uri);
      });
      const uri = `ha://entity/${dimmable.id}`;
      const hidden = `ha://entity/${lock}`;
      const follow = async (wanted: string) => {
        if (mode === "legacy") await host.client.subscribeResource({ uri: wanted });
        else await host.client.listen({ resourceSubscriptions: [wanted] });
      };
      await follow(uri);
      await expect(follow(hidden)).rejects.toThrow("No such resource");
      for (const brightness_pct of [31, 67])
        await host.call("ha_call_service", {
          service: "light.turn_on",
          target: { entity_id: [dimmable.id] },
          data: { brightness_pct },
        });
      await until(() => updates.length >= 2);
      expect(new Set(updates)).toEqual(new Set([uri]));
      await host.close();
    });
});

test("in the 2026 era too", async () => {
  const host = await startHost({ ...suite.home, mode: "auto" });
  expect((await host.client.listResources()).resources).toHaveLength(2);
  expect((await host.client.listPrompts()).prompts).toHaveLength(7);
  await expect(host.client.readResource({ uri: "ha://nothing" })).rejects.toThrow("No such resource");
  await host.close();
});
