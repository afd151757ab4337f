/** `subscribe_entities`: every state once, then only what differs. */

import { isJsonObject } from "../../core/json.ts";
import type { WireEntity } from "../../hass/wire.ts";
import { type Check, entityId, listOf, Misfit, strictText } from "../world/checks.ts";
import { addedOf, type Change, diffOf } from "../world/states.ts";
import { answered, type Commands, eventFrame, type Session } from "./command.ts";

type Filter = {
  readonly entities: ReadonlySet<string>;
  readonly domains: ReadonlySet<string>;
  readonly globs: readonly RegExp[];
};

const filterKeys = ["domains", "entities", "entity_globs"];

const filter: Check = (value, path) => {
  if (!isJsonObject(value)) throw new Misfit("expected a mapping", path, value);
  const list = listOf(strictText);
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (!filterKeys.includes(key)) throw new Misfit("not a valid option", `${path}.${key}`, value[key]);
    out[key] = list(value[key], `${path}.${key}`);
  }
  return out;
};

function globOf(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

function filterOf(value: unknown): Filter | undefined {
  if (!isJsonObject(value)) return undefined;
  const list = (key: string): readonly string[] => (value[key] as readonly string[] | undefined) ?? [];
  const made = {
    entities: new Set(list("entities")),
    domains: new Set(list("domains")),
    globs: list("entity_globs").map(globOf),
  };
  return made.entities.size + made.domains.size + made.globs.length > 0 ? made : undefined;
}

function domainOf(id: string): string {
  return id.slice(0, id.indexOf("."));
}

function inFilter({ entities, domains, globs }: Filter, id: string): boolean {
  return entities.has(id) || domains.has(domainOf(id)) || globs.some((glob) => glob.test(id));
}

/** As `helpers/entityfilter.py`: a named entity outranks a glob, a glob a domain. */
function wantedBy(include: Filter | undefined, exclude: Filter | undefined): (id: string) => boolean {
  if (!include && !exclude) return () => true;
  if (!exclude) return (id) => include !== undefined && inFilter(include, id);
  if (!include) return (id) => !inFilter(exclude, id);
  return (id) => {
    if (include.entities.has(id)) return true;
    if (exclude.entities.has(id)) return false;
    if (include.globs.some((glob) => glob.test(id))) return true;
    if (exclude.globs.some((glob) => glob.test(id))) return false;
    return (
      include.domains.has(domainOf(id)) || (include.domains.size === 0 && !exclude.domains.has(domainOf(id)))
    );
  };
}

function changeJson(change: Change): string {
  const { id, before, now } = change;
  if (!now) return `{"r":[${JSON.stringify(id)}]}`;
  if (!before) return JSON.stringify({ a: { [id]: addedOf(now) } });
  return JSON.stringify({ c: { [id]: diffOf(before, now) } });
}

function subscribeEntities(session: Session, message: Readonly<Record<string, unknown>>, id: number): symbol {
  const { states } = session.premises.world;
  const ids = (message["entity_ids"] as readonly string[] | undefined) ?? [];
  const named = ids.length > 0 ? new Set(ids) : undefined;
  const filtered = wantedBy(filterOf(message["include"]), filterOf(message["exclude"]));
  const wanted = named ? (entity: string) => named.has(entity) : filtered;
  const head = `{"id":${id},"type":"event","event":`;
  session.subscribe(
    id,
    states.onChange((change) => {
      if (!wanted(change.id)) return;
      change.json ??= changeJson(change);
      session.send(`${head}${change.json}}`);
    }),
  );
  session.result(id, null);
  const added: Record<string, WireEntity> = {};
  for (const state of states.all()) if (wanted(state.id)) added[state.id] = addedOf(state);
  session.send(eventFrame(id, { a: added }));
  return answered;
}

export const entityCommands: Commands = {
  subscribe_entities: {
    optional: { entity_ids: listOf(entityId), include: filter, exclude: filter },
    run: subscribeEntities,
  },
};
