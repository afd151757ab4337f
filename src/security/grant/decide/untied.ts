/** The automations of a home that may be set off by anything, for its owner to know. */

import { domainOf } from "../../../core/entity-id.ts";
import type { Gateway } from "../../../hass/gateway.ts";
import { physicalRun } from "../reach/automations.ts";
import type { Sources } from "../reach/walk.ts";
import { homeTriggers } from "./home-triggers.ts";
import { walkAll } from "./walk-all.ts";

/** `opens`: the entities and services behind the gate that it reaches; empty = nothing that asks. */
export type Untied = { readonly automation: string; readonly opens: readonly string[] };

/** Those whose triggers nobody can tie to an entity. Empty for a user who may not read automations. */
export async function untiedAutomations(gateway: Gateway): Promise<readonly Untied[]> {
  const triggers = await homeTriggers(gateway);
  const waiting = [...new Set([...triggers.everything, ...triggers.unclear])].sort();
  // a script that waits runs already: nothing sets it off
  const automations = waiting.filter((id) => domainOf(id) === "automation");
  const { states, registries, services } = gateway;
  const read = (automation: string, sources: Sources) => {
    const { leaves, missing } = physicalRun(automation, sources);
    return { value: leaves, missing };
  };
  const anything = [{ service: undefined, entityId: undefined }];
  const world = { place: { states, registries }, services, triggers };
  const reached = await walkAll(automations, read, anything, world, gateway);
  return automations.map((automation) => {
    const leaves = reached.get(automation) ?? anything;
    return {
      automation,
      opens: [...new Set(leaves.map(({ entityId, service }) => entityId ?? service ?? "anything"))],
    };
  });
}
