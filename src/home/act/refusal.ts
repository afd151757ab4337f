/** What a refused call is answered: what may not be seen and what does not exist sound alike. */

import { domainOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { descriptionOf } from "../../hass/service-description.ts";
import { KEY_OF_KIND, TARGET_KINDS } from "../../hass/target-kinds.ts";
import type { Permission } from "../../security/grant/decide/permission.ts";
import type { Denied } from "../../security/grant/model/denied.ts";
import { scriptOf, UNREAD_SCRIPT } from "../../security/grant/model/service-kinds.ts";
import { deniedFailure } from "../denials.ts";
import type { Why } from "../refused-why.ts";
import { isTold } from "../see/hidden-names.ts";
import { nearestNames, notFound, notNamed } from "../see/names.ts";
import type { Kind } from "../see/reference.ts";
import type { Sight } from "../see/sight.ts";
import { article, checkTarget, noSuchService } from "../service/check.ts";
import type { CallForm } from "./form.ts";

/** With the nearest that may be seen; what the caller can help is said in place of "no such name". */
export function refusal(
  form: CallForm,
  { denied, unseen, opensSome, lacksTarget }: Extract<Permission, { allowed: false }>,
  sight: Sight,
  gateway: Gateway,
  why: (denied: Denied) => Why,
): Failure {
  const isUnsaid = denied.code === "NOT_FOUND" || denied.denial === undefined;
  const isUnread = scriptOf(form.service, gateway.registries) === UNREAD_SCRIPT;
  if (isUnread && (isUnsaid || denied.denial === "indirect_opaque")) return unreadScript(form.service);
  if (isUnsaid) refuseUnknownService(form, sight, gateway);
  const description = lacksTarget ? descriptionOf(gateway.services, form.service) : undefined;
  if (description) checkTarget(form.service, description, undefined);
  if (denied.code !== "NOT_FOUND")
    return deniedFailure(
      sentenceFor(form),
      denied,
      gatedIn(denied, form, sight, gateway) ?? unreadIn(denied, form, gateway) ?? why(denied),
    );
  if (sight.refused) return sight.refused;
  if (unseen.length > 0) {
    const [first = "", ...others] = unseen;
    const kind = kindOf(first, form);
    if (others.length === 0) return notNamed(first, gateway, sight, kind);
    const nearest = unseen.slice(0, 2).flatMap((name) => nearestNames(name, gateway, sight, kind));
    return notFound(
      unseen.map((name) => cleanLine(name, 60)),
      [...new Set(nearest)],
      kind,
    );
  }
  if (opensSome) {
    return new Failure("PERMISSION_DENIED", `${sentenceFor(form)} reaches beyond this grant.`, {
      hint: "Name the entities that you can see there; nothing was sent.",
    });
  }
  if (namesOf(form).length === 0) return deniedFailure(sentenceFor(form), denied);
  return new Failure("NOT_FOUND", `${sentenceFor(form)}: nothing is left to act on.`, {
    hint: "What it names holds nothing that this service acts on, or exclude takes it all.",
  });
}

/** Behind an ordinary user's token every script and automation is refused alike: saying so tells nothing of one. */
function unreadIn({ recorded }: Denied, form: CallForm, { house }: Gateway): Why | undefined {
  if (recorded?.denial !== "indirect_opaque" || house.user.isAdmin) return undefined;
  const runs = [form.service, ...[form.target?.entity_id ?? []].flat()].some((id) => RUN.has(domainOf(id)));
  return runs ? UNREAD : undefined;
}

const RUN = new Set(["script", "automation"]);
const UNREAD: Why = {
  sentence: "runs what nobody here can look into: Home Assistant shows it to an administrator's token alone",
  allowed:
    "Call by itself what it does. With indirect: trust_named, what the grant names by its id is asked for.",
};

const GATED = new Set(["lock", "alarm_control_panel", "siren", "cover", "valve"]);

function gatedIn({ denial }: Denied, form: CallForm, sight: Sight, gateway: Gateway): Why | undefined {
  if (denial !== "approval_unavailable") return undefined;
  const named = [form.target?.entity_id ?? [], form.data["entity_id"]].flat();
  return gatedWhy(
    named.filter((id) => typeof id === "string"),
    sight,
    gateway,
  );
}

/** What of these the owner's yes is wanted for, and how the owner can change that. */
export function gatedWhy(ids: readonly string[], sight: Sight, { states }: Pick<Gateway, "states">): Why {
  const gated = ids.filter((id) => GATED.has(domainOf(id)) && sight.sees(id));
  const told = gated.slice(0, 3).map((id) => {
    const kind = states.get(id)?.attributes["device_class"];
    return `${id} is ${article(cleanLine(typeof kind === "string" ? kind : domainOf(id), 30))}`;
  });
  const what = told.length > 0 ? told.join(", ") : "something in it is a door, a lock, an alarm or the like";
  return { allowed: `Asked for because ${what}. gates.physical: allow in the grant would not ask.` };
}

/** As what the call names it. */
function kindOf(name: string, { target }: CallForm): Kind {
  const { exclude, ...selected } = target ?? {};
  const named = TARGET_KINDS.find((kind) =>
    [selected, exclude].some((part) => part?.[KEY_OF_KIND[kind]]?.some((each) => each.trim() === name)),
  );
  return named ?? "entity";
}

/** A service that is not there is told as that; the script of somebody else sounds the same as none. */
function refuseUnknownService({ service }: CallForm, sight: Sight, gateway: Gateway): void {
  const { services, registries } = gateway;
  const isScript = scriptOf(service, registries) !== undefined;
  if (isScript ? !isTold(service, registries, sight) : descriptionOf(services, service) === undefined)
    throw noSuchService(service, gateway, sight);
}

/** The same whether there is one of that name or not. */
function unreadScript(service: string): Failure {
  return new Failure("HASS_REJECTED", `Home Assistant does not tell which script ${service} runs.`, {
    hint: "Call script.turn_on with the script's entity id; nothing was sent.",
  });
}

/** `light.turn_on on light.kitchen, area kitchen`, from what the caller wrote. */
export function sentenceFor(form: CallForm): string {
  const named = namesOf(form);
  const shown = named.slice(0, 3).map((name) => cleanLine(name, 60));
  return `${form.service}${shown.length > 0 ? ` on ${shown.join(", ")}` : ""}${named.length > 3 ? ` and ${named.length - 3} more` : ""}`;
}

function namesOf({ target, data }: CallForm): readonly string[] {
  const { exclude: _, ...selected } = target ?? {};
  const inTarget = Object.entries(selected).flatMap(([key, ids]) =>
    (ids ?? []).map((id: string) => (key === "entity_id" ? id : `${key.slice(0, -3)} ${id}`)),
  );
  const inData = [data["entity_id"]].flat().filter((id) => typeof id === "string");
  return [...inTarget, ...inData];
}
