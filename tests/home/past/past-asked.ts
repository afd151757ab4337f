/** A home whose past is made up, asked through the tool. */

import { homeOf, type Thing } from "../../road/home-of.ts";
import { grantOf, NOW, openRoad, type RoadOptions } from "../../road/road.ts";

export const HOUR = 3_600_000;
export const THINGS: Readonly<Record<string, Thing>> = {
  "sensor.t": { state: "21", name: "Outside", attributes: { unit_of_measurement: "°C" } },
  "light.l": { state: "on", name: "Lamp" },
  "automation.a": { name: "Morning" },
  "script.s": { name: "Night" },
  "switch.s": { state: "on", name: "Pump" },
  "text.p": { state: "hunter2", attributes: { mode: "password" } },
};
export const at = (hoursAgo: number) => (NOW - hoursAgo * HOUR) / 1_000;
export const OPEN = {
  access: { read: ["*"], history: ["*"] },
  capabilities: { statistics: "allow", logbook: "allow" },
};

export type Message = Readonly<Record<string, unknown>>;

export async function asked(input: object, answers: RoadOptions["answers"] = {}, grant: object = OPEN) {
  const messages: Message[] = [];
  const noting = (answer: (message: Message) => unknown) => (message: Message) => {
    messages.push(message);
    return answer(message);
  };
  const { call } = await openRoad(grantOf(grant), {
    home: homeOf(THINGS),
    answers: Object.fromEntries(Object.entries(answers).map(([type, answer]) => [type, noting(answer)])),
  });
  const said = await call("ha_history", { ids: ["sensor.t"], ...input });
  const [row = {}] = (said.structured["found"] ?? []) as readonly Message[];
  return { said, row, messages };
}

export const states = (rows: unknown, id = "sensor.t") => ({
  "history/history_during_period": () => ({ [id]: rows }),
});
export const statistics = (rows: unknown) => ({
  "recorder/statistics_during_period": () => ({ "sensor.t": rows }),
});
