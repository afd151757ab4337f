import { expect, test } from "bun:test";
import { addressRate, credentialRate, type LimitEar } from "../../../src/transport/http/rates.ts";
import { ask } from "../../doors/exchange.ts";
import { SOMEBODY, serveFront } from "./served.ts";

const PING = { jsonrpc: "2.0", id: 1, method: "ping" };

type Flood = readonly [address: string, limit: string];

function earOf(floods: Flood[]): LimitEar {
  return { flooded: ({ address }, limit) => floods.push([address, limit]), limited: () => undefined };
}

test("an address has its number, IPv6 by /56; a good credential clears it", async () => {
  const floods: Flood[] = [];
  const rate = addressRate({ windowMinutes: 1, max: 2 }, earOf(floods));
  let address = "2001:db8:0:100::1";
  const door = await serveFront((request, response, next) => {
    response.locals.address = address;
    return rate.step(request, response, next);
  });
  // what passes falls through to the 404 behind it
  const status = async () => (await ask(`${door.url}/mcp`, { body: PING })).status;
  expect([await status(), await status(), await status()]).toEqual([404, 404, 429]);
  address = "2001:db8:0:1ff::2";
  const refused = await ask(`${door.url}/mcp`, { body: PING });
  expect([refused.status, refused.json]).toMatchObject([
    429,
    {
      error: {
        message: expect.stringMatching(
          /^Too many requests from this address without a good credential: at most 2 in 1 min; wait \d+ s\.$/,
        ),
      },
    },
  ]);
  // told once, however often it is refused
  expect(floods).toEqual([["2001:db8:0:100::1", "address"]]);
  address = "2001:db8:0:200::1";
  expect(await status()).toBe(404);
  rate.clear("2001:db8:0:155::9");
  address = "2001:db8:0:100::1";
  expect(await status()).toBe(404);
  await door.close();
});

test("a credential has its own, a batch counts each message; the 429 says when", async () => {
  const floods: Flood[] = [];
  const step = credentialRate({ windowMinutes: 1, max: 5 }, earOf(floods));
  const door = await serveFront((request, response, next) => step(request, response, next), {
    authenticate(request, response, next) {
      response.locals.principal = { ...SOMEBODY, credential: String(request.headers["x-who"]) };
      next();
    },
  });
  const as = (who: string, body: unknown) => ask(`${door.url}/mcp`, { body, headers: { "X-Who": who } });
  expect((await as("a", [PING, PING, PING])).status).toBe(404);
  // what is refused takes nothing
  for (let again = 0; again < 3; again++) {
    const batch = await as("a", [PING, PING, PING]);
    expect([batch.status, batch.headers.get("ratelimit")?.slice(0, 17)]).toEqual([429, '"credential"; r=2']);
    expect(batch.headers.get("ratelimit-policy")).toBe('"credential"; q=5; w=60');
  }
  expect(floods.map(([, limit]) => limit)).toEqual(["credential"]);
  const never = await as("a", [PING, PING, PING, PING, PING, PING]);
  expect(never.json).toMatchObject({ error: { message: expect.stringContaining("At most 5 messages") } });
  expect((await as("b", PING)).status).toBe(404);
  expect((await as("a", [PING, PING])).status).toBe(404);
  const refused = await as("a", PING);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeWithin(1, 61);
  expect(refused.json).toMatchObject({
    id: 1,
    error: {
      message: expect.stringMatching(
        /^Too many requests by this credential: at most 5 in 1 min; wait \d+ s\.$/,
      ),
    },
  });
  await door.close();
});
