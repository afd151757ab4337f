/** The grants: whether they hold, open something, and whether anybody can say the owner's yes. */

import { Failure } from "../../core/failure.ts";
import { isJsonObject } from "../../core/json.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { hasPassphrase } from "../../security/approval/passphrase.ts";
import { readCeiling } from "../../security/grant/book/ceiling-file.ts";
import type { BrokenGrant, Grants } from "../../security/grant/book/grant-file.ts";
import { always, reachedBy } from "../../security/grant/decide/reached.ts";
import { untiedAutomations } from "../../security/grant/decide/untied.ts";
import type { Access } from "../../security/grant/model/access.ts";
import { builtinGrant } from "../../security/grant/model/builtins.ts";
import type { Grant } from "../../security/grant/model/grant.ts";
import { grantRefusal } from "../../security/identity/grant-validity.ts";
import { listCredentials } from "../../security/identity/token/credential.ts";
import { notesOn } from "../grants-notes.ts";
import { type Examined, faultOf, onPart } from "./examined.ts";
import { type Finding, fault, good, unseen, warning } from "./finding.ts";

export async function grantChecks(examined: Examined): Promise<readonly Finding[]> {
  const { home, grants, store, now } = examined;
  const { homePath } = examined.config;
  const parts = await Promise.all([
    file(grants, homePath),
    onPart("grants.reach", grants, (found) =>
      onPart("grants.reach", home, (gateway) => reaching(found, ceilingOf(homePath), gateway, now)),
    ),
    onPart("grants.local", grants, (found) => [local(examined.config.grant, found, now)]),
    onPart("grants.tokens", grants, (found) =>
      onPart("grants.tokens", store, async (state) => tokens(found, await listCredentials(state), now)),
    ),
    approvals(examined),
    onPart("automations.untied", home, untied),
  ]);
  return parts.flat();
}

function file(grants: Grants | Failure, homePath: string): readonly Finding[] {
  const check = "grants.file";
  const ceiling = ceilingOf(homePath);
  const found: Finding[] = ceiling instanceof Failure ? [faultOf("grants.ceiling", ceiling)] : [];
  if (grants instanceof Failure) return [...found, faultOf(check, grants)];
  if (grants.broken.length === 0)
    return [...found, good(check, `${grants.grants.length} grants of your own, each holds.`)];
  return [...found, ...grants.broken.map(broken)];
}

function broken({ id, name, faults }: BrokenGrant): Finding {
  const why = faults.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return fault(
    "grants.file",
    `The grant ${cleanLine(name || id, 60)} does not hold, so it opens nothing: ${cleanLine(why, 300)}.`,
    `hearthgate grants edit ${cleanLine(id || name, 60)}`,
  );
}

function ceilingOf(homePath: string): Access | undefined | Failure {
  try {
    return readCeiling(homePath);
  } catch (cause) {
    if (cause instanceof Failure) return cause;
    throw cause;
  }
}

async function reaching(
  { grants }: Grants,
  ceiling: Access | undefined | Failure,
  gateway: Gateway,
  now: number,
): Promise<readonly Finding[]> {
  if (ceiling instanceof Failure) return [unseen("grants.reach", "The ceiling cannot be read.")];
  const found: Finding[] = [];
  for (const grant of grants) {
    const refusal = grantRefusal(grant, now);
    const name = cleanLine(grant.name, 60);
    if (refusal) {
      found.push(
        warning(
          "grants.ended",
          `The grant ${name} opens nothing: ${refusal.reason.replaceAll("_", " ")}.`,
          refusal.reason === "revoked"
            ? `It stays so: hearthgate grants delete ${grant.id}`
            : `hearthgate grants edit ${grant.id}, or hearthgate grants delete ${grant.id}`,
        ),
      );
      continue;
    }
    const { unknown } = await notesOn(grant, gateway);
    for (const line of unknown)
      found.push(
        warning(
          "grants.names",
          `The grant ${name} names what the home has not: ${cleanLine(line, 200)}`,
          `hearthgate grants edit ${grant.id}`,
        ),
      );
    if ((await reachedBy(always(grant), ceiling, gateway).next()).done === true)
      found.push(
        warning(
          "grants.reach",
          `The grant ${name} opens no entity of this home.`,
          `hearthgate grants preview ${grant.id} shows what it opens; the ceiling may leave nothing of it.`,
        ),
      );
  }
  return found.length > 0
    ? found
    : [good("grants.reach", "Every grant opens something, and names what is there.")];
}

function local(nameOrId: string, { grants }: Grants, now: number): Finding {
  const check = "grants.local";
  const builtin = builtinGrant(nameOrId);
  const grant: Grant | undefined =
    builtin ?? grants.find(({ id, name }) => id === nameOrId || name === nameOrId);
  const fix = "hearthgate grants list names them all; HEARTHGATE_GRANT takes a name or an id.";
  if (grant === undefined)
    return fault(check, "HEARTHGATE_GRANT names no grant that holds: nothing starts.", fix);
  return grantRefusal(grant, now)
    ? fault(check, "The grant of HEARTHGATE_GRANT opens nothing now.", fix)
    : good(check, `The local caller has the grant ${cleanLine(grant.name, 60)}.`);
}

function tokens(
  { grants }: Grants,
  credentials: Awaited<ReturnType<typeof listCredentials>>,
  now: number,
): readonly Finding[] {
  const check = "grants.tokens";
  const living = credentials.filter(({ expires_at }) => expires_at === null || now < expires_at);
  const lost = living.filter(({ grant }) => !builtinGrant(grant) && !grants.some(({ id }) => id === grant));
  if (lost.length === 0)
    return [good(check, `${living.length} access tokens, each of a grant that is there.`)];
  return lost.map(({ id, label }) =>
    warning(
      check,
      `The access token ${id}${label === "" ? "" : ` (${cleanLine(label, 40)})`} is of a grant that is not there: it opens nothing.`,
      `hearthgate tokens revoke ${id}; with several machines on one state, copy grants.json from the one that has the grant.`,
    ),
  );
}

async function approvals({ config, door, grants, home }: Examined): Promise<readonly Finding[]> {
  const { homePath, approvals: settings } = config;
  const found: Finding[] = [];
  if (!(home instanceof Failure)) {
    const here = Object.keys(home.services["notify"] ?? {}).map((name) => `notify.${name}`);
    for (const service of settings.notify)
      if (!here.includes(service))
        found.push(
          fault(
            "approvals.phones",
            `APPROVAL_NOTIFY names ${service}, which Home Assistant does not have.`,
            `It has ${here.slice(0, 8).join(", ") || "no notify service"}.`,
          ),
        );
    if (settings.notify.length > 0 && !home.house.user.isAdmin)
      found.push(
        fault(
          "approvals.phones",
          "Questions to a phone need an administrator's Home Assistant token.",
          "Use one of an administrator made for Hearthgate alone, or take APPROVAL_NOTIFY out.",
        ),
      );
    found.push(...(await approvers(settings.approvers, home)));
  }
  // over stdio the host can ask
  const asks =
    door !== "stdio" &&
    !(grants instanceof Failure) &&
    grants.grants.some(({ gates }) => gates.physical !== "allow");
  if (asks && settings.notify.length === 0 && !hasPassphrase(homePath))
    found.push(
      warning(
        "approvals.way",
        "What asks the owner waits for a yes that nobody can give: no phone is named, no passphrase is set.",
        "hearthgate approvals passphrase, or name a phone in APPROVAL_NOTIFY.",
      ),
    );
  return found.length > 0 ? found : [good("approvals.way", "The owner can be asked.")];
}

async function approvers(ids: readonly string[], { query, house }: Gateway): Promise<readonly Finding[]> {
  if (ids.length === 0 || !house.user.isAdmin) return [];
  const list = await query({ type: "config/auth/list" });
  const users = (Array.isArray(list) ? list : []).filter(isJsonObject);
  return ids.flatMap((id) => {
    const user = users.find((each) => each["id"] === id);
    if (user && user["is_active"] !== false) return [];
    return [
      fault(
        "approvals.people",
        `APPROVERS names ${cleanLine(id, 40)}, who is ${user ? "switched off" : "no user"} in Home Assistant.`,
        "Settings, People, Users shows the ids, with advanced mode on.",
      ),
    ];
  });
}

async function untied(gateway: Gateway): Promise<readonly Finding[]> {
  const check = "automations.untied";
  const all = await untiedAutomations(gateway);
  const opening = all.filter(({ opens }) => opens.length > 0);
  if (opening.length === 0)
    return [
      good(
        check,
        `${all.length} automations may be set off by anything; none of them opens what asks the owner.`,
      ),
    ];
  return opening.map(({ automation, opens }) =>
    warning(
      check,
      `${automation} may be set off by anything, and opens ${opens.slice(0, 5).join(", ")}.`,
      "Where you can, let it wait for an entity, or check in a condition who is there.",
    ),
  );
}
