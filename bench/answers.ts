/** What twelve typical answers cost beside the JSON that Home Assistant itself gives for the same facts. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { connect } from "../tests/demo/client.ts";
import { chattySensor } from "../tests/home/past/chatty-sensor.ts";
import { atMost, type Figures } from "./figures.ts";
import { callTool, initialize, startThinClient, type ThinClient } from "./stdio-client.ts";
import type { TokenPlan } from "./tokens.ts";

const HOUR_MS = 3_600_000;

/** A question, and the commands whose results hold what its answer says. */
type Question = {
  readonly tool: string;
  readonly args: object;
  readonly raw: readonly (readonly [type: string, rest?: object])[];
  /** Of the raw results, what the question is about. */
  readonly about?: (result: unknown) => unknown;
};

/** Larger of the two contents of all answers, over all of the raw JSON. */
export async function measureAnswers(plan: TokenPlan): Promise<Figures> {
  const { label, url, token } = plan;
  const client = startThinClient(["node", "dist/stdio-server.js"], {
    HASS_URL: url,
    HASS_TOKEN: token,
    HEARTHGATE_HOME: mkdtempSync(join(tmpdir(), "hearthgate-bench-")),
  });
  await initialize(client);
  const home = await connect(url, token);
  let ours = 0;
  let theirs = 0;
  for (const question of await questionsOf(plan, client)) {
    ours += await costOf(client, question);
    for (const [type, rest = {}] of question.raw) {
      const { result } = await home.command(type, { ...rest });
      theirs += tokensIn(question.about?.(result) ?? result);
    }
  }
  home.close();
  await client.close();
  return {
    [`tokens ${label}: twelve answers, share of the raw JSON`]: atMost(ours / theirs, "", 0.15),
    [`tokens ${label}: twelve answers`]: atMost(ours, "tokens"),
    [`tokens ${label}: their raw JSON`]: atMost(theirs, "tokens"),
  };
}

/** 30 days of a sensor that speaks twice a minute, on made data. */
export async function measureChattySensor(): Promise<Figures> {
  const { tokens, points, ms, rows } = await chattySensor();
  return {
    [`tokens of 30 days of a chatty sensor (${rows} rows)`]: atMost(tokens, "tokens", 400),
    "points of 30 days of a chatty sensor": atMost(points, "points", 200),
    "time of 30 days of a chatty sensor, without the wire": atMost(ms, "ms", 1_000),
  };
}

async function costOf(client: ThinClient, { tool, args }: Question): Promise<number> {
  const { structuredContent, content } = await callTool(client, tool, args);
  return Math.max(tokensIn(structuredContent), encode(content[0]?.text ?? "").length);
}

function tokensIn(value: unknown): number {
  return encode(JSON.stringify(value)).length;
}

/** Of a list of states, those of a domain. */
function ofDomain(domain: string): (result: unknown) => unknown {
  return (result) =>
    (result as readonly { readonly entity_id: string }[]).filter(({ entity_id: id }) =>
      id.startsWith(`${domain}.`),
    );
}

async function questionsOf({ light }: TokenPlan, client: ThinClient): Promise<readonly Question[]> {
  const only = (domain: string) => ({ about: ofDomain(domain) });
  const first = async (args: object) => {
    const { structuredContent } = await callTool(client, "ha_search", { limit: 1, ...args });
    return (structuredContent as { hits: readonly { id: string }[] }).hits[0]?.id ?? "";
  };
  const sensor = await first({ domain: ["sensor"], device_class: ["temperature"] });
  const weather = await first({ domain: ["weather"] });
  const start_time = (hours: number) => ({
    start_time: new Date(Date.now() - hours * HOUR_MS).toISOString(),
  });
  const services = (result: unknown) => (result as Readonly<Record<string, unknown>>)["light"];
  const history = (id: string, hours: number) =>
    ["history/history_during_period", { ...start_time(hours), entity_ids: [id] }] as const;
  const days = [
    "recorder/statistics_during_period",
    { ...start_time(168), statistic_ids: [sensor], period: "hour" },
  ] as const;
  return [
    { tool: "ha_overview", args: {}, raw: [["get_states"]] },
    { tool: "ha_search", args: { domain: ["light"], state: "on" }, raw: [["get_states"]], ...only("light") },
    { tool: "ha_search", args: { domain: ["lock"] }, raw: [["get_states"]], ...only("lock") },
    { tool: "ha_search", args: { device_class: ["temperature"] }, raw: [["get_states"]], ...only("sensor") },
    {
      tool: "ha_read",
      args: { ids: [light] },
      raw: [["get_states"]],
      about: (all) => (all as readonly { entity_id: string }[]).filter((each) => each.entity_id === light),
    },
    { tool: "ha_history", args: { ids: [sensor], start: "24h" }, raw: [history(sensor, 24)] },
    {
      tool: "ha_history",
      args: { ids: [sensor], start: "7d", kind: "statistics", period: "day" },
      raw: [days],
    },
    { tool: "ha_history", args: { ids: [light], start: "24h" }, raw: [history(light, 24)] },
    { tool: "ha_services", args: { id: light }, raw: [["get_services"]], about: services },
    {
      tool: "ha_diagnose",
      args: { about: light },
      raw: [
        ["logbook/get_events", { ...start_time(24), entity_ids: [light] }],
        ["search/related", { item_type: "entity", item_id: light }],
      ],
    },
    {
      tool: "ha_diagnose",
      args: { about: "unavailable" },
      raw: [["get_states"]],
      about: (all) => (all as readonly { state: string }[]).filter((each) => each.state === "unavailable"),
    },
    {
      tool: "ha_read",
      args: { ids: [weather], service: "weather.get_forecasts", data: { type: "daily" } },
      raw: [
        [
          "call_service",
          {
            domain: "weather",
            service: "get_forecasts",
            target: { entity_id: weather },
            service_data: { type: "daily" },
            return_response: true,
          },
        ],
      ],
    },
  ];
}
