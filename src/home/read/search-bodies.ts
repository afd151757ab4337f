/** Searching automations, scripts, scenes, helpers and dashboards by what they do. */

import { domainOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject } from "../../core/json.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { HassError } from "../../hass/hass-error.ts";
import type { Body } from "../../search/query.ts";
import { fetchConfigs } from "../../security/grant/decide/configs.ts";
import { nameOf, type Sight } from "../see/sight.ts";
import { type BodyWords, bodyWords } from "./body-words.ts";
import { listDashboards, shownName } from "./dashboards.ts";

/** What the grant opens of configurations. */
export type BodySight = { readonly configRead: boolean; readonly dashboards: boolean };

export type Bodies = {
  readonly bodies: readonly Body[];
  /** What could not be looked into, and why. */
  readonly closed: readonly string[];
};

const CONFIGURED: ReadonlySet<string> = new Set(["automation", "script", "scene"]);
const HELPERS: ReadonlySet<string> = new Set(
  "group counter timer schedule zone input_boolean input_button input_datetime input_number input_select input_text".split(
    " ",
  ),
);
/** Helpers that are entities of other domains. */
const HELPER_PLATFORMS: ReadonlySet<string | undefined> = new Set(
  "group template min_max threshold utility_meter derivative integration statistics trend switch_as_x tod".split(
    " ",
  ),
);

/** Those that may be read and that `passes` lets through. */
export async function bodiesOf(
  gateway: Gateway,
  sight: Sight,
  opened: BodySight,
  passes: (id: string) => boolean,
): Promise<Bodies> {
  const ids = [...sight.ids()].filter((id) => isBody(id, gateway) && passes(id));
  const closed: string[] = [];
  const configured = ids.filter((id) => CONFIGURED.has(domainOf(id)));
  const configs = opened.configRead ? await configsOf(gateway, configured) : new Map<string, unknown>();
  const unread = configured.filter((id) => configs.get(id) === undefined).length;
  if (!opened.configRead && configured.length > 0) closed.push("configurations are not in this grant");
  else if (unread > 0) closed.push(`${unread} configurations cannot be read`);
  const bodies = ids.map((id): Body => {
    const state = gateway.states.get(id);
    const { friendly_name: _, ...attributes } = state ? sight.attributes(state) : {};
    const words = bodyWords({ attributes, config: configs.get(id) }, gateway, sight);
    return bodyFrom("entity", id, nameOf(gateway, id), words, domainOf(id));
  });
  if (!opened.dashboards) return { bodies, closed };
  const boards = await dashboardsOf(gateway, sight);
  if (boards === undefined) closed.push("dashboards cannot be read");
  return { bodies: [...bodies, ...(boards ?? [])], closed };
}

function isBody(id: string, { registries }: Gateway): boolean {
  const domain = domainOf(id);
  if (CONFIGURED.has(domain) || HELPERS.has(domain)) return true;
  return HELPER_PLATFORMS.has(registries.entities.get(id)?.platform);
}

function bodyFrom(kind: Body["kind"], id: string, name: string, words: BodyWords, domain: string): Body {
  const { texts, domains } = words;
  return {
    kind,
    id,
    name,
    texts: [domain.replaceAll("_", " "), ...texts],
    domains: new Set([...domains, domain]),
  };
}

async function configsOf(gateway: Gateway, ids: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const [scenes, others] = [ids.filter(isScene), ids.filter((id) => !isScene(id))];
  const found = new Map(await fetchConfigs(gateway, others));
  for (const id of scenes) {
    const answer = await asked(gateway, { type: "scene/config", entity_id: id });
    if (isJsonObject(answer)) found.set(id, answer["config"] ?? {});
  }
  return found;
}

function isScene(id: string): boolean {
  return domainOf(id) === "scene";
}

async function dashboardsOf(gateway: Gateway, sight: Sight): Promise<readonly Body[] | undefined> {
  const boards = await listDashboards({ gateway, sight });
  return boards?.flatMap((board) => {
    const name = shownName(board, { gateway, sight });
    if (name === undefined) return [];
    return [bodyFrom("dashboard", board.path, name, bodyWords(board.config, gateway, sight), "dashboard")];
  });
}

/** undefined: Home Assistant has none, or does not show it to this token. */
async function asked(gateway: Gateway, message: Parameters<Gateway["query"]>[0]): Promise<unknown> {
  try {
    return await gateway.query(message);
  } catch (failure) {
    if (failure instanceof Failure && failure.cause instanceof HassError) return undefined;
    throw failure;
  }
}
