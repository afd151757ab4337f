/** What a refused call is answered: what may not be seen and what does not exist sound alike. */

import { Failure } from "../../core/failure.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { descriptionOf } from "../../hass/service-description.ts";
import type { Permission } from "../../security/grant/decide/permission.ts";
import { deniedFailure } from "../denials.ts";
import { nearestNames, notFound } from "../see/names.ts";
import type { Sight } from "../see/sight.ts";
import { checkTarget } from "../service/check.ts";
import type { CallForm } from "./form.ts";

/** With the nearest that may be seen; what the caller can help is said in place of "no such name". */
export function refusal(
  form: CallForm,
  { denied, unseen, opensSome, lacksTarget }: Extract<Permission, { allowed: false }>,
  sight: Sight,
  gateway: Gateway,
): Failure {
  const description = lacksTarget ? descriptionOf(gateway.services, form.service) : undefined;
  if (description) checkTarget(form.service, description, undefined);
  if (denied.code !== "NOT_FOUND") return deniedFailure(sentenceFor(form), denied);
  if (sight.refused) return sight.refused;
  if (unseen.length > 0) {
    const nearest = unseen.slice(0, 2).flatMap((name) => nearestNames(name, gateway, sight));
    return notFound(
      unseen.map((name) => cleanLine(name, 60)),
      [...new Set(nearest)],
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
