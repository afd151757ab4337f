/** The past, pictures and waiting through a real host, on whichever home the suite runs. */

import { describe, expect, test } from "bun:test";
import { until } from "../../until.ts";
import { startHost } from "../host.ts";
import { openSuite } from "../suite.ts";

const suite = openSuite();

async function turn(on: boolean): Promise<void> {
  const { id } = suite.home.roles.dimmable;
  await suite.host.call("ha_call_service", {
    service: on ? "light.turn_on" : "light.turn_off",
    target: { entity_id: [id] },
  });
}

describe("history", () => {
  test("what a light was, by its changes", async () => {
    await turn(false);
    await turn(true);
    const { id } = suite.home.roles.dimmable;
    type Past = { readonly id: string; readonly points: readonly string[]; readonly time_in_state: object };
    let row: Past | undefined;
    // the recorder writes every few seconds
    await until(async () => {
      const { structured } = await suite.host.call("ha_history", { ids: [id], start: "1h" });
      [row] = structured["found"] as Past[];
      return row?.points.at(-1)?.endsWith(" on") === true;
    }, 30_000);
    expect(row).toMatchObject({ id, time_in_state: { on: expect.any(String) } });
  });

  test("the logbook says by what", async () => {
    await turn(false);
    await turn(true);
    const { id } = suite.home.roles.dimmable;
    let last = "";
    // the recorder writes every few seconds
    await until(async () => {
      const { structured } = await suite.host.call("ha_history", { ids: [id], start: "1m", kind: "logbook" });
      last = (structured["events"] as string[]).at(-1) ?? "";
      return last.includes(`${id} on`);
    }, 30_000);
    expect(last).toContain("by a user");
  });

  test("statistics of what is not measured are none, and that is said", async () => {
    const { id } = suite.home.roles.dimmable;
    const { structured } = await suite.host.call("ha_history", {
      ids: [id],
      start: "30d",
      kind: "statistics",
    });
    expect(structured["found"]).toMatchObject([{ id, note: "no statistics in this time" }]);
  });
});

describe("waiting", () => {
  test("until it is as wanted", async () => {
    await turn(false);
    const { id } = suite.home.roles.dimmable;
    const waiting = suite.host.call("ha_wait", { id, state: "on", timeout_s: 20 });
    await turn(true);
    expect((await waiting).structured).toMatchObject({ id, met: true, state: expect.stringContaining("on") });
  });
});

describe("pictures", () => {
  const access = { read: ["*"], camera: ["*"] };

  test("a camera shows what it sees, as a picture that fits", async () => {
    const host = await startHost({ ...suite.home, grant: { name: "eyes", access, expires_at: "never" } });
    const cameras = await host.call("ha_search", { domain: ["camera"] });
    const [camera] = cameras.structured["hits"] as { id: string }[];
    const result = await host.client.callTool({ name: "ha_camera", arguments: { id: camera?.id ?? "" } });
    const [picture] = result.content as { type: string; data: string; mimeType: string }[];
    expect(picture).toMatchObject({ type: "image", mimeType: "image/jpeg" });
    const bytes = Buffer.from(picture?.data ?? "", "base64");
    // JPEG begins so (ITU T.81, annex B)
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(result.structuredContent).toMatchObject({ id: camera?.id, bytes: bytes.length });
    const light = await host.call("ha_camera", { id: suite.home.roles.dimmable.id });
    expect(light.error).toBe(true);
    await host.close();
  });

  test("without the scope there is no such tool", async () => {
    const { tools } = await suite.host.client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain("ha_camera");
  });
});
