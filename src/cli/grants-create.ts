/** `hearthgate grants create`: one new grant, from a file or a preset, checked whole before anything is written. */

import { Failure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import { addGrant } from "../security/grant/book/grant-file.ts";
import { manifestForm } from "../security/grant/parse/manifest.ts";
import {
  CREATED_LIMITS,
  expandPreset,
  PRESETS,
  type PresetChoices,
} from "../security/grant/parse/presets.ts";
import { checkedForm, readInput, refusedForm, warnings } from "./grant-form.ts";
import { allGiven, type GrantsCommand, jsonGiven, say } from "./grants-command.ts";

export async function createGrant({ homePath, values, change }: GrantsCommand): Promise<void> {
  const input = inputOf(values);
  const named = {
    ...input,
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(values.expires === undefined ? {} : { expires_at: values.expires }),
  };
  const { grant, unchecked } = await checkedForm(named, {
    demo: values.demo,
    ownServices: values.preset !== undefined,
  });
  const { id, name } = grant;
  await change({ action: "grants.create", id }, () => addGrant(homePath, grant));
  if (values.json) {
    say(JSON.stringify({ id, name, ...(unchecked === undefined ? {} : { unchecked }) }));
    return;
  }
  say(`${id} ${name}, expires ${grant.expires_at}`);
  if (unchecked !== undefined) say(unchecked);
  for (const line of warnings(grant)) say(line);
  say(`See what it reaches: hearthgate grants preview ${id}`);
}

function inputOf(values: GrantsCommand["values"]): JsonObject {
  if (values.manifest !== undefined) return { limits: CREATED_LIMITS, ...fromManifest(values) };
  if (values.from !== undefined) return { limits: CREATED_LIMITS, ...readInput(values.from) };
  return fromPreset(values);
}

/** What a program asks for, less what its owner does not approve. */
function fromManifest({ manifest = "", approve }: GrantsCommand["values"]): JsonObject {
  const form = manifestForm(readInput(manifest, "--manifest"), jsonGiven("--approve", approve));
  if ("faults" in form) throw refusedForm(form.faults);
  return form.fields;
}

function fromPreset(values: GrantsCommand["values"]): JsonObject {
  const expanded = expandPreset(values.preset ?? "", choices(values));
  if (!expanded)
    throw new Failure("CONFIG_INVALID", `Give --from FILE, or --preset with one of ${PRESETS.join(", ")}.`);
  if ("faults" in expanded) throw refusedForm(expanded.faults);
  return expanded.fields;
}

function choices(values: GrantsCommand["values"]): PresetChoices {
  const [schedule, given] = allGiven(
    () => jsonGiven("--schedule", values.schedule),
    () => jsonGiven("--entities", values.entities),
  );
  const entities = given as PresetChoices["entities"];
  return {
    ...(values.area ? { areas: values.area } : {}),
    ...(schedule ? { schedule } : {}),
    ...(values.pin === undefined ? {} : { pin: values.pin }),
    ...(entities ? { entities } : {}),
  };
}
