/** What answers cost a model, in o200k tokens: structured content and text each. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { serve } from "../src/registry/served.ts";
import { CATALOGUE } from "../src/tools/catalogue.ts";
import { atMost, type Figures } from "./figures.ts";
import { callTool, initialize, startThinClient, type ThinClient } from "./stdio-client.ts";

export type TokenPlan = {
  readonly label: string;
  readonly url: string;
  readonly token: string;
  readonly light: string;
};

export async function measureTokens({ label, url, token, light }: TokenPlan): Promise<Figures> {
  const client = startThinClient(["node", "dist/stdio-server.js"], {
    HASS_URL: url,
    HASS_TOKEN: token,
    HEARTHGATE_HOME: mkdtempSync(join(tmpdir(), "hearthgate-bench-")),
  });
  await initialize(client);
  const target = { entity_id: [light] };
  await callTool(client, "ha_call_service", { service: "light.turn_off", target });
  const figures: Figures = {
    ...(await cost(client, `tokens ${label}: a light's state`, "ha_read", { ids: [light] }, 40)),
    ...(await cost(
      client,
      `tokens ${label}: turning a light on`,
      "ha_call_service",
      { service: "light.turn_on", target },
      45,
    )),
  };
  const named = await callTool(client, "ha_read", { ids: [light] });
  const { found } = named.structuredContent as { found: readonly { name: string }[] };
  Object.assign(
    figures,
    await cost(client, `tokens ${label}: one entity by its name`, "ha_search", { query: found[0]?.name }, 40),
  );
  Object.assign(figures, await cost(client, `tokens ${label}: overview`, "ha_overview", {}, 800));
  await client.close();
  return figures;
}

export function measureList(): Figures {
  const sizes = CATALOGUE.map(serve).map(
    (tool) => encode(tool.name + tool.description + JSON.stringify(tool.inputSchema)).length,
  );
  return {
    [`tokens tools/list, ${sizes.length} tools`]: atMost(
      sizes.reduce((sum, size) => sum + size, 0),
      "tokens",
      1_300,
    ),
    "tokens of the largest tool": atMost(Math.max(...sizes), "tokens", 250),
  };
}

async function cost(
  client: ThinClient,
  name: string,
  tool: string,
  args: object,
  limit: number,
): Promise<Figures> {
  const { structuredContent, content } = await callTool(client, tool, args);
  return {
    [`${name}, structured`]: atMost(encode(JSON.stringify(structuredContent)).length, "tokens", limit),
    [`${name}, text`]: atMost(encode(content[0]?.text ?? "").length, "tokens", limit),
  };
}
