/** Ways to a locked door by what an automation waits for. */

import {
  changes,
  event,
  HELPER,
  LIGHT,
  runScript,
  runs,
  script,
  toggleHelper,
  toggleLight,
  unlock,
  type Ways,
  when,
} from "./way.ts";

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
  "a button on a notification, by the name that an automation waits for": {
    traps: {
      "automation.s_waits": when(event("mobile_app_notification_action", { action: "OPEN" }), unlock),
    },
    service: "notify.persistent_notification",
    data: { message: "A parcel", data: { actions: [{ action: "OPEN", title: "Show picture" }] } },
    opens: false,
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
  "any event at all": {
    traps: { "automation.s_any": { ...when(event("*", { domain: "light" }), unlock), mode: "single" } },
    ...toggleLight,
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
