/** Puts the road together for a door: what answers at once is loaded now, what needs Home Assistant when it is wanted. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { withPins } from "../registry/pins.ts";
import type { ServedTool } from "../registry/served.ts";
import { servedCatalogue } from "../registry/served-catalogue.ts" with { type: "macro" };
import { builtinGrant } from "../security/grant/model/builtins.ts";
import type { Grant } from "../security/grant/model/grant.ts";
import { asksForPin, offersTool } from "../security/grant/scope/tool-list.ts";
import type { Principal } from "../security/identity/principal.ts";
import type { Door, Road } from "../transport/door.ts";
import { VERSION } from "../version.ts";
import { endWithFault } from "./process-life.ts";
import { once, type Shared } from "./process-parts.ts";
import { roadState } from "./process-store.ts";
import type { WholeRoad } from "./road.ts";
import { watchToolLists } from "./tool-lists.ts";

/** When a host that asks for nothing gets its connection to Home Assistant all the same. */
const IDLE_CONNECT_MS = 1_500;

export type OpenRoad = Road &
  Pick<WholeRoad, "accounts" | "useToken"> & {
    /** `lagMs` of the audit; undefined = it is not open yet. */
    auditLagMs(): number | undefined;
  };

/** Connects soon after somebody asked for the tools, or after 1.5 s. A road that cannot be opened ends the process. */
export function startRoad(config: Config, shared: Shared): OpenRoad {
  let opened: WholeRoad | undefined;
  const open = once(async () => {
    opened = await openRoad(config, shared);
    return opened;
  });
  // after the answer has left
  const openSoon = () => setTimeout(() => open.get().catch(endWithFault), 0);
  const idle = setTimeout(openSoon, IDLE_CONNECT_MS);
  const lists = watchToolLists();
  const toolsOf = async ({ grantId }: Principal) => {
    const grant = builtinGrant(grantId) ?? (await shared.grants()).byId(grantId);
    return grant ? servedTo(grant, config) : [];
  };
  return {
    doorFor: (principal): Door => ({
      version: VERSION,
      tools() {
        openSoon();
        return toolsOf(principal);
      },
      onToolsChanged(listener) {
        // a built-in grant is always the same
        if (builtinGrant(principal.grantId)) return () => undefined;
        const list = async () =>
          (await toolsOf(principal)).map((tool) => JSON.stringify([tool.name, tool.inputSchema])).join();
        return lists.watch(list, listener);
      },
      async hostAnswers() {
        const grant = (await shared.grants()).byId(principal.grantId);
        return grant?.approve_by?.includes("host") === true;
      },
      follow: async (input, heard, context) =>
        (await open.get()).follow(principal, { method: "resources/subscribe", input }, heard, context),
      call: async (name, args, context) => (await open.get()).call(principal, name, args, context),
    }),
    state: () => ({ connected: opened?.connected() ?? false }),
    login: async (token) => (await open.get()).login(token),
    accounts: async () => (await open.get()).accounts(),
    person: {
      loginPage: async () => (await open.get()).person.loginPage(),
      loginWithCode: async (login) => (await open.get()).person.loginWithCode(login),
      offersFor: async (user) => (await open.get()).person.offersFor(user),
      preview: async (user, grantId) => (await open.get()).person.preview(user, grantId),
      widerScope: async (...asked) => (await open.get()).person.widerScope(...asked),
      locale: () => opened?.person.locale() ?? { language: undefined, timeZone: "UTC" },
    },
    auditLagMs: () => opened?.auditLagMs(),
    useToken(token) {
      // before it is opened the road has none that could be replaced
      open.get().then((road) => road.useToken(token), endWithFault);
    },
    async close() {
      clearTimeout(idle);
      lists.close();
      (await open.begun()?.catch(() => undefined))?.close();
      await shared.close();
    },
  };
}

/** The demo house keeps nothing. */
export function forDemo(config: Config): Config {
  return { ...config, store: "memory" };
}

/** The local caller: the process that started us, under the grant that the configuration names. CONFIG_INVALID. */
export async function localPrincipal(config: Config): Promise<Principal> {
  return { id: "local", grantId: await localGrantId(config), credential: "stdio" };
}

/** A grant of the owner's own needs the parser, which the built-in ones do not wait for. */
async function localGrantId({ grant, homePath }: Config): Promise<string> {
  if (builtinGrant(grant) && !existsSync(join(homePath, "grants.json"))) return grant;
  const { findGrant } = await import("../security/grant/book/grant-file.ts");
  return findGrant(homePath, grant, Date.now()).id;
}

function servedTo(grant: Grant, { aiFeatures }: Config): readonly ServedTool[] {
  const served = servedCatalogue().filter(
    (tool) => offersTool(grant, tool) && (aiFeatures || !tool.effects.includes("converse")),
  );
  return served.map((tool) => (asksForPin(grant, tool.effects) ? withPins(tool) : tool));
}

async function openRoad(config: Config, shared: Shared): Promise<WholeRoad> {
  const [{ openRoad: open }, grants, store, logger] = await Promise.all([
    import("./road.ts"),
    shared.grants(),
    shared.store(),
    shared.logger(),
  ]);
  const state = await roadState(store, config);
  const opened = config.hass
    ? open(config, config.hass, grants, state, logger)
    : await (await import("./demo/demo-road.ts")).openDemoRoad(config, grants, state, logger);
  shared.events.connect(opened.events, opened.isAdmin);
  return opened;
}
