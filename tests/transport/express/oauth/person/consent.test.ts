/** The way of a person from the first page to yes or no. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { Browser, fieldIn, logIn, openPersonDoor, type PersonDoor } from "./person-door.ts";

let door: PersonDoor;
beforeAll(async () => {
  door = await openPersonDoor();
});
afterAll(() => door.close());

const consent = (uid: string) => `${door.url}/oauth/consent/${uid}`;

test("a person logs in, looks at a grant and allows it", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const first = await browser.get(consent(uid));
  expect(first.status).toBe(200);
  expect(first.text).toContain("claude.ai");
  const grants = await logIn(door, browser, uid);
  expect(grants.url).toBe(consent(uid));
  expect(grants.text).toContain('value="operator"');
  expect(grants.text).not.toMatch(/<input[^>]*checked/);
  const shown = await browser.get(`${consent(uid)}?grant=operator`);
  expect(shown.text).toContain("Allow access to your home?");
  const form = {
    token: fieldIn(shown, "token"),
    answer: "allow",
    grant: "operator",
    digest: fieldIn(shown, "digest"),
    last: "grant",
  };
  const given = await browser.post(consent(uid), form);
  expect(given.status).toBe(200);
  expect(given.text).toContain(`content="0; url=/authorize/${uid}"`);
  expect(door.answers.at(-1)).toMatchObject({
    uid,
    allowed: { grantId: "operator", user: { name: "Alex" } },
  });
});
