/** Bad input and forbidden things through a real host: a clear error each, and nothing moves. */

import { describe, expect, test } from "bun:test";
import { foundOf, rowsOf, startHost } from "./host.ts";
import { openSuite } from "./suite.ts";

const suite = openSuite();

async function refused(args: Readonly<Record<string, unknown>>): Promise<string> {
  const result = await suite.host.call("ha_call_service", args);
  expect(result.error).toBe(true);
  expect(result.structured).toEqual({});
  return result.text;
}

async function stateOf(id: string): Promise<unknown> {
  return foundOf(await suite.host.call("ha_read", { ids: [id] }))[0]?.["state"];
}

describe("what needs the owner", () => {
  test("unlocking is refused by every way in", async () => {
    const { lock } = suite.home.roles;
    const before = await stateOf(lock);
    const target = { entity_id: [lock] };
    for (const args of [
      { service: "lock.unlock", target },
      { service: "LOCK.UNLOCK", target },
      { service: "lock.unlock", target: { entity_id: lock.toUpperCase() } },
      { service: "lock.unlock", target: { entity_id: `${suite.home.roles.switch}, ${lock}` } },
      { service: "lock.unlock", data: { entity_id: lock } },
      { service: "lock.unlock", target: { entity_id: ["all"] } },
    ]) {
      expect(await refused(args)).toStartWith("PERMISSION_DENIED: ");
    }
    // nobody is asked for what does nothing to a lock
    for (const service of ["homeassistant.turn_off", "homeassistant.toggle"])
      expect(await refused({ service, target })).toStartWith("INPUT_INVALID: ");
    expect(await stateOf(lock)).toBe(before);
  });

  test("the machine's copy says which denial", async () => {
    const result = await suite.host.call("ha_call_service", {
      service: "lock.unlock",
      target: { entity_id: [suite.home.roles.lock] },
    });
    expect(result.meta["hearthgate/error"]).toMatchObject({
      code: "PERMISSION_DENIED",
      denial: "approval_unavailable",
    });
  });

  test("opening a garage is refused, closing it is not", async () => {
    const target = { entity_id: [suite.home.roles.garage] };
    expect(await refused({ service: "cover.open_cover", target })).toContain("owner");
    expect(await refused({ service: "cover.toggle", target })).toContain("owner");
    expect(
      rowsOf(await suite.host.call("ha_call_service", { service: "cover.close_cover", target })),
    ).toHaveLength(1);
  });

  test("locking needs nobody", async () => {
    const rows = rowsOf(
      await suite.host.call("ha_call_service", {
        service: "lock.lock",
        target: { entity_id: [suite.home.roles.lock] },
      }),
    );
    expect(["already", "confirmed"]).toContain(rows[0]?.verdict ?? "");
  });
});

describe("bad input", () => {
  test("ids that are none", async () => {
    for (const id of [
      "light.kitchen\u200b",
      "lіght.kitchen",
      "../light",
      "light",
      "{{ states.light }}",
      "light.a b",
      "",
    ]) {
      expect(await refused({ service: "light.turn_on", target: { entity_id: [id] } })).toMatch(
        /^(INPUT_INVALID|NOT_FOUND|PERMISSION_DENIED): /,
      );
    }
  });

  test("an entity that does not exist is NOT_FOUND with the nearest names", async () => {
    const id = `${suite.home.roles.dimmable.id}x`;
    const text = await refused({ service: "light.turn_on", target: { entity_id: [id] } });
    expect(text).toStartWith("NOT_FOUND: ");
  });

  test("an area that does not exist, and an empty list, reach nothing", async () => {
    expect(await refused({ service: "light.turn_off", target: { area_id: ["no_such_area"] } })).toStartWith(
      "NOT_FOUND: ",
    );
    for (const target of [{ entity_id: [] }, {}])
      expect(await refused({ service: "light.turn_off", target })).toStartWith("INPUT_INVALID: ");
  });

  test("unknown services and fields are named with the valid ones", async () => {
    const target = { entity_id: [suite.home.roles.dimmable.id] };
    expect(await refused({ service: "light.turn_onn", target })).toContain("light.turn_on");
    const unknown = await refused({ service: "light.turn_on", target, data: { brightnes: 3 } });
    expect(unknown).toStartWith("INPUT_INVALID: ");
    expect(unknown).toContain("brightness");
    expect(await refused({ service: "light.turn_on", target, data: { brightness: 999 } })).toContain("0–255");
    expect(await refused({ service: "nonsense", target })).toStartWith("INPUT_INVALID: ");
  });

  test("unknown keys, wrong types and both forms at once", async () => {
    expect(await refused({ service: "light.turn_on", targets: {} })).toContain(
      "unknown key targets; known: service, target",
    );
    expect(await refused({ service: 3 })).toContain("is no service");
    expect(await refused({ service: "light.turn_on", calls: [{ service: "light.turn_on" }] })).toContain(
      "not both",
    );
    expect(await refused({})).toContain("service is missing");
    expect(await refused({ calls: [{ servic: "x" }] })).toContain("calls[0]");
  });

  test("what models write is mended: a bare string, a JSON string, null", async () => {
    const rows = rowsOf(
      await suite.host.call("ha_call_service", {
        service: "light.turn_on",
        target: JSON.stringify({ entity_id: suite.home.roles.dimmable.id }),
        data: null,
      }),
    );
    expect(rows).toHaveLength(1);
    expect(foundOf(await suite.host.call("ha_read", { ids: suite.home.roles.dimmable.id }))).toHaveLength(1);
  });

  test("1 MiB of arguments is answered", async () => {
    const text = await refused({ service: "light.turn_on", target: { entity_id: ["x".repeat(1_000_000)] } });
    expect(text.length).toBeLessThan(1_000);
  });

  test("an unknown tool is a protocol error", async () => {
    await expect(suite.host.call("ha_nope", {})).rejects.toMatchObject({ code: -32602 });
  });
});

describe("the viewer", () => {
  test("sees what Assist sees, cannot act, and cannot tell hidden from missing", async () => {
    const viewer = await startHost({ ...suite.home, env: { HEARTHGATE_GRANT: "viewer" } });
    try {
      const { tools } = await viewer.client.listTools();
      expect(tools.map((tool) => tool.name)).not.toContain("ha_call_service");
      expect(foundOf(await viewer.call("ha_read", { ids: [suite.home.roles.dimmable.id] }))).toHaveLength(1);
      const hidden = await viewer.call("ha_read", { ids: [suite.home.roles.lock] });
      const missing = await viewer.call("ha_read", { ids: [suite.home.roles.lock.replace(/.$/, "q")] });
      expect(hidden.error).toBe(true);
      // the nearest names follow from the text that was asked for, and are always permitted ones
      const sentence = (text: string) =>
        text.replace(/ (Nearest: .*|Check the id\.)$/, "").replace(/lock\.\w+/, "ID");
      expect(sentence(hidden.text)).toBe(sentence(missing.text));
      expect(hidden.text.replace(/named \S+/, "")).not.toContain("lock.");
      await expect(viewer.call("ha_call_service", { service: "light.turn_on" })).rejects.toMatchObject({
        code: -32602,
      });
    } finally {
      await viewer.close();
    }
  });
});
