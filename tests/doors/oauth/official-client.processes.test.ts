/** The official client's own `auth()`, from an URL alone to a call and on over a refresh. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { auth, Client, StreamableHTTPClientTransport, UnauthorizedError } from "@modelcontextprotocol/client";
import { personsBrowser } from "./connection.ts";
import { keepClient } from "./kept-client.ts";
import { type OAuthDoor, startOAuthDoor } from "./oauth-door.ts";
import { answerPerson } from "./person.ts";

const REDIRECT = "http://localhost:8931/callback";
const DOCUMENT = "https://claude.ai/oauth/claude-code-client-metadata";

for (const [runtime, command] of [
  ["Node", undefined],
  ["Bun", process.execPath],
] as const)
  describe(`at a door on ${runtime}`, () => {
    let door: OAuthDoor;
    beforeAll(async () => {
      door = await startOAuthDoor(command === undefined ? {} : { runtime: command });
    });
    afterAll(() => door.close());

    for (const mode of ["legacy", "auto"] as const)
      for (const document of [undefined, DOCUMENT])
        test(`${mode}, ${document === undefined ? "registered" : "by its document"}`, async () => {
          const { provider, held } = keepClient(REDIRECT, document);
          const url = new URL(door.resource);
          const connect = async () => {
            const client = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode } });
            const transport = new StreamableHTTPClientTransport(url, { authProvider: provider });
            return { client, transport, connected: client.connect(transport) };
          };
          const first = await connect();
          await expect(first.connected).rejects.toBeInstanceOf(UnauthorizedError);
          const told = await answerPerson(personsBrowser(door), held.sent?.href ?? "", {
            grant: "operator",
            answer: "allow",
          });
          await first.transport.finishAuth(told.searchParams);
          const { client, connected } = await connect();
          await connected;
          const read = await client.callTool({ name: "ha_read", arguments: { ids: ["light.hall"] } });
          expect(read.structuredContent).toMatchObject({ found: [{ id: "light.hall" }] });
          const { structuredContent: mine } = await client.callTool({ name: "ha_access", arguments: {} });
          expect(mine).toMatchObject({
            limits: expect.arrayContaining([expect.stringContaining("to pick another")]),
          });
          const { tokens: before } = held;
          expect(await auth(provider, { serverUrl: url })).toBe("AUTHORIZED");
          expect(held.tokens?.refresh_token).not.toBe(before?.refresh_token);
          const again = await client.callTool({ name: "ha_read", arguments: { ids: ["light.hall"] } });
          expect(again.isError).not.toBe(true);
          await client.close();
        });

    test("its start says nothing but what is ours", () => {
      const lines = door.stderr().split("\n").filter(Boolean);
      expect(lines.some((line) => line.startsWith("hearthgate: serving "))).toBe(true);
      expect(lines.filter((line) => !/^(?:hearthgate: |\{"level":)/.test(line))).toEqual([]);
    });

    test("a person who says no is told so to the client, which has nothing", async () => {
      const { provider, held } = keepClient(REDIRECT);
      expect(await auth(provider, { serverUrl: door.resource })).toBe("REDIRECT");
      const told = await answerPerson(personsBrowser(door), held.sent?.href ?? "", {
        grant: "operator",
        answer: "deny",
      });
      expect(told.searchParams.get("error")).toBe("access_denied");
      expect(told.searchParams.get("iss")).toBe(door.issuer);
      expect(told.searchParams.has("code")).toBe(false);
      expect(held.tokens).toBeUndefined();
    });
  });
