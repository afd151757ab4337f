/** What becomes of each answer to a question to the owner: a yes alone lets the call go on. */

import { expect, test } from "bun:test";
import { askOwner } from "../../../src/home/act/owners-yes.ts";
import type { Question } from "../../../src/security/grant/decide/permission.ts";

const answered = (answer: object) => ({ ask: async () => answer }) as unknown as Question;

test("a yes lets it go on", async () => {
  expect(await askOwner("lock.open", answered({ answer: "approved" }), {})).toBeUndefined();
});

test("while it waits the caller is told as what, until when and how it is answered", async () => {
  const waiting = { answer: "waiting", id: "apr_1", until: Date.UTC(2026, 5, 12, 14, 32), how: "by phone" };
  await expect(askOwner("lock.open", answered(waiting), {})).rejects.toMatchObject({
    code: "APPROVAL_REQUIRED",
    denial: "approval_required",
    approvalId: "apr_1",
    message: "lock.open needs the owner's yes: asked as apr_1, open until 2026-06-12 14:32 UTC.",
    hint: expect.stringContaining("The owner answers by phone."),
  });
});

test.each([
  ["denied", "approval_denied"],
  ["too many", "approval_unavailable"],
  ["unavailable", "approval_unavailable"],
  ["", "approval_unavailable"],
  ["Approved", "approval_unavailable"],
  [undefined, "approval_unavailable"],
])("%p is no yes", async (answer, denial) => {
  await expect(askOwner("lock.open", answered({ answer }), {})).rejects.toMatchObject({
    code: "PERMISSION_DENIED",
    denial,
  });
});
