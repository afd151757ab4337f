/** One template, rendered once: whatever comes of it, the subscription ends. */

import { afterEach, describe, expect, test } from "bun:test";
import { closeAll, type FakeHass, HELD, openGateway, openHass, Refusal } from "../fake-hass.ts";

afterEach(closeAll);

async function openHome() {
  const hass = await openHass();
  const gateway = openGateway(hass.url);
  await gateway.ready();
  return { hass, gateway };
}

/** Resolves when the subscription of the template has been ended. */
async function unsubscribed(hass: FakeHass): Promise<void> {
  const { id } = await hass.until(({ type }) => type === "render_template");
  await hass.until(({ type, subscription }) => type === "unsubscribe_events" && subscription === id);
}

const confirm = (id: number) => ({ id, type: "result", success: true, result: null });

describe("rendering once", () => {
  test("gives the first result as text; Home Assistant is told how long it may take", async () => {
    const { hass, gateway } = await openHome();
    const rendered = gateway.renderTemplate("{{ 1 + 1 }}", 3_000);
    const message = await hass.until(({ type }) => type === "render_template");
    expect(message).toMatchObject({ template: "{{ 1 + 1 }}", timeout: 3, report_errors: true });
    hass.event("render_template", { result: 2 });
    hass.event("render_template", { result: 3 });
    expect(await rendered).toBe("2");
    await unsubscribed(hass);
  });

  test("ends the subscription also when result and confirmation share a frame", async () => {
    const { hass, gateway } = await openHome();
    hass.answers.set("render_template", ({ id }) => {
      hass.send([confirm(id), { id, type: "event", event: { result: "on" } }]);
      return HELD;
    });
    expect(await gateway.renderTemplate("{{ x }}", 3_000)).toBe("on");
    await unsubscribed(hass);
  });

  test("a template that fails is an error", async () => {
    const { hass, gateway } = await openHome();
    const rendered = gateway.renderTemplate("{{ x }}", 3_000);
    await hass.until(({ type }) => type === "render_template");
    hass.event("render_template", { error: "UndefinedError: secret words", level: "ERROR" });
    await expect(rendered).rejects.toThrow("the template failed");
    await unsubscribed(hass);
  });

  test("a template that is refused is an error, and there is nothing to end", async () => {
    const { hass, gateway } = await openHome();
    hass.answers.set("render_template", () => {
      throw new Refusal("no");
    });
    await expect(gateway.renderTemplate("{{ x }}", 3_000)).rejects.toThrow("refused (rejected)");
    await gateway.query({ type: "script/config" });
    expect(hass.received.map(({ type }) => type)).not.toContain("unsubscribe_events");
  });

  test("a template that takes too long is given up", async () => {
    const { hass, gateway } = await openHome();
    await expect(gateway.renderTemplate("{{ x }}", 20)).rejects.toThrow("took too long");
    await unsubscribed(hass);
  });

  test("a confirmation that comes after the time-out ends the subscription all the same", async () => {
    const { hass, gateway } = await openHome();
    hass.answers.set("render_template", () => HELD);
    await expect(gateway.renderTemplate("{{ x }}", 20)).rejects.toThrow("took too long");
    const { id } = await hass.until(({ type }) => type === "render_template");
    hass.send(confirm(id));
    await unsubscribed(hass);
  });

  test("a connection that breaks meanwhile is an error", async () => {
    const { hass, gateway } = await openHome();
    const rendered = gateway.renderTemplate("{{ x }}", 500);
    await hass.until(({ type }) => type === "render_template");
    hass.drop();
    await expect(rendered).rejects.toThrow("took too long");
  });
});
