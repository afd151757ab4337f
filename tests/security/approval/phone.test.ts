/** The owner's phone: who is asked, whose answer counts. */

import { describe, expect, test } from "bun:test";
import type { HomeEvent, ServiceCall } from "../../../src/hass/gateway.ts";
import { NO_PLACE } from "../../../src/hass/place.ts";
import type { Approval } from "../../../src/security/approval/approval.ts";
import { openDesk } from "../../../src/security/approval/desk.ts";
import { openPhone } from "../../../src/security/approval/phone.ts";
import { memoryStore } from "../../../src/store/memory-store.ts";
import { grantOf } from "../../road/road.ts";
import { until } from "../../until.ts";

const PHONE = "notify.mobile_app_pixel";
const ASK = {
  ask: true,
  step: 20,
  why: "physical",
  targets: ["lock.a"],
  leaves: [],
  data: {},
  left_out: [],
} as const;

type Options = {
  readonly isAdmin?: boolean;
  readonly services?: readonly string[];
  readonly hasCommand?: boolean;
  readonly fires?: boolean;
};

function opened({ isAdmin = true, services = [PHONE], hasCommand = true, fires = true }: Options = {}) {
  let now = 1_000_000;
  const clock = { now: () => now };
  const store = memoryStore(clock);
  const sent: ServiceCall[] = [];
  const fired: string[] = [];
  const faults: string[] = [];
  const answered: Approval[] = [];
  let listener: ((event: HomeEvent) => void) | undefined;
  const notice = openPhone({
    store,
    clock,
    gateway: {
      connected: true,
      services: { notify: { mobile_app_pixel: { fields: {} } } },
      house: { version: "", timeZone: "UTC", language: "en", name: "", user: { id: "ours", isAdmin } },
      async callService(call) {
        sent.push(call);
        return { contextId: "", response: undefined };
      },
    },
    events: {
      listen: (_, heard) => {
        listener = heard;
      },
      fire: async (type) => void fired.push(type),
    },
    services,
    mayApprove: async (user) => user === "owner",
    hasCommand,
    fires,
    onAnswer: (approval) => void answered.push(approval),
    onFault: (what) => void faults.push(what),
  });
  const desk = openDesk({
    store,
    clock,
    place: () => NO_PLACE,
    notice,
    onAnswer: () => undefined,
    lifetimeMs: 600_000,
  });
  const say = (target = "lock.a") => {
    const request = {
      operation: "call_service",
      service: "lock.unlock",
      target: { entity_id: [target] },
    } as const;
    return desk.ownerFor({ grant: grantOf({}), credential: "c", tool: "t" }).hear(request);
  };
  const actions = () =>
    (
      (sent.at(-1)?.data["data"] as { actions: readonly { action: string }[] } | undefined)?.actions ?? []
    ).map(({ action }) => action);
  return {
    ...{ sent, fired, faults, answered, say, actions },
    answer: (action: unknown, user: string | null) =>
      listener?.({ data: { action }, context: { id: "c", user_id: user } }),
    later: (ms: number) => {
      now += ms;
    },
  };
}

describe("a question", () => {
  test("goes to the phone with a nonce that stands nowhere else, and is told as an event without it", async () => {
    const { say, sent, fired, actions } = opened();
    const asked = await say().ask(ASK);
    expect(asked).toMatchObject({
      answer: "waiting",
      how: expect.stringContaining("on the phone or with hearthgate"),
    });
    await until(() => sent.length === 1);
    expect(fired).toEqual(["hearthgate_approval_requested"]);
    expect(actions()[0]).toMatch(/^HEARTHGATE_YES_[0-9a-f]{32}$/);
    expect(JSON.stringify(asked)).not.toContain(String(actions()[0]).slice(-32));
  });

  test("one notification of a grant a minute; the next question is answered by command", async () => {
    const { say, sent, later } = opened();
    await say("lock.a").ask(ASK);
    await say("lock.b").ask(ASK);
    await until(() => sent.length === 1);
    later(60_000);
    await say("lock.c").ask(ASK);
    await until(() => sent.length === 2);
  });

  test.each([
    ["an ordinary user's token", { isAdmin: false }],
    ["no phone", { services: [] }],
    ["a phone that is gone", { services: ["notify.mobile_app_old"] }],
  ] as const)("%s: by command alone", async (_, options) => {
    const { say, sent } = opened(options);
    const asked = await say().ask(ASK);
    expect(asked).toMatchObject({ how: expect.stringMatching(/^with hearthgate approvals approve apr_/) });
    await Bun.sleep(5);
    expect(sent).toHaveLength(0);
    expect(
      await opened({ ...options, hasCommand: false })
        .say()
        .ask(ASK),
    ).toEqual({ answer: "unavailable" });
  });
});

describe("an answer", () => {
  async function asked() {
    const phone = opened();
    await phone.say().ask(ASK);
    await until(() => phone.sent.length === 1);
    const [yes = "", no = ""] = phone.actions();
    return { ...phone, yes, no, state: () => phone.say().stateOf(ASK) };
  }

  test("of an approver counts, once", async () => {
    const { answer, yes, no, answered, state, faults } = await asked();
    answer(yes, "owner");
    await until(() => answered.length === 1);
    expect(await state()).toBe("approved");
    answer(no, "owner");
    await until(() => faults.length === 1);
    expect(await state()).toBe("approved");
  });

  test("a no is a no", async () => {
    const { answer, no, answered, state } = await asked();
    answer(no, "owner");
    await until(() => answered.length === 1);
    expect(await state()).toBe("denied");
  });

  test.each([
    ["our own user", "ours"],
    ["an automation", null],
    ["a user who is no approver", "guest"],
  ])("of %s counts for nothing", async (_, user) => {
    const { answer, yes, state, faults } = await asked();
    answer(yes, user);
    await until(() => faults.length === 1);
    expect(faults).toEqual(["approval_refused_answer"]);
    expect(await state()).toBe("open");
  });

  test.each([
    [
      "another nonce",
      (yes: string) => `${yes.slice(0, -1)}${yes.endsWith("0") ? "1" : "0"}`,
      ["approval_late_answer"],
    ],
    ["a part of it", (yes: string) => yes.slice(0, -1), []],
    ["more than it", (yes: string) => `${yes} `, []],
    ["no text", () => ({ action: 1 }), []],
  ] as const)("with %s counts for nothing", async (_, change, told) => {
    const { answer, yes, state, faults } = await asked();
    answer(change(yes), "owner");
    await until(() => faults.length >= told.length);
    await Bun.sleep(5);
    expect(faults).toEqual([...told]);
    expect(await state()).toBe("open");
  });

  test("after the end counts for nothing", async () => {
    const { answer, yes, state, later, answered } = await asked();
    later(600_000);
    answer(yes, "owner");
    await Bun.sleep(5);
    expect(answered).toHaveLength(0);
    expect(await state()).toBe("expired");
  });
});
