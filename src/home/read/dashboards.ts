/** The dashboards of the home, as far as they are about what their reader may see. */

import { createHash } from "node:crypto";
import { Failure } from "../../core/failure.ts";
import { foldName } from "../../core/fold.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanLine, cleanName, quote } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { HassError } from "../../hass/hass-error.ts";
import type { Row, SearchAnswer } from "../home.ts";
import { notFound } from "../see/names.ts";
import type { Sight } from "../see/sight.ts";
import { type Card, cardsIn } from "./dashboard-cards.ts";

type Dashboard = { readonly path: string; readonly title: string; readonly config: JsonObject };

/** Of its address: the overview has none. */
const OVERVIEW = "lovelace";
/** Characters of lines in one answer. */
const BUDGET = 20_000;
const BRIEF_BUDGET = 5_000;

type Scope = { readonly gateway: Gateway; readonly sight: Sight };
type View = { readonly title: string; readonly cards: readonly Card[] };

/** undefined: this token may not list them. */
export async function listDashboards(scope: Scope): Promise<readonly Dashboard[] | undefined> {
  const found: Dashboard[] = [];
  const listed = await titlesOf(scope);
  for (const [path, title] of listed ?? []) {
    const config = await configOf(path, scope.gateway);
    if (config) found.push({ path, title, config });
  }
  return listed && found;
}

/** By path. Those for administrators are for whoever sees everything, as an administrator. */
async function titlesOf({ gateway, sight }: Scope): Promise<ReadonlyMap<string, string> | undefined> {
  const listed = await asked(gateway, { type: "lovelace/dashboards/list" });
  if (!Array.isArray(listed)) return undefined;
  const isAdmin = gateway.house.user.isAdmin && sight.all;
  const titles = new Map([[OVERVIEW, "Overview"]]);
  for (const { url_path: path, title, require_admin: forAdmins } of listed.filter(isJsonObject)) {
    if (typeof path !== "string" || (forAdmins === true && !isAdmin)) continue;
    titles.set(path, typeof title === "string" ? title : path);
  }
  return titles;
}

async function configOf(path: string, gateway: Gateway): Promise<JsonObject | undefined> {
  const config = await asked(gateway, { type: "lovelace/config", url_path: path === OVERVIEW ? null : path });
  return isJsonObject(config) ? config : undefined;
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

/** undefined where nothing of it may be seen: then nobody knows of it. */
export function shownName({ title, config }: Dashboard, scope: Scope): string | undefined {
  return viewsOf(config, scope).size > 0 ? nameIn(title, scope) : undefined;
}

/** By words of their names; all of them without any. */
export async function findDashboards(
  text: string | undefined,
  opened: boolean,
  scope: Scope,
): Promise<SearchAnswer> {
  if (!opened) return { match: "none", more: "dashboards are not in this grant" };
  const boards = await listDashboards(scope);
  if (boards === undefined) return { match: "none", more: "dashboards cannot be read" };
  const wanted = foldName(text ?? "");
  const hits = boards.flatMap((board) => {
    const name = shownName(board, scope);
    const fits = name !== undefined && foldName(`${board.path} ${name}`).includes(wanted);
    return fits ? [{ id: `dashboard:${board.path}`, name }] : [];
  });
  return hits.length > 0 ? { match: "close", hits } : { match: "none" };
}

/**
 * `path`, `path/3` for its third view, `path/3/40` from the fortieth card on; a title in place of the path. NOT_FOUND where
 * there is none, or nothing of it may be seen; INPUT_INVALID for a title that several have.
 */
export async function readDashboard(address: string, full: boolean, scope: Scope): Promise<Row> {
  const titles = (await titlesOf(scope)) ?? new Map<string, string>();
  const { paths, view, from } = addressed(address.trim(), titles, scope);
  // as many questions for one that is not there
  const boards = await Promise.all(paths.map((path) => boardAt(path, titles, scope)));
  const [board, ...others] = boards.filter((each) => each !== undefined);
  if (!board) throw notFound([cleanLine(`dashboard:${address}`, 60)], []);
  if (others.length > 0) throw meansSeveral(address, [board, ...others]);
  const { path, title, config, views } = board;
  const row = { id: `dashboard:${path}`, name: nameIn(title, scope) };
  const lines = view === undefined ? linesOf(views, full, row.id) : oneView(views, view, from, row.id);
  return { ...row, views: lines, ...(scope.sight.all ? { hash: hashOf(config) } : {}) };
}

async function boardAt(path: string, titles: ReadonlyMap<string, string>, scope: Scope) {
  const config = await configOf(path, scope.gateway);
  const title = titles.get(path);
  const views = title !== undefined && config ? viewsOf(config, scope) : new Map<number, View>();
  return title === undefined || !config || views.size === 0 ? undefined : { path, title, config, views };
}

type Address = { readonly paths: readonly string[]; readonly view?: string; readonly from?: string };

/** By its path, else by its title as it is shown, which several may have; the title may hold what else parts an address. */
function addressed(address: string, titles: ReadonlyMap<string, string>, scope: Scope): Address {
  const [first = "", ...place] = address.split("/");
  const at = ([view, from]: readonly string[]) => ({
    ...(view === undefined ? {} : { view }),
    ...(from === undefined ? {} : { from }),
  });
  if (first === "" || titles.has(first)) return { paths: [first || OVERVIEW], ...at(place) };
  const whole = titled(address, titles, scope);
  if (whole.length > 0) return { paths: whole };
  const paths = titled(first, titles, scope);
  return { paths: paths.length > 0 ? paths : [first], ...at(place) };
}

/** A title that is not shown is none: whoever guesses it would learn what is in it. */
function titled(name: string, titles: ReadonlyMap<string, string>, scope: Scope): readonly string[] {
  const alike = [...titles].filter(
    ([, title]) => foldName(title) === foldName(name) && nameIn(title, scope) === cleanName(title),
  );
  const exact = alike.filter(([, title]) => cleanName(title) === cleanName(name));
  return (exact.length > 0 ? exact : alike).map(([path]) => path);
}

function meansSeveral(address: string, boards: readonly { readonly path: string }[]): Failure {
  const ids = boards.map(({ path }) => `dashboard:${path}`);
  return new Failure("INPUT_INVALID", `${quote(address, 60)} means more than one: ${ids.join(", ")}.`, {
    hint: "Use the id.",
  });
}

function hashOf(config: JsonObject): string {
  return createHash("sha256").update(JSON.stringify(config)).digest("hex").slice(0, 16);
}

/** Free text may name anything. */
function nameIn(title: string, { sight, gateway }: Scope): string {
  const named = [...gateway.states.values()].some(({ id, attributes }) => {
    const name = attributes["friendly_name"];
    return !sight.sees(id) && typeof name === "string" && name.length > 2 && title.includes(name);
  });
  return named ? "(not in this grant)" : cleanName(title);
}

/** Those without anything to see are left out, and not counted: a number left out would tell of them. */
function viewsOf(config: JsonObject, scope: Scope): ReadonlyMap<number, View> {
  const views = new Map<number, View>();
  const { views: given, strategy } = config;
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  for (const [index, view] of list.entries()) {
    if (!isJsonObject(view) || !isForUs(view["visible"], scope)) continue;
    const cards = cardsIn(view, scope.gateway, scope.sight);
    if (cards.length === 0 && !scope.sight.all) continue;
    const title = view["title"] ?? view["path"];
    const number = scope.sight.all ? index + 1 : views.size + 1;
    views.set(number, { title: typeof title === "string" ? nameIn(title, scope) : "", cards });
  }
  if (isJsonObject(strategy) && scope.sight.all)
    views.set(1, { title: `made by Home Assistant: ${cleanName(String(strategy["type"]))}`, cards: [] });
  return views;
}

/** A view may be for some users alone. */
function isForUs(visible: unknown, { gateway, sight }: Scope): boolean {
  if (!Array.isArray(visible)) return visible !== false;
  return sight.all || visible.some((each) => isJsonObject(each) && each["user"] === gateway.house.user.id);
}

function linesOf(views: ReadonlyMap<number, View>, full: boolean, id: string): readonly string[] {
  const lines: string[] = [];
  let left = full ? BUDGET : BRIEF_BUDGET;
  for (const [number, { title, cards }] of views) {
    const head = `${number}. ${title}${title === "" ? "" : ", "}${cards.length} cards`;
    const body = full ? cards.map(({ line }) => line) : [];
    const length = head.length + body.reduce((sum, line) => sum + line.length, 0);
    if (left <= 0 || (length > left && lines.length > 0)) {
      lines.push(`${head}; read ${id}/${number}`);
      left = Math.min(left, 0);
      if (lines.length > MOST_LINES) return [...lines, `${views.size} views in all; each by its number`];
      continue;
    }
    lines.push(...(length > left ? oneView(views, String(number), undefined, id) : [head, ...body]));
    left -= length;
  }
  return lines;
}

const MOST_LINES = 400;

function oneView(
  views: ReadonlyMap<number, View>,
  number: string,
  from: string | undefined,
  id: string,
): readonly string[] {
  const view = views.get(Number(number));
  if (!view) throw notFound([cleanLine(`${id}/${number}`, 60)], []);
  const start = from === undefined ? 1 : Number(from);
  if (!Number.isInteger(start) || start < 1)
    throw new Failure("INPUT_INVALID", `${cleanLine(`${id}/${number}/${from}`, 80)} is no place in a view.`, {
      hint: "Give back what the answer before named.",
    });
  const { title, cards } = view;
  const lines = [`${number}. ${title}${title === "" ? "" : ", "}${cards.length} cards`];
  let left = BUDGET;
  for (const [index, { line }] of cards.entries()) {
    if (index + 1 < start) continue;
    left -= line.length;
    if (left < 0 && index + 1 > start) {
      return [...lines, `${cards.length - index} more cards; read ${id}/${number}/${index + 1}`];
    }
    lines.push(line);
  }
  return lines;
}
