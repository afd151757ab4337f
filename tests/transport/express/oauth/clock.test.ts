/** A machine whose clock was set back behind what its state has seen. */

import { expect, test } from "bun:test";
import { asked } from "../../../security/identity/house.ts";
import {
  authorizePath,
  DOCUMENT,
  newPkce,
  openBrowser,
  openProtocol,
  postForm,
  REDIRECT,
} from "./protocol.ts";

test("people are asked, and tokens given and renewed, as before", async () => {
  const at = await openProtocol();
  const { verifier, challenge } = newPkce();
  const path = authorizePath({
    ...{ client_id: DOCUMENT, redirect_uri: REDIRECT, response_type: "code", state: "st" },
    ...{ code_challenge: challenge, code_challenge_method: "S256" },
  });
  const token = (form: Readonly<Record<string, string>>) =>
    postForm(`${at.issuer}/token`, { client_id: DOCUMENT, ...form });
  const connect = async () => {
    const { left } = await openBrowser(at.issuer).walk(path);
    const code = left?.searchParams.get("code") ?? "none";
    const form = { code, redirect_uri: REDIRECT, code_verifier: verifier };
    return token({ grant_type: "authorization_code", ...form });
  };
  const renew = ({ body }: Awaited<ReturnType<typeof connect>>) =>
    token({ grant_type: "refresh_token", refresh_token: body.refresh_token });
  try {
    const before = await connect();
    at.clock.ms += 5 * 3_600_000;
    const during = await connect();
    for (const answer of [await renew(before), during, await renew(during)]) {
      expect([answer.status, answer.body.expires_in]).toEqual([200, 86_400]);
      expect(await asked(at.identity, answer.body.access_token)).toBe("ok");
    }
  } finally {
    at.close();
  }
});
