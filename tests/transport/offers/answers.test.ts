/** Methods beside tools: which there are, what is announced, what a refusal becomes. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import type { Door } from "../../../src/transport/door.ts";
import {
  answerMethod,
  capabilitiesFor,
  faultOf,
  isOffered,
} from "../../../src/transport/offers/answer-method.ts";
import { followedBy, readResource } from "../../../src/transport/offers/resources.ts";
import { openSubscriptions, updateOf } from "../../../src/transport/offers/subscriptions.ts";
import { CONTEXT, followingDoor, KITCHEN } from "./following-door.ts";

const FOLLOWS = { subscribes: true };
const ALONE = { subscribes: false };

test("a method is offered by its name; subscriptions where somebody stays to be told", () => {
  for (const method of ["resources/list", "resources/read", "prompts/get", "completion/complete"])
    expect([isOffered(method, FOLLOWS), isOffered(method, ALONE)]).toEqual([true, true]);
  for (const method of ["resources/subscribe", "resources/unsubscribe"])
    expect([isOffered(method, FOLLOWS), isOffered(method, ALONE)]).toEqual([true, false]);
  for (const method of ["tools/call", "toString", "__proto__", "", undefined, 5, ["prompts/get"]])
    expect([method, isOffered(method, FOLLOWS)]).toEqual([method, false]);
});

test("changes are announced where somebody stays to be told", () => {
  const beside = { prompts: {}, completions: {} };
  expect(capabilitiesFor({ stays: true })).toEqual({
    ...beside,
    tools: { listChanged: true },
    resources: { subscribe: true },
  });
  expect(capabilitiesFor({ stays: false })).toEqual({ ...beside, tools: {}, resources: {} });
});

test("a refusal is an error with what to do; by the address it is known that the resource is not there", () => {
  const absent = new Failure("NOT_FOUND", "No such.", { hint: "Look." });
  expect(faultOf(absent, "ha://x")).toEqual({
    code: -32_602,
    message: "NOT_FOUND: No such. Look.",
    data: { uri: "ha://x" },
  });
  expect(faultOf(absent, 5)).not.toContainKey("data");
  expect(faultOf(new Failure("RATE_LIMITED", "Wait."), "ha://x")).toEqual({
    code: -32_602,
    message: "RATE_LIMITED: Wait.",
  });
});

test("what is no refusal goes on as what it is", async () => {
  const { door } = await followingDoor();
  const broken: Door = { ...door, call: () => Promise.reject(new TypeError("a defect")) };
  const read = { method: "resources/read", params: { uri: "ha://overview" } };
  await expect(answerMethod(broken, read, CONTEXT)).rejects.toThrow("a defect");
});

describe("a page", () => {
  const answering = (answer: () => Promise<object>) => async () => {
    const { door } = await followingDoor();
    return { ...door, call: answer } as unknown as Door;
  };
  const ABSENT = expect.objectContaining({ code: "NOT_FOUND", message: "No such resource is here." });

  test("is what its tool says", async () => {
    const door = await answering(async () => ({ text: "on", structured: {} }))();
    expect(await readResource(door, KITCHEN, CONTEXT)).toEqual({
      contents: [{ uri: KITCHEN, mimeType: "text/plain", text: "on" }],
    });
  });

  test.each([
    ["ha://overview", "ha_overview", {}, {}],
    ["ha://access", "ha_access", {}, { access: true }],
    [KITCHEN, "ha_read", { ids: ["light.kitchen"], detail: "full" }, { id: "light.kitchen" }],
    ["ha://area/living%20room", "ha_overview", { area: "living room" }, { area: "living room" }],
    ["ha://automation/17", "ha_read", { ids: ["automation:17"], detail: "full" }, { id: "automation:17" }],
    ["ha://dashboard/map", "ha_read", { ids: ["dashboard:map"], detail: "full" }, undefined],
  ] as const)("%s is read by its tool, and followed as what it is of", async (uri, tool, input, followed) => {
    const { door } = await followingDoor();
    const asked: unknown[] = [];
    const noting: Door = {
      ...door,
      async call(name, given) {
        asked.push(name, given);
        return { text: "", structured: {} } as never;
      },
    };
    await readResource(noting, uri, CONTEXT);
    expect(asked).toEqual([tool, input]);
    if (followed) expect(await followedBy(door, uri)).toEqual(followed as never);
  });

  test("that is not there, or not to be seen, is no page; another refusal is told as it is", async () => {
    const absent = await answering(() => Promise.reject(new Failure("NOT_FOUND", "light.kitchen is not")))();
    await expect(readResource(absent, KITCHEN, CONTEXT)).rejects.toEqual(ABSENT);
    const listed = await answering(async () => ({ text: "", structured: { not_found: [KITCHEN] } }))();
    await expect(readResource(listed, KITCHEN, CONTEXT)).rejects.toEqual(ABSENT);
    const limited = await answering(() => Promise.reject(new Failure("RATE_LIMITED", "Wait.")))();
    await expect(readResource(limited, KITCHEN, CONTEXT)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });

  test("of a tool that is not offered is not there", async () => {
    const { door } = await followingDoor();
    const narrow: Door = { ...door, tools: async () => [{ name: "ha_access" }] as never };
    await expect(readResource(narrow, KITCHEN, CONTEXT)).rejects.toEqual(ABSENT);
    await expect(followedBy(narrow, KITCHEN)).rejects.toEqual(ABSENT);
  });

  test("has an address that is one", async () => {
    const { door } = await followingDoor();
    for (const uri of [undefined, 5, null, [KITCHEN]])
      await expect(readResource(door, uri, CONTEXT)).rejects.toMatchObject({ code: "INPUT_INVALID" });
    for (const uri of ["", "ha://", "ha://entity/", "ha://entity/%zz", "ha://overview/", "HA://overview"]) {
      await expect(readResource(door, uri, CONTEXT)).rejects.toEqual(ABSENT);
      await expect(followedBy(door, uri)).rejects.toEqual(ABSENT);
    }
  });

  test("that tells of no changes cannot be followed, and says so", async () => {
    const { door } = await followingDoor();
    const dashboard = followedBy(door, "ha://dashboard/lovelace");
    await expect(dashboard).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });
});

describe("a subscription", () => {
  test("that is refused because it is not there says what every page that is not there says", async () => {
    const { door } = await followingDoor();
    const open = openSubscriptions(() => undefined);
    for (const [fault, code, message] of [
      [new Failure("NOT_FOUND", "light.kitchen is not"), "NOT_FOUND", "No such resource is here."],
      [new Failure("RATE_LIMITED", "Wait."), "RATE_LIMITED", "Wait."],
    ] as const) {
      const refusing: Door = { ...door, follow: () => Promise.reject(fault) };
      await expect(open.add(KITCHEN, refusing, CONTEXT)).rejects.toMatchObject({ code, message });
    }
    // nothing of it is left: it can be opened
    const uris: (readonly string[])[] = [];
    const later = openSubscriptions(
      () => undefined,
      (all) => void uris.push(all),
    );
    await later.add(KITCHEN, door, CONTEXT);
    expect(uris).toEqual([[KITCHEN]]);
  });

  test("is told of once it ends, with why, and is there no more", async () => {
    const { door } = await followingDoor();
    let end: (why: string) => void = () => undefined;
    const ending: Door = {
      ...door,
      async follow(_, heard) {
        end = heard.ended;
        return () => undefined;
      },
    };
    const [updates, uris]: [unknown[], (readonly string[])[]] = [[], []];
    const open = openSubscriptions(
      (...said) => void updates.push(said),
      (all) => void uris.push(all),
    );
    await open.add(KITCHEN, ending, CONTEXT);
    await open.add(KITCHEN, ending, CONTEXT);
    end("revoked");
    end("revoked");
    expect(updates).toEqual([[KITCHEN, "revoked"]]);
    expect(uris).toEqual([[KITCHEN], []]);
    expect([updateOf(KITCHEN, "revoked"), updateOf(KITCHEN, undefined)]).toEqual([
      { uri: KITCHEN, _meta: { "hearthgate/ended": "revoked" } },
      { uri: KITCHEN },
    ]);
  });

  test("once removed tells of nothing, also where its door still does", async () => {
    const { door } = await followingDoor();
    let heard: Parameters<Door["follow"]>[1] | undefined;
    const telling: Door = {
      ...door,
      async follow(_, by) {
        heard = by;
        return () => undefined;
      },
    };
    const updates: unknown[] = [];
    const open = openSubscriptions((...said) => void updates.push(said));
    await open.add(KITCHEN, telling, CONTEXT);
    heard?.changed();
    expect(updates).toEqual([[KITCHEN]]);
    open.remove(KITCHEN);
    open.remove(KITCHEN);
    open.remove(5);
    heard?.changed();
    heard?.ended("revoked");
    expect(updates).toHaveLength(1);
  });
});
