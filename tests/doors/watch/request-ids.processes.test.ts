/** The id that a caller finds in an answer leads to the lines of the audit and of the log of that request, and to no others. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { until } from "../../until.ts";
import { auditIn, DOORS, startDoor } from "../door.ts";
import { ask, call, INITIALIZE, openSession } from "../exchange.ts";

setDefaultTimeout(60_000);

const GRANT = {
  id: "grt_reader",
  name: "reader",
  expires_at: "never",
  access: { read: ["*"], actions: ["light.*"] },
};
const MODERN = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "0" },
  "io.modelcontextprotocol/clientCapabilities": {},
};

test.each(DOORS)("the %s door", async (kind) => {
  const door = await startDoor({ kind, grants: [GRANT], env: { LOG_LEVEL: "debug" } });
  await until(async () => (await ask(`${door.url}/ready`)).status === 200);
  const token = await door.issue("grt_reader");
  const session = await openSession(door.url, token);
  const idOf = async (
    body: unknown,
    headers: Record<string, string> = {},
    within: string | undefined = session,
  ) => {
    const asking = { token, headers, body, ...(within === undefined ? {} : { session: within }) };
    const answered = await ask(`${door.url}/mcp`, asking);
    expect(answered.status).toBe(200);
    return answered.headers.get("x-request-id") ?? "none";
  };
  const act = (service: string, entity: string) => ({ service, target: { entity_id: entity } });

  const read = await idOf(call(1, "ha_read", { ids: ["light.kitchen_counter"] }));
  const denied = await idOf(call(2, "ha_call_service", act("lock.unlock", "lock.front_door")));
  const done = await idOf(call(3, "ha_call_service", act("light.turn_on", "light.kitchen_counter")));
  // what carries more than a call goes through the protocol's own dispatch
  const dispatched = await idOf(call(4, "ha_read", { ids: ["light.kitchen_counter"] }, { more: 1 }));
  const batch = [5, 6].map((id) => call(id, "ha_read", { ids: ["light.kitchen_counter"] }));
  const batched = kind === "express" ? await idOf(batch) : undefined;
  const modern =
    kind === "express"
      ? await idOf(
          call(7, "ha_read", { ids: ["light.kitchen_counter"] }, MODERN),
          { "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "ha_read" },
          "",
        )
      : undefined;
  const refused = await ask(`${door.url}/mcp`, { token: `${token}x`, body: INITIALIZE });
  door.signal("SIGTERM");
  await door.ended;

  const lines = auditIn(door.home);
  const told = (id: string | undefined) =>
    lines.filter(({ request_id }) => request_id === id).map(({ result, denial }) => denial ?? result);
  expect(told(read)).toEqual(["ok"]);
  expect(told(denied)).toEqual(["scope_denied"]);
  expect(told(done)).toEqual(["begin", "end"]);
  expect(told(dispatched)).toEqual(["ok"]);
  if (batched !== undefined) expect(told(batched)).toEqual(["ok", "ok"]);
  if (modern !== undefined) expect(told(modern)).toEqual(["ok"]);
  expect(lines.filter(({ request_id, user }) => request_id === undefined && user !== "owner/cli")).toEqual(
    [],
  );
  expect(await door.run("audit", "verify")).toMatchObject({ broken: [] });

  const logged = door
    .stderr()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const callId = lines.find(({ request_id }) => request_id === denied)?.call_id;
  expect(logged).toContainEqual(
    expect.objectContaining({ event: "failure", request_id: denied, call_id: callId }),
  );
  expect(logged).toContainEqual(
    expect.objectContaining({
      event: "auth_failed",
      request_id: refused.headers.get("x-request-id"),
    }),
  );
  await door.close();
});
