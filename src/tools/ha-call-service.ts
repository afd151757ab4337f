/** `ha_call_service`: act, then say what really happened. */

import * as v from "valibot";
import { Failure } from "../core/failure.ts";
import { MOST_CALLS } from "../home/acting.ts";
import { yamlish } from "./answer-text.ts";
import { defineTool } from "./tool.ts";

const ids = v.optional(v.array(v.string()));
// what a target is that is but a name
const name = v.pipe(ids, v.metadata({ advertised: "nothing" }));
const selected = { name, entity_id: ids, device_id: ids, area_id: ids, floor_id: ids, label_id: ids };
const excluded = v.pipe(v.strictObject(selected), v.metadata({ advertised: "object" }));
const target = v.strictObject({ exclude: v.optional(excluded), ...selected });
const data = v.record(v.string(), v.unknown());
// checked whole, advertised as a plain object: the typed form costs a hundred tokens on every turn
const callEntry = v.pipe(
  v.strictObject({ service: v.string(), target: v.optional(target), data: v.optional(data) }),
  v.metadata({ advertised: "object" }),
);

/** One target of a call, as an answer has it. */
export const outcome = v.strictObject({
  call: v.optional(v.number()),
  id: v.string(),
  name: v.optional(v.string()),
  verdict: v.picklist([
    "confirmed",
    "already",
    "in_progress",
    "unconfirmed",
    "failed",
    "unknown",
    "refused",
    "not_sent",
    "would_run",
  ]),
  before: v.optional(v.string()),
  after: v.optional(v.string()),
  ms: v.optional(v.number()),
  reason: v.optional(v.string()),
});

export const haCallService = defineTool({
  name: "ha_call_service",
  title: "Call a service",
  description: `Act on the home; answers what really happened to each target. One service, or calls: up to ${MOST_CALLS} {service, target, data}, in order. ha_services tells fields.`,
  effects: ["control"],
  idempotent: false,
  input: v.strictObject({
    service: v.optional(v.string()),
    target: v.optional(target),
    data: v.optional(data),
    calls: v.optional(v.pipe(v.array(callEntry), v.minLength(1), v.maxLength(MOST_CALLS))),
    wait_s: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(30))),
    dry_run: v.optional(v.boolean()),
    return_response: v.optional(v.boolean()),
  }),
  output: v.strictObject({
    targets: v.array(outcome),
    left_out: v.optional(v.array(v.string())),
    more: v.optional(v.string()),
    response: v.optional(v.unknown()),
  }),
  async handle(input, { home }) {
    const options = {
      ...(input.wait_s === undefined ? {} : { waitSeconds: input.wait_s }),
      ...(input.dry_run ? { dryRun: true } : {}),
      ...(input.return_response ? { returnResponse: true } : {}),
    };
    if (input.calls) {
      if (input.service !== undefined || input.target || input.data) {
        throw new Failure("INPUT_INVALID", "Give either service (with target and data) or calls, not both.");
      }
      return home.actAll(input.calls, options);
    }
    if (input.service === undefined)
      throw new Failure("INPUT_INVALID", "service is missing.", { hint: "e.g. light.turn_on" });
    const { service, target, data } = input;
    return home.act({ service, target, data }, options);
  },
  text({ targets, left_out, more, response }) {
    const lines = targets.map(outcomeLine);
    if (more) lines.push(more);
    if (left_out) lines.push(`left out: ${left_out.join(", ")}`);
    if (response !== undefined) lines.push(`response:\n${yamlish(response)}`);
    return lines.join("\n");
  },
});

type Outcome = {
  readonly call?: number | undefined;
  readonly id: string;
  readonly name?: string | undefined;
  readonly verdict: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly ms?: number | undefined;
  readonly reason?: string | undefined;
};

/** `light.x Name: confirmed off → on (12 ms)` */
export function outcomeLine(outcome: Outcome): string {
  const { call, id, name, verdict, before, after, ms, reason } = outcome;
  const change = after === undefined ? (before ?? "") : before === undefined ? after : `${before} → ${after}`;
  const time = ms === undefined ? "" : ` (${ms} ms)`;
  const head = `${call === undefined ? "" : `${call}. `}${id}${name === undefined ? "" : ` ${name}`}`;
  return `${head}: ${verdict}${change && ` ${change}`}${time}${reason === undefined ? "" : `; ${reason}`}`;
}
