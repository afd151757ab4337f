/** A service call that Home Assistant refuses: what is told of it. */

import { expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { sendCall } from "../../../src/hass/link/call-service.ts";

async function hintOf(code: string): Promise<string | undefined> {
  const refused = {
    sendMessagePromise: () => Promise.reject({ code, message: "required key not provided" }),
  };
  const call = { domain: "climate", service: "set_hvac_mode", data: {}, entityIds: undefined };
  const failure = await sendCall(() => refused as never, call).catch((fault: unknown) => fault);
  if (!(failure instanceof Failure)) throw new Error("not refused");
  return failure.hint;
}

test("data of a form that it does not take: where the fields stand", async () => {
  expect(await hintOf("invalid_format")).toBe("ha_services climate.set_hvac_mode tells its fields.");
  expect(await hintOf("home_assistant_error")).toBeUndefined();
});
