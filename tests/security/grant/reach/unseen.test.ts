/** What nobody can see through: templates where entities stand, integrations' own services, odd names on gated things. */

import { describe, expect, test } from "bun:test";
import { ASKS, house, LIGHTS, QUIET, UNLOCK } from "./house.ts";

const KITCHEN = { entity_id: "light.kitchen" };

describe("a template where entities stand", () => {
  const script = (step: object) =>
    house(
      QUIET,
      UNLOCK,
      {},
      {
        answers: { "script/config": () => ({ config: { sequence: [...LIGHTS, step] } }) },
      },
    ).ask("script.turn_on", { entity_id: "script.good_night" });
  const automation = (step: object) =>
    house([{ trigger: "state", ...KITCHEN }], [step]).ask("light.turn_on", KITCHEN);

  test.each<object>([
    { action: "scene.apply", data: { entities: "{{ {'lock.front': 'unlocked'} }}" } },
    { action: "scene.apply", data: { entities: { "{{ which }}": "unlocked" } } },
    { action: "scene.apply", data: "{{ what }}" },
    { service: "scene.apply", data_template: { entities: "{{ what }}" } },
    { action: "homeassistant.turn_on", data: { entity_id: "{{ which }}" } },
  ])("hides them in a script and behind an automation: %j", async (step) => {
    expect(await script(step)).toMatchObject({ code: "indirect_opaque" });
    expect(await automation(step)).toMatchObject(ASKS);
  });

  test.each<object>([
    {
      action: "media_player.join",
      target: { entity_id: "media_player.tv" },
      data: { group_members: ["{{ x }}"] },
    },
    {
      action: "music_assistant.transfer_queue",
      target: { entity_id: "media_player.tv" },
      data: { source_player: "{{ x }}" },
    },
    {
      action: "light.turn_on",
      target: { entity_id: "light.hall" },
      data: { deep: [{ entity_id: "{% x %}" }] },
    },
  ])("hides them in data: %j", async (step) => {
    expect(await script(step)).toMatchObject({ code: "indirect_opaque" });
  });

  test.each<object>([
    { action: "light.turn_on", target: { entity_id: "light.hall" }, data: { brightness: "{{ x }}" } },
    { action: "notify.mail", data: { message: "{{ x }}", data: { tag: "{{ y }}" } } },
    { action: "scene.apply", data: { entities: { "light.hall": "{{ x }}" } } },
  ])("hides nothing as a value: %j", async (step) => {
    expect(await script(step)).toMatchObject({ allow: true });
    expect(await automation(step)).toMatchObject({ allow: true });
  });
});

test.each([
  "hue.activate_scene",
  "esphome.node_open_door",
  "alarmo.arm",
  "light.reload",
  "template.reload",
  "tts.clear_cache",
  "somebody.reload_all",
])("no wildcard opens %s without entities", async (service) => {
  expect(await house(QUIET).ask(service)).toMatchObject({ code: "scope_denied" });
});

test.each([
  "notify.mail",
  "persistent_notification.create",
  "logbook.log",
  "shopping_list.add_item",
  "tts.google_say",
])("a wildcard opens %s", async (service) => {
  expect(await house(QUIET).ask(service, undefined, { message: "x" })).toMatchObject({ allow: true });
});

test.each([
  ["x.get_and_unlock", ASKS],
  ["x.refresh_and_open", ASKS],
  ["lock.get_status", { allow: true }],
  ["homeassistant.update_entity", { allow: true }],
])("%s on a lock", async (service, said) => {
  expect(await house(QUIET).ask(service, { entity_id: "lock.front" })).toMatchObject(said);
});
