/** Ways to a locked door, as a caller goes them: what somebody set up at home, and the call that sets it off. */

import type { Traps } from "./owner.ts";

export type Way = {
  readonly traps?: Traps;
  readonly service: string;
  readonly target?: object;
  readonly data?: object;
  /** Whether the same call by the owner opens the door; `false` where it only could, or does something as bad. */
  readonly opens?: boolean;
};

type Ways = Readonly<Record<string, Way>>;

export const DOOR = "lock.basic_lock";
const LIGHT = "light.kitchen_lights";
const HELPER = "input_boolean.ci_guest_mode";

const unlock = { action: "lock.unlock", target: { entity_id: DOOR } };
const lightOn = { action: "light.toggle", target: { entity_id: LIGHT } };
const runs = (name: string) => ({ action: "script.turn_on", target: { entity_id: `script.${name}` } });
const when = (triggers: object | readonly object[], actions: object | readonly object[]) => ({
  triggers: [triggers].flat(),
  actions: [actions].flat(),
  conditions: [],
  mode: "queued",
});
const changes = (entity_id: string) => ({ trigger: "state", entity_id });
const event = (event_type: string, event_data?: object) => ({
  trigger: "event",
  event_type,
  ...(event_data ? { event_data } : {}),
});
const script = (...sequence: readonly object[]) => ({ sequence, mode: "queued" });

const toggleLight = { service: "light.toggle", target: { entity_id: [LIGHT] } };
const toggleHelper = { service: "input_boolean.toggle", target: { entity_id: [HELPER] } };
const runScript = (name: string) => ({
  service: "script.turn_on",
  target: { entity_id: [`script.${name}`] },
});

const hidden = "{{ {'lock.basic_lock': 'unlocked'} }}";

/** Templates where entities can stand. */
export const TEMPLATED: Ways = {
  "a scene's entities in a script": {
    traps: { "script.t_scene": script({ action: "scene.apply", data: { entities: hidden } }) },
    ...runScript("t_scene"),
  },
  "the same by the script's own service": {
    traps: { "script.t_own": script({ action: "scene.apply", data: { entities: hidden } }) },
    service: "script.t_own",
  },
  "a templated service": {
    traps: {
      "script.t_service": script({ action: "{{ 'lock.' ~ 'unlock' }}", target: { entity_id: DOOR } }),
    },
    ...runScript("t_service"),
  },
  "a templated target": {
    traps: {
      "script.t_target": script({ action: "lock.unlock", target: { entity_id: "{{ 'lock.basic_lock' }}" } }),
    },
    ...runScript("t_target"),
  },
  "a templated target in data": {
    traps: {
      "script.t_data": script({ action: "lock.unlock", data: { entity_id: "{{ 'lock.basic_lock' }}" } }),
    },
    ...runScript("t_data"),
  },
  "data that are one template": {
    traps: {
      "script.t_whole": script({ action: "lock.unlock", data: "{{ {'entity_id': 'lock.basic_lock'} }}" }),
    },
    ...runScript("t_whole"),
  },
  "a target that is one template": {
    traps: {
      "script.t_all": script({ action: "lock.unlock", target: "{{ {'entity_id': 'lock.basic_lock'} }}" }),
    },
    ...runScript("t_all"),
  },
  "a variable of the script": {
    traps: {
      "script.t_variable": script(
        { variables: { door: DOOR } },
        { action: "lock.unlock", target: { entity_id: "{{ door }}" } },
      ),
    },
    ...runScript("t_variable"),
  },
  "what the caller hands to the script": {
    traps: {
      "script.t_handed": script({ action: "homeassistant.toggle", target: { entity_id: "{{ door }}" } }),
    },
    service: "script.t_handed",
    data: { door: DOOR },
    opens: false,
  },
  "variables of script.turn_on": {
    traps: { "script.t_variables": script({ action: "lock.unlock", target: { entity_id: "{{ door }}" } }) },
    ...runScript("t_variables"),
    data: { variables: { door: DOOR } },
  },
  "a scene's entities behind an automation on a light": {
    traps: {
      "automation.t_auto": when(changes(LIGHT), { action: "scene.apply", data: { entities: hidden } }),
    },
    ...toggleLight,
  },
  "a templated target behind an automation on a light": {
    traps: {
      "automation.t_light": when(changes(LIGHT), {
        action: "lock.unlock",
        target: { entity_id: "{{ 'lock.basic_lock' }}" },
      }),
    },
    ...toggleLight,
  },
  "a templated service behind an automation on a helper": {
    traps: {
      "automation.t_helper": when(changes(HELPER), {
        action: "{{ 'lock.unlock' }}",
        target: { entity_id: DOOR },
      }),
    },
    ...toggleHelper,
  },
  "a repeated template": {
    traps: {
      "script.t_each": script({
        repeat: {
          for_each: [DOOR],
          sequence: [{ action: "lock.unlock", target: { entity_id: "{{ repeat.item }}" } }],
        },
      }),
    },
    ...runScript("t_each"),
  },
};

/** Scripts and automations on the way. */
export const ON_THE_WAY: Ways = {
  "a script in a script": {
    traps: { "script.w_inner": script(unlock), "script.w_outer": script(runs("w_inner")) },
    ...runScript("w_outer"),
  },
  "an automation that waits for the script in a script": {
    traps: {
      "script.w_inner": script(lightOn),
      "script.w_outer": script(runs("w_inner")),
      "automation.w_waits": when(changes("script.w_inner"), unlock),
    },
    ...runScript("w_outer"),
  },
  "an automation that waits for a script which another one runs when the light changes": {
    traps: {
      "script.w_script": script({ delay: { milliseconds: 50 } }),
      "automation.w_first": when(changes(LIGHT), runs("w_script")),
      "automation.w_waits": when(changes("script.w_script"), unlock),
    },
    ...toggleLight,
  },
  "the same from a helper": {
    traps: {
      "script.w_script": script({ delay: { milliseconds: 50 } }),
      "automation.w_first": when(changes(HELPER), { action: "script.w_script" }),
      "automation.w_waits": when(changes("script.w_script"), unlock),
    },
    ...toggleHelper,
  },
  "an automation that waits for script_started": {
    traps: {
      "script.w_script": script(lightOn),
      "automation.w_waits": when(event("script_started"), unlock),
    },
    ...runScript("w_script"),
  },
  "an automation that waits for one that is triggered by a script": {
    traps: {
      "automation.w_first": when({ trigger: "time", at: "03:33:33" }, lightOn),
      "script.w_script": script({
        action: "automation.trigger",
        target: { entity_id: "automation.w_first" },
      }),
      "automation.w_waits": when(event("automation_triggered", { entity_id: "automation.w_first" }), unlock),
    },
    ...runScript("w_script"),
  },
  "an automation that waits for one that the light sets off": {
    traps: {
      "automation.w_first": when(changes(LIGHT), { delay: { milliseconds: 20 } }),
      "automation.w_waits": when(event("automation_triggered", { name: "w_first" }), unlock),
    },
    ...toggleLight,
  },
  "an automation that is triggered by hand": {
    traps: { "automation.w_hand": when({ trigger: "time", at: "03:33:33" }, unlock) },
    service: "automation.trigger",
    target: { entity_id: ["automation.w_hand"] },
  },
  "a scene with the door": {
    traps: { "scene.w_scene": { entities: { [DOOR]: "unlocked" } } },
    service: "scene.turn_on",
    target: { entity_id: ["scene.w_scene"] },
  },
  "an automation on the activation of a scene": {
    traps: {
      "scene.w_lit": { entities: { [LIGHT]: "on" } },
      "automation.w_waits": when(changes("scene.w_lit"), unlock),
    },
    service: "scene.turn_on",
    target: { entity_id: ["scene.w_lit"] },
  },
  "three automations in a row": {
    traps: {
      "automation.w_one": when(changes(LIGHT), {
        action: "input_boolean.toggle",
        target: { entity_id: HELPER },
      }),
      "automation.w_two": when(changes(HELPER), {
        action: "counter.increment",
        target: { entity_id: "counter.ci_counter" },
      }),
      "automation.w_three": when(changes("counter.ci_counter"), unlock),
    },
    ...toggleLight,
  },
  "a branch of a choice, in parallel, in a sequence": {
    traps: {
      "script.w_deep": script({
        parallel: [{ sequence: [{ choose: [], default: [unlock] }] }],
      }),
    },
    ...runScript("w_deep"),
  },
};

/** Services that do to a door, an alarm or an opening what their names do not say. */
export const BY_EFFECT: Ways = {
  unlock: { service: "lock.unlock", target: { entity_id: [DOOR] } },
  open: { service: "lock.open", target: { entity_id: [DOOR] }, opens: false },
  "in capitals": { service: "LOCK.UNLOCK", target: { entity_id: [DOOR.toUpperCase()] }, opens: false },
  "all locks": { service: "lock.unlock", target: { entity_id: ["all"] }, opens: false },
  "in data": { service: "lock.unlock", data: { entity_id: DOOR } },
  "a scene made on the spot": { service: "scene.apply", data: { entities: { [DOOR]: "unlocked" } } },
  "the same with a state": { service: "scene.apply", data: { entities: { [DOOR]: { state: "unlocked" } } } },
  toggle: { service: "homeassistant.toggle", target: { entity_id: [DOOR] }, opens: false },
  "the alarm": {
    service: "alarm_control_panel.alarm_disarm",
    target: { entity_id: ["alarm_control_panel.security"] },
    opens: false,
  },
  "arming it": {
    service: "alarm_control_panel.alarm_arm_away",
    target: { entity_id: ["alarm_control_panel.security"] },
    opens: false,
  },
  "the garage": { service: "cover.toggle", target: { entity_id: ["cover.garage_door"] }, opens: false },
  "a window, a little": {
    service: "cover.set_cover_position",
    target: { entity_id: ["cover.kitchen_window"] },
    data: { position: 5 },
    opens: false,
  },
  "its tilt": {
    service: "cover.open_cover_tilt",
    target: { entity_id: ["cover.living_room_window"] },
    opens: false,
  },
  "a valve": { service: "valve.open_valve", target: { entity_id: ["valve.orchard"] }, opens: false },
  "a siren": { service: "homeassistant.turn_on", target: { entity_id: ["siren.siren"] }, opens: false },
  "a reload": { service: "input_boolean.reload", opens: false },
  "an integration's own service": { service: "demo.randomize_device_tracker_data", opens: false },
  "a picture": {
    service: "camera.snapshot",
    target: { entity_id: ["camera.demo_camera"] },
    data: { filename: "/tmp/x.jpg" },
    opens: false,
  },
  "a sentence": { service: "conversation.process", data: { text: "unlock basic lock" }, opens: false },
  "a restart": { service: "homeassistant.restart", opens: false },
};

/** What an automation waits for: by list, by event, by message, by sentence, by what nobody can tie. */
export const SET_OFF: Ways = {
  "the light, by id": { traps: { "automation.s_id": when(changes(LIGHT), unlock) }, ...toggleLight },
  "all lights in a template": {
    traps: {
      "automation.s_all": when(
        {
          trigger: "template",
          value_template:
            "{{ states.light | selectattr('entity_id', 'eq', 'light.kitchen_lights') | map(attribute='state') | first == 'on' }}",
        },
        unlock,
      ),
    },
    ...toggleLight,
    opens: false,
  },
  "the light, by its event": {
    traps: { "automation.s_event": when(event("state_changed", { entity_id: LIGHT }), unlock) },
    ...toggleLight,
  },
  "every call": {
    traps: { "automation.s_call": when(event("call_service", { domain: "light" }), unlock) },
    ...toggleLight,
  },
  "calls of a service": {
    traps: {
      "automation.s_toggle": when(event("call_service", { domain: "light", service: "toggle" }), unlock),
    },
    ...toggleLight,
  },
  "an event that a script fires": {
    traps: {
      "script.s_fires": script({ event: "my_event" }),
      "automation.s_waits": when(event("my_event"), unlock),
    },
    ...runScript("s_fires"),
  },
  "an event that an automation fires": {
    traps: {
      "automation.s_first": when(changes(LIGHT), { event: "my_event" }),
      "automation.s_waits": when(event("my_event"), unlock),
    },
    ...toggleLight,
  },
  "an event that a script behind an automation fires": {
    traps: {
      "script.s_fires": script({ event: "my_event", event_data: { a: 1 } }),
      "automation.s_first": when(changes(LIGHT), runs("s_fires")),
      "automation.s_waits": when(event("my_event", { a: 1 }), unlock),
    },
    ...toggleLight,
  },
  "one event after another": {
    traps: {
      "automation.s_first": when(changes(LIGHT), { event: "one" }),
      "automation.s_second": when(event("one"), { event: "two" }),
      "automation.s_waits": when(event("two"), unlock),
    },
    ...toggleLight,
  },
  "a tag": {
    traps: {
      "automation.s_first": when(changes(LIGHT), {
        event: "tag_scanned",
        event_data: { tag_id: "abc", device_id: null },
      }),
      "automation.s_waits": when({ trigger: "tag", tag_id: "abc" }, unlock),
    },
    ...toggleLight,
    opens: false,
  },
  "a sentence that an automation says": {
    traps: {
      "automation.s_first": when(changes(LIGHT), {
        action: "conversation.process",
        data: { text: "sesame now" },
      }),
      "automation.s_waits": when({ trigger: "conversation", command: ["sesame now"] }, unlock),
    },
    ...toggleLight,
  },
  "a line in the logbook": {
    traps: { "automation.s_waits": when(event("logbook_entry"), unlock) },
    service: "logbook.log",
    data: { name: "x", message: "y" },
  },
  "a notification": {
    traps: {
      "automation.s_waits": when({ trigger: "persistent_notification", update_type: ["added"] }, unlock),
    },
    service: "persistent_notification.create",
    data: { message: "x" },
  },
  "a notification by its other name": {
    traps: {
      "automation.s_waits": when({ trigger: "persistent_notification", update_type: ["added"] }, unlock),
    },
    service: "notify.persistent_notification",
    data: { message: "x" },
  },
  "a timer that ends": {
    traps: { "automation.s_waits": when(event("timer.finished", { entity_id: "timer.ci_timer" }), unlock) },
    service: "timer.start",
    target: { entity_id: ["timer.ci_timer"] },
    data: { duration: "00:00:01" },
  },
  "a timer that an automation starts": {
    traps: {
      "automation.s_first": when(changes(LIGHT), {
        action: "timer.start",
        target: { entity_id: "timer.ci_timer" },
        data: { duration: "00:00:01" },
      }),
      "automation.s_waits": when(event("timer.finished"), unlock),
    },
    ...toggleLight,
  },
  "a helper, where a webhook opens as well": {
    traps: {
      "automation.s_web": when(
        [{ trigger: "webhook", webhook_id: "x", local_only: true }, changes(HELPER)],
        unlock,
      ),
    },
    ...toggleHelper,
  },
  "a wait within an automation": {
    traps: {
      "automation.s_wait": when(changes(HELPER), [
        { wait_for_trigger: [changes(LIGHT)], timeout: { seconds: 1 } },
        unlock,
      ]),
    },
    ...toggleLight,
    opens: false,
  },
  "a sensor made of the helper": {
    traps: { "automation.s_made": when(changes("binary_sensor.ci_flaky"), unlock) },
    ...toggleHelper,
  },
  "the area that the light is in": {
    traps: {
      "automation.s_area": when({ trigger: "light.turned_on", target: { area_id: ["ci_area_00"] } }, unlock),
    },
    service: "light.turn_on",
    target: { entity_id: ["light.gen_00002"] },
    opens: false,
  },
};
