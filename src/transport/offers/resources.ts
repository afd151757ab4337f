/** Resources of MCP: pages of the home that a client reads by address, each by the tool that says the same. */

import { Failure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import type { FollowInput } from "../../home/follow/hearing.ts";
import type { CallContext } from "../../registry/answer.ts";
import type { Door } from "../door.ts";

type Source = {
  readonly tool: string;
  args(rest: string): JsonObject;
  /** What a subscription of it follows; absent = it cannot be subscribed to. */
  followed?(rest: string): FollowInput;
};

type Page = {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly source: Source;
};

const MIME_TYPE = "text/plain";

const PAGES: readonly Page[] = [
  {
    uri: "ha://overview",
    name: "overview",
    title: "The home on one page",
    description: "Floors, areas, what is on, open, unusual.",
    source: { tool: "ha_overview", args: () => ({}), followed: () => ({}) },
  },
  {
    uri: "ha://access",
    name: "access",
    title: "What may be done here",
    description: "What this caller's grant opens, asks the owner for, and closes.",
    source: { tool: "ha_access", args: () => ({}), followed: () => ({ access: true }) },
  },
];

/** `uri` up to its variable. */
const TEMPLATES: readonly (Page & { readonly variable: string })[] = [
  {
    uri: "ha://entity/",
    variable: "entity_id",
    name: "entity",
    title: "An entity",
    description: "State and all attributes of one entity.",
    source: {
      tool: "ha_read",
      args: (rest) => ({ ids: [rest], detail: "full" }),
      followed: (rest) => ({ id: rest }),
    },
  },
  {
    uri: "ha://area/",
    variable: "area_id",
    name: "area",
    title: "An area",
    description: "What is in one area, and what is on there.",
    source: {
      tool: "ha_overview",
      args: (rest) => ({ area: rest }),
      followed: (rest) => ({ area: rest }),
    },
  },
  {
    uri: "ha://automation/",
    variable: "id",
    name: "automation",
    title: "An automation",
    description: "State and configuration of one automation, by the id of its configuration.",
    source: {
      tool: "ha_read",
      args: (rest) => ({ ids: [`automation:${rest}`], detail: "full" }),
      followed: (rest) => ({ id: `automation:${rest}` }),
    },
  },
  {
    uri: "ha://dashboard/",
    variable: "path",
    name: "dashboard",
    title: "A dashboard",
    description: "Views and cards of one dashboard; lovelace is the overview.",
    source: { tool: "ha_read", args: (rest) => ({ ids: [`dashboard:${rest}`], detail: "full" }) },
  },
];

export async function listResources(door: Door): Promise<JsonObject> {
  const offered = await offeredBy(door);
  const resources = PAGES.filter(({ source }) => offered.has(source.tool));
  return {
    resources: resources.map(({ uri, name, title, description }) => ({
      uri,
      name,
      title,
      description,
      mimeType: MIME_TYPE,
    })),
  };
}

export async function listResourceTemplates(door: Door): Promise<JsonObject> {
  const offered = await offeredBy(door);
  const templates = TEMPLATES.filter(({ source }) => offered.has(source.tool));
  return {
    resourceTemplates: templates.map(({ uri, variable, name, title, description }) => ({
      uriTemplate: `${uri}{${variable}}`,
      name,
      title,
      description,
      mimeType: MIME_TYPE,
    })),
  };
}

/** NOT_FOUND for an address that is none, is not there, or may not be seen; whatever else the grant says against it. */
export async function readResource(door: Door, uri: unknown, context: CallContext): Promise<JsonObject> {
  if (typeof uri !== "string")
    throw new Failure("INPUT_INVALID", "resources/read wants params.uri, a string.", {
      hint: "resources/list has them.",
    });
  const found = sourceOf(uri);
  const offered = await offeredBy(door);
  if (found === undefined || !offered.has(found.source.tool)) throw noSuchPage();
  const { text, structured } = await door
    .call(found.source.tool, found.source.args(found.rest), context)
    .catch((fault: unknown) => {
      throw fault instanceof Failure && fault.code === "NOT_FOUND" ? noSuchPage() : fault;
    });
  // a page of one thing that is not there is no page
  if ("not_found" in structured && Array.isArray(structured.not_found)) throw noSuchPage();
  return { contents: [{ uri, mimeType: MIME_TYPE, text }] };
}

/** What a subscription of the page follows. NOT_FOUND for an address that is none, INPUT_INVALID for a page that never tells of changes. */
export async function followedBy(door: Door, uri: unknown): Promise<FollowInput> {
  const found = typeof uri === "string" ? sourceOf(uri) : undefined;
  if (found === undefined || !(await offeredBy(door)).has(found.source.tool)) throw noSuchPage();
  if (found.source.followed) return found.source.followed(found.rest);
  throw new Failure("INPUT_INVALID", "This resource tells of no changes.", {
    hint: "Read it again when it is needed.",
  });
}

export function noSuchPage(): Failure {
  return new Failure("NOT_FOUND", "No such resource is here.", {
    hint: "resources/list and resources/templates/list have what is.",
  });
}

/** Each update of a subscription repeats its address, however slowly its client reads. */
const MOST_URI = 1_000;

function sourceOf(uri: string): { readonly source: Source; readonly rest: string } | undefined {
  if (uri.length > MOST_URI) return undefined;
  const page = PAGES.find((each) => each.uri === uri);
  if (page) return { source: page.source, rest: "" };
  const template = TEMPLATES.find((each) => uri.startsWith(each.uri) && uri.length > each.uri.length);
  if (!template) return undefined;
  try {
    return { source: template.source, rest: decodeURIComponent(uri.slice(template.uri.length)) };
  } catch {
    return undefined;
  }
}

export async function offeredBy(door: Door): Promise<ReadonlySet<string>> {
  return new Set((await door.tools()).map(({ name }) => name));
}
