/** A door at which something of every kind that is counted has happened. */

import { until } from "../../until.ts";
import { type DoorKind, startDoor, type TestDoor } from "../door.ts";
import { ask, call, INITIALIZE, openSession, send } from "../exchange.ts";

const GRANT = {
  id: "grt_panel",
  name: "panel",
  expires_at: "never",
  access: { read: ["*"], actions: ["light.*"] },
  limits: { max_sessions: 50 },
};

export type BusyDoor = {
  readonly door: TestDoor;
  readonly token: string;
  close(): Promise<void>;
};

/** Calls done, refused, of no tool and too many; five wrong credentials, and one after the lock; a stream that stays open. */
export async function startBusyDoor(
  kind: DoorKind,
  env: Readonly<Record<string, string>>,
): Promise<BusyDoor> {
  const door = await startDoor({ kind, grants: [GRANT], env: { RATE_LIMIT_MAX: "30", ...env } });
  const token = await door.issue("panel");
  const session = await openSession(door.url, token);
  const at = (name: string, args: unknown) =>
    ask(`${door.url}/mcp`, { token, session, body: call(1, name, args) });
  const act = (service: string, entity: string) =>
    at("ha_call_service", { service, target: { entity_id: entity } });
  await until(async () => (await ask(`${door.url}/ready`)).status === 200);
  await at("ha_overview", {});
  await act("light.turn_on", "light.kitchen_counter");
  await act("lock.unlock", "lock.front_door");
  await at("sensor.secret_name_of_the_house", {});
  const stream = await send(`${door.url}/mcp`, { token, session });
  for (let tries = 0; tries < 6; tries++)
    await ask(`${door.url}/mcp`, { token: `hg_00000000_${"0".repeat(40)}`, body: INITIALIZE });
  await door.run("lockouts", "clear", "all");
  for (let more = 0; more < 30; more++)
    await ask(`${door.url}/mcp`, { token, session, body: call(2, "ha_access") });
  return {
    door,
    token,
    async close() {
      await stream.body?.cancel();
      await door.close();
    },
  };
}
