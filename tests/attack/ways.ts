/** Ways to a locked door, as a caller goes them: what somebody set up at home, and the call that sets it off. */

import {
  changes,
  DOOR,
  event,
  HELPER,
  LIGHT,
  lightOn,
  runScript,
  runs,
  script,
  toggleHelper,
  toggleLight,
  unlock,
  type Ways,
  when,
} from "./way.ts";

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
