/** What Home Assistant is asked for a diagnosis, and what it is not. */

import { expect, test } from "bun:test";
import { type Answers, at, EVERYTHING, opened, state } from "./diagnosed.ts";

type Message = Readonly<Record<string, unknown>>;

async function asked(id: string, answers: Answers = {}): Promise<readonly Message[]> {
  const messages: Message[] = [];
  const noting = Object.entries({
    "history/history_during_period": () => ({}),
    "logbook/get_action_calls": () => [],
    "logbook/get_events": ({ entity_ids }: Message) =>
      entity_ids === undefined ? [] : [{ when: at(30), entity_id: id, state: "on" }],
    ...answers,
  }).map(([type, answer]) => [
    type,
    (message: Message) => {
      messages.push(message);
      return answer(message);
    },
  ]);
  const more = [state("switch.heater"), state("light.hall")];
  const ask = await opened({ access: EVERYTHING, answers: Object.fromEntries(noting), more });
  await ask(id);
  return messages;
}

const of = (type: string, messages: readonly Message[]) =>
  messages.filter((message) => message["type"] === type);

test("the past with its attributes is asked for of what has settings alone", async () => {
  const histories = async (id: string) =>
    of("history/history_during_period", await asked(id)).map((message) => message["no_attributes"]);
  expect(await histories("light.hall")).toContain(false);
  expect(await histories("switch.heater")).not.toContain(false);
});

test("every change is asked for, not those alone that Home Assistant finds significant", async () => {
  for (const message of of("history/history_during_period", await asked("light.hall")))
    expect(message["significant_changes_only"]).toBe(false);
});

test("no list of nothing is asked for: Home Assistant would read some as everything", async () => {
  const change = {
    when: at(30),
    entity_id: "switch.heater",
    state: "on",
    context_domain: "scene",
    context_service: "turn_on",
  };
  const messages = await asked("switch.heater", {
    "logbook/get_events": ({ entity_ids }) => (entity_ids === undefined ? [] : [change]),
  });
  for (const { entity_ids } of messages) if (entity_ids !== undefined) expect(entity_ids).not.toEqual([]);
});

test("the start of Home Assistant is asked for where a change has no cause, about the time of it", async () => {
  const [looked] = of("logbook/get_events", await asked("switch.heater")).filter(
    ({ entity_ids }) => entity_ids === undefined,
  );
  const [start = 0, end = 0] = [looked?.["start_time"], looked?.["end_time"]].map(
    (time) => Date.parse(String(time)) / 1_000,
  );
  expect([Math.round(at(30) - start), Math.round(end - at(30))]).toEqual([120, 1]);
});
