/** What was not foreseen: the caller gets a reference, the log what happened; and what a call waits for before it runs. */

import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { Failure } from "../../../src/core/failure.ts";
import type { FollowInput } from "../../../src/home/follow/hearing.ts";
import type { AnyTool } from "../../../src/tools/tool.ts";
import { grantOf, openRoad, type RoadOptions } from "../../road/road.ts";

const GRANT = grantOf({ access: { read: ["*"] } });

function tool(handle: AnyTool["handle"], more: Partial<AnyTool> = {}): AnyTool {
  return {
    name: "ha_x",
    title: "X",
    description: "Does x.",
    input: v.strictObject({}),
    output: v.strictObject({ done: v.boolean() }),
    effects: ["read"],
    idempotent: true,
    handle,
    text: () => "done",
    ...more,
  };
}

async function called(handle: AnyTool["handle"], more: Partial<AnyTool> = {}, options: RoadOptions = {}) {
  const logged: (readonly [name: string, facts: Readonly<Record<string, unknown>>])[] = [];
  const road = await openRoad(GRANT, {
    tools: [tool(handle, more)],
    logged: (name, facts) => logged.push([name, { ...(facts as object) }]),
    ...options,
  });
  return { said: await road.call("ha_x", {}), logged, road };
}

const failing = (fault: unknown) => async () => {
  throw fault;
};

describe("a tool that breaks", () => {
  test("is told by a reference alone, under which the log has the fault", async () => {
    const fault = new Error("secret path /home/x");
    const { said, logged, road } = await called(failing(fault));
    expect(said.code).toBe("DEFECT");
    expect(said.text).not.toContain("secret");
    const [, reference] = /\(reference ([\da-f]{8})\)/.exec(said.text) ?? [];
    expect(logged).toMatchObject([["defect", { fault, stack: fault.stack }]]);
    expect(logged[0]?.[1]["call_id"]).toStartWith(String(reference));
    expect(road.audited()).toEqual(["ha_x failed"]);
  });

  test("with what is no Error is told the same", async () => {
    const { said, logged } = await called(failing("text"));
    expect(said.code).toBe("DEFECT");
    expect(logged).toMatchObject([["defect", { fault: "text", stack: undefined }]]);
  });

  test("and knows so itself is logged with its cause", async () => {
    const cause = new Error("inner");
    const { said, logged } = await called(failing(new Failure("DEFECT", "It failed inside.", { cause })));
    expect(said.text).toStartWith("DEFECT: It failed inside.");
    expect(logged).toMatchObject([["defect", { fault: cause }]]);
  });

  test("is no defect where it refuses, or where the caller gave up", async () => {
    const refused = await called(failing(new Failure("NOT_FOUND", "Nothing there.")));
    expect([refused.said.code, refused.logged]).toEqual(["NOT_FOUND", []]);
    const gone = await called(failing(new DOMException("gone", "AbortError")));
    expect([gone.said.code, gone.logged]).toEqual(["CANCELLED", []]);
  });

  test("is one where it answers outside of its schema", async () => {
    for (const answer of [{ done: "yes" }, {}, { done: true, more: 1 }]) {
      const { said, logged } = await called(async () => answer);
      expect(said.code).toBe("DEFECT");
      expect(String(logged[0]?.[1]["fault"])).toContain("ha_x answered outside its schema");
    }
    expect((await called(async () => ({ done: true }))).said).toMatchObject({
      code: "ok",
      structured: { done: true },
    });
  });

  test("answers a picture beside what its schema says", async () => {
    const picture = { data: "aGk=", mimeType: "image/png" };
    const { said } = await called(async () => ({ done: true, picture }));
    expect(said).toMatchObject({ code: "ok", structured: { done: true } });
    expect(said.text).not.toContain("picture");
  });
});

describe("a home that is not connected", () => {
  const waiting = async (connected: boolean, effects: AnyTool["effects"]) => {
    let waited = 0;
    const { said } = await called(
      async () => ({ done: true }),
      { effects },
      {
        through: (gateway) => ({
          ...gateway,
          connected,
          ready: async () => {
            waited++;
          },
        }),
      },
    );
    return [said.code, waited];
  };

  test("is waited for by whoever follows it, not by who follows its own grant", async () => {
    const following = async (connected: boolean, input: FollowInput) => {
      let waited = 0;
      const road = await openRoad(GRANT, {
        through: (gateway) => ({
          ...gateway,
          connected,
          ready: async () => {
            waited++;
          },
        }),
      });
      const stop = await road.follow(input, { changed: () => undefined, ended: () => undefined });
      if (typeof stop === "function") stop();
      return [typeof stop, waited];
    };
    expect(await following(false, { id: "light.hall" })).toEqual(["function", 1]);
    expect(await following(true, { id: "light.hall" })).toEqual(["function", 0]);
    expect(await following(false, { access: true })).toEqual(["function", 0]);
  });

  test("is waited for by what looks at it, and by nothing else", async () => {
    expect(await waiting(false, ["read"])).toEqual(["ok", 1]);
    expect(await waiting(true, ["read"])).toEqual(["ok", 0]);
    expect(await waiting(false, ["none"])).toEqual(["ok", 0]);
    expect(await waiting(false, ["none", "read"])).toEqual(["ok", 1]);
  });
});

describe("a tool that nobody has", () => {
  test("is answered with the nearest, where one is near", async () => {
    const { road } = await called(async () => ({ done: true }));
    expect((await road.call("ha_y", {})).text).toContain("The nearest is ha_x.");
    const closed = await openRoad(grantOf({ access: { read: ["*"] } }));
    // what the grant does not open is no nearest
    expect((await closed.call("ha_templat", {})).text).not.toContain("ha_template");
    const far = await road.call("quite_something_else_altogether", {});
    expect([far.code, far.text.includes("nearest")]).toEqual(["TOOL_UNKNOWN", false]);
  });
});
