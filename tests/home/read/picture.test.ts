/** Pictures are asked for of cameras and images alone. */

import { expect, test } from "bun:test";
import { grantOf, openRoad } from "../../road/road.ts";

const ACCESS = { read: ["light.kitchen"], camera: ["camera.*"] };

test("the id of something else is said to be none, whether it is there or not", async () => {
  const { call } = await openRoad(grantOf({ access: ACCESS }));
  const ids = ["light.kitchen", "lock.front", "lock.no"];
  const answers = await Promise.all(ids.map((id) => call("ha_camera", { id })));
  for (const [index, { code, text }] of answers.entries())
    expect([code, text]).toEqual([
      "INPUT_INVALID",
      expect.stringContaining(`${ids[index]} is neither a camera nor an image.`),
    ]);
});

test("a camera that is hidden is one that is not there", async () => {
  const { call } = await openRoad(grantOf({ access: { ...ACCESS, camera: ["camera.mine"] } }));
  const [one, other] = await Promise.all(["camera.x", "camera.y"].map((id) => call("ha_camera", { id })));
  expect(one?.code).toBe("NOT_FOUND");
  expect(one?.text.replaceAll("camera.x", "X")).toBe(String(other?.text.replaceAll("camera.y", "X")));
});
