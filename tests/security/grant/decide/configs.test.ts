/** What is fetched to see through things: what it is taken for, how long it is kept, what a refusal comes to. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../../src/core/failure.ts";
import type { Gateway } from "../../../../src/hass/gateway.ts";
import {
  fetchConfigs,
  fetchRegistryIds,
  fetchRelated,
} from "../../../../src/security/grant/decide/configs.ts";
import { fakeGateway } from "../fake-gateway.ts";
import { stateOf } from "../vector-home.ts";

const away = () => {
  throw new Failure("HASS_UNAVAILABLE", "away");
};

describe("configurations", () => {
  const fetched = async (answer: () => unknown, id = "script.good_night") => {
    const { gateway } = fakeGateway({ answers: { "script/config": answer } });
    return [...(await fetchConfigs(gateway, [id]))];
  };

  test.each<readonly [unknown, unknown]>([
    [{ config: { a: 1 } }, { a: 1 }],
    [{ config: null }, null],
    [{}, undefined],
    [null, undefined],
    ["config", undefined],
    [undefined, undefined],
  ])("%j is %j", async (answer, config) => {
    expect(await fetched(() => answer)).toEqual([["script.good_night", config]]);
  });

  test("what is refused cannot be read; who does not answer is another thing", async () => {
    const { gateway } = fakeGateway();
    expect([...(await fetchConfigs(gateway, ["script.a", "automation.b"]))]).toEqual([
      ["script.a", undefined],
      ["automation.b", undefined],
    ]);
    await expect(fetched(away)).rejects.toMatchObject({ code: "HASS_UNAVAILABLE" });
  });

  test("are kept until the entity or a registry changes, and only where there is such an entity", async () => {
    const fake = fakeGateway({ answers: { "script/config": () => ({ config: {} }) } });
    const { asked } = fake;
    let revision = 1;
    const gateway: Gateway = {
      ...fake.gateway,
      get revision() {
        return revision;
      },
    };
    const times = async (id = "script.good_night") => {
      asked.splice(0);
      await fetchConfigs(gateway, [id]);
      return asked.length;
    };
    expect([await times(), await times()]).toEqual([1, 0]);
    revision = 2;
    expect([await times(), await times()]).toEqual([1, 0]);
    fake.set({ ...stateOf("script.good_night"), lastUpdated: 9 });
    expect([await times(), await times()]).toEqual([1, 0]);
    expect([await times("script.nobody"), await times("script.nobody")]).toEqual([1, 1]);
  });

  test("what could not be read is asked for again", async () => {
    const { gateway, asked } = fakeGateway({ answers: { "script/config": () => null } });
    await fetchConfigs(gateway, ["script.good_night"]);
    await fetchConfigs(gateway, ["script.good_night"]);
    expect(asked).toHaveLength(2);
  });
});

describe("registry ids", () => {
  test.each<readonly [unknown, unknown]>([
    [[{ id: "1", entity_id: "light.a" }, { id: 2, entity_id: "light.b" }, { id: "3" }], [["1", "light.a"]]],
    [[], []],
    [{}, "unreadable"],
    [null, "unreadable"],
  ])("%j", async (answer, ids) => {
    const { gateway, asked } = fakeGateway({ answers: { "config/entity_registry/list": () => answer } });
    const read = await fetchRegistryIds(gateway);
    expect(typeof read === "string" ? read : [...read]).toEqual(ids as never);
    await fetchRegistryIds(gateway);
    // what was read is kept
    expect(asked).toHaveLength(ids === "unreadable" ? 2 : 1);
  });

  test("that are refused cannot be read", async () => {
    expect(await fetchRegistryIds(fakeGateway().gateway)).toBe("unreadable");
  });
});

describe("what Home Assistant relates", () => {
  test.each<readonly [unknown, readonly string[]]>([
    [{ automation: ["automation.a", "automation.b"] }, ["automation.a", "automation.b"]],
    [{ automation: ["automation.a", 5, "automation.b"] }, ["none"]],
    [{ automation: "automation.a" }, ["none"]],
    [{ script: ["script.a"] }, []],
    [{}, []],
    [null, ["none"]],
    ["automation", ["none"]],
  ])("%j", async (answer, ids) => {
    const { gateway } = fakeGateway({ answers: { "search/related": () => answer } });
    expect([...((await fetchRelated(gateway, "input_boolean.a")) ?? ["none"])]).toEqual([...ids]);
  });

  test("nothing is said where it is refused", async () => {
    expect(await fetchRelated(fakeGateway().gateway, "input_boolean.a")).toBeUndefined();
  });
});
