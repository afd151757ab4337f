/** What an OAuth client is answered on its way to a tool: the person's grants on the demo house, a token with a scope. */

import type { AddressInfo } from "node:net";
import express from "express";
import { Secret } from "../../../../src/core/secret.ts";
import { startDemoHouse } from "../../../../src/demo/house.ts";
import { connectGateway } from "../../../../src/hass/live-gateway.ts";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import type { Principal } from "../../../../src/security/identity/principal.ts";
import { openPersonRoad } from "../../../../src/start/person/person-road.ts";
import { CATALOGUE } from "../../../../src/tools/catalogue.ts";
import { stepUpStep } from "../../../../src/transport/express/oauth/step-up.ts";
import type { Step } from "../../../../src/transport/http/exchange.ts";
import { handlers } from "../../../../src/transport/http/front.ts";

export type SteppedUp = { readonly status: number; readonly challenge: string | null };

export type Caller = {
  readonly grant: string;
  readonly scope: string;
  /** The demo house's `Alex` owns it, `Sam` is an ordinary user. */
  readonly person: "Alex" | "Sam";
  /** Grants that the owner wrote. */
  readonly written?: readonly Grant[];
};

/** 200 = it went on to the MCP endpoint. */
export async function askedOf(caller: Caller, message: unknown): Promise<SteppedUp> {
  const house = await startDemoHouse({ restless: false });
  const gateway = connectGateway({ url: house.url, token: new Secret(house.tokens.admin) });
  await gateway.ready();
  const { written = [] } = caller;
  const byId = (id: string) => builtinGrant(id) ?? written.find((grant) => grant.id === id);
  const person = openPersonRoad(
    { publicUrl: undefined, browserUrl: undefined },
    {
      gateway,
      hass: { url: house.url },
      clock: { now: Date.now },
      tools: CATALOGUE,
      grants: {
        byId,
        named: byId,
        forUser: (id) => written.filter(({ users }) => users?.includes(id)),
        all: () => written,
        ceiling: () => undefined,
      },
    },
  );
  const people = (await gateway.query({ type: "config/auth/list" })) as { id: string; name: string }[];
  const id = people.find(({ name }) => name === caller.person)?.id ?? "";
  const known: Step = (_, response, next) => {
    const { grant: grantId, scope } = caller;
    const principal: Principal = { id, grantId, scope, credential: "c", client: "https://claude.ai/c" };
    Object.assign(response.locals, { principal, message });
    next();
  };
  const challenge = { metadataUrl: () => "https://house/.well-known/x", hasLogin: true };
  const app = express();
  const reached: Step = (_, response) => void response.status(200).end();
  app.post("/mcp", ...handlers([known, stepUpStep(person, challenge), reached]));
  const listener = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => listener.once("listening", resolve));
  try {
    const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/mcp`;
    const { status, headers } = await fetch(url, { method: "POST" });
    return { status, challenge: headers.get("www-authenticate") };
  } finally {
    listener.close();
    gateway.close();
    await house.close();
  }
}

export function callOf(name: unknown): object {
  return { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: {} } };
}
