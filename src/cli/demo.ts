/** `hearthgate demo`: a tour of the demo house, through a real MCP client over stdio. */

import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Failure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import { VERSION } from "../version.ts";
import { readCommandLine } from "./command-line.ts";

const USAGE = "hearthgate demo   a tour of the demo house, as an assistant sees it";

type Stop = {
  /** What a person would say. */
  readonly wish: string;
  readonly tool: string;
  readonly args: JsonObject;
  /** What the answer shows. */
  readonly note?: string;
};

const on = (id: string) => ({ entity_id: [id] });

const TOUR: readonly Stop[] = [
  {
    wish: "What is this home like?",
    tool: "ha_overview",
    args: {},
    note: "A whole home on one page, in a few hundred tokens.",
  },
  {
    wish: "Find the kichen counter light.",
    tool: "ha_search",
    args: { query: "kichen counter light", limit: 3 },
    note: "Typos are fine.",
  },
  {
    wish: "Is there a jacuzzi?",
    tool: "ha_search",
    args: { query: "jacuzzi" },
    note: "What is not there is not guessed.",
  },
  {
    wish: "Counter light to 60 %.",
    tool: "ha_call_service",
    args: { service: "light.turn_on", target: on("light.kitchen_counter"), data: { brightness_pct: 60 } },
    note: "Seen, not believed: the state before and after.",
  },
  {
    wish: "Once more.",
    tool: "ha_call_service",
    args: { service: "light.turn_on", target: on("light.kitchen_counter"), data: { brightness_pct: 60 } },
  },
  {
    wish: "Turn the heater on.",
    tool: "ha_call_service",
    args: { service: "switch.turn_on", target: on("switch.heater_liar"), wait_s: 1 },
    note: "Home Assistant said success. The heater did nothing.",
  },
  {
    wish: "Blind down.",
    tool: "ha_call_service",
    args: { service: "cover.close_cover", target: on("cover.living_room_blind") },
    note: "It moves: the answer does not wait for the end.",
  },
  {
    wish: "Radiator to 45 degrees.",
    tool: "ha_call_service",
    args: { service: "climate.set_temperature", target: on("climate.bedroom"), data: { temperature: 45 } },
    note: "Refused before it is sent, with the range.",
  },
  {
    wish: "Unlock the front door.",
    tool: "ha_call_service",
    args: { service: "lock.unlock", target: on("lock.front_door") },
    note: "A door needs its owner.",
  },
  {
    wish: "Then run the script that lets me in.",
    tool: "ha_call_service",
    args: { service: "script.turn_on", target: on("script.let_me_in") },
    note: "What would happen counts, not what it is called.",
  },
  {
    wish: "Read the mail sensor.",
    tool: "ha_read",
    args: { ids: ["sensor.mailbox_subject"] },
    note: "Text from the home is fenced: data, never an order.",
  },
  { wish: "What may I do here?", tool: "ha_access", args: {} },
];

/** Prints the tour; the demo house lives and dies with it. */
export async function demo(args: readonly string[]): Promise<void> {
  const line = readCommandLine({ command: "demo", usage: USAGE, options: {} }, args);
  if (!line) return;
  if (line.words.length > 0) throw new Failure("CONFIG_INVALID", `demo takes no words.\n${USAGE}`);
  const entry = fileURLToPath(new URL("../cli.js", import.meta.url));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [entry, "stdio", "--demo"],
    stderr: "inherit",
  });
  const client = new Client({ name: "hearthgate-demo", version: VERSION });
  await client.connect(transport);
  const { tools } = await client.listTools();
  say(styleText("bold", `Hearthgate ${VERSION}: a tour of the demo house`));
  say(
    `An assistant that holds the grant "operator" sees ${tools.length} tools: ${tools.map((tool) => tool.name).join(", ")}.`,
  );
  for (const { wish, tool, args, note } of TOUR) {
    const answer = await client.callTool({ name: tool, arguments: { ...args } });
    say(`\n${styleText("bold", `“${wish}”`)}`);
    say(styleText("cyan", `${tool} ${JSON.stringify(args)}`));
    say(textOf(answer.content).replace(/^/gm, "  "));
    if (note) say(styleText("dim", note));
  }
  say(
    "\nThe same for your home: HASS_URL and HASS_TOKEN, see README.md. Any MCP host gets this house with: hearthgate stdio --demo",
  );
  await client.close();
}

function textOf(content: unknown): string {
  const parts = Array.isArray(content) ? (content as readonly { readonly text?: string }[]) : [];
  return parts.map((part) => part.text ?? "").join("\n");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
