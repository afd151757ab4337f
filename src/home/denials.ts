/** What a caller is told when the grant says no. */

import { Failure } from "../core/failure.ts";
import type { Denied } from "../security/grant/model/denied.ts";
import type { Why } from "./refused-why.ts";

const OWNER = "ha_access tells what this grant allows; its owner can change it.";

/** Sentence and hint by denial code; what has none collapses into one that fits all. */
const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  approval_unavailable: [
    "needs the owner's yes, which cannot be asked for here",
    "The owner can do it, or change the grant's gates.",
  ],
  approval_required: ["needs the owner's yes", "Repeat it without dry_run to ask the owner."],
  approval_denied: [
    "was refused by the owner",
    "The same call is refused for ten minutes; ask the person before you try again.",
  ],
  approval_expired: [
    "got no yes in time, or the yes was not used in time",
    "Repeat the same call to ask the owner again.",
  ],
  approval_mismatch: [
    "was agreed to under a grant that has changed since",
    "Repeat the same call to ask the owner again.",
  ],
  closure_changed: [
    "reaches something else than what was agreed to",
    "Repeat the same call; where the owner pinned what it reaches, the owner has to look at it again.",
  ],
  pin_required: ["needs a PIN", "Give it as pin."],
  invalid_pin: ["was refused: the PIN is wrong", "Ask the person for the PIN."],
  pin_locked: ["is locked after wrong PINs", "Try again later."],
  rate_limited: ["is over the limit of this grant", "Wait, then repeat."],
  cooldown_active: ["was done a moment ago", "Wait, then repeat."],
  quota_exceeded: ["is over the quota of this grant", "Try again when the quota renews."],
  outside_schedule: ["is outside the hours of this grant", OWNER],
  expired: ["is not possible: the grant has expired", "The owner can renew it."],
  template_in_input: ["holds a template, which no target or data may", "Give plain values."],
  exclude_reached: [
    "would act on what is excluded, through a group, scene or script",
    "Exclude the group, scene or script itself, or name what is to be acted on.",
  ],
  invalid_input: ["has a target that is no id", "Give entity ids such as light.kitchen; look them up first."],
  indirect_opaque: ["sets off things that cannot be seen through", OWNER],
  indirect_denied: ["would act on something this grant does not open", OWNER],
  nested_entity_denied: ["names an entity in its data that this grant does not open", OWNER],
  policy_error: ["could not be decided, so it is refused", "The owner finds the cause in the log."],
  kill_switch: ["is refused: the owner has switched everything off", "The owner can switch it on again."],
};

/** `what` names the call in our words (`light.turn_on on light.kitchen`); only ids the caller gave may stand in it. */
export function deniedFailure(what: string, denied: Denied, why: Why = {}): Failure {
  return failureFor(what, denied, why).recording(denied.recorded);
}

function failureFor(what: string, denied: Denied, why: Why): Failure {
  if (denied.code === "NOT_FOUND") {
    // one sentence for what does not exist and what may not be seen
    return new Failure("NOT_FOUND", `${what}: nothing of that name is here.`, {
      hint: "Check the id; ha_search finds names.",
    });
  }
  if (denied.code === "INPUT_INVALID" && denied.denial === undefined) {
    return new Failure(
      "INPUT_INVALID",
      `${what}: target or data holds what is no id, too much, or is nested too deep.`,
      {
        hint: "Give ids such as light.kitchen; ha_search finds them. Nothing was sent.",
      },
    );
  }
  if (denied.code === "HASS_UNAVAILABLE") {
    return new Failure("HASS_UNAVAILABLE", `${what} could not be decided: Home Assistant did not answer.`, {
      hint: "Nothing was sent; try again shortly.",
    });
  }
  const [sentence, hint] = (denied.denial !== undefined && WORDS[denied.denial]) || [
    "is not in this grant, or not like this",
    OWNER,
  ];
  const { retryAfterSeconds } = denied;
  const told = why.allowed === undefined ? hint : `${why.allowed} ${hint}`;
  return new Failure(denied.code, `${what} ${why.sentence ?? sentence}.`, {
    hint: retryAfterSeconds === undefined ? told : `${told} Possible again in ${retryAfterSeconds} s.`,
    ...(denied.denial === undefined ? {} : { denial: denied.denial }),
    ...(denied.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: denied.retryAfterSeconds }),
  });
}
