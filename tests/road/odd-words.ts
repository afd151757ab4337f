/** Everything that a small home says, in Home Assistant's own messages. */

/** Seconds since 1970. */
export const LC = 1_781_265_600;
const one = (s: string, name: string, a: object = {}) => ({
  s,
  a: { friendly_name: name, ...a },
  c: { id: "0".repeat(26), parent_id: null, user_id: null },
  lc: LC,
});

const LIGHT = { supported_color_modes: ["brightness"], color_mode: "brightness", supported_features: 0 };

export const STATES: Readonly<Record<string, unknown>> = {
  "light.plain": one("on", "Plain lamp", { ...LIGHT, brightness: 128 }),
  "light.hall": one("off", "Hall lamp", LIGHT),
  "light.bed": one("on", "Bed lamp", LIGHT),
  "light.shelf": one("on", "Shelf lamp", LIGHT),
  "light.diary": one("on", "Diary lamp", LIGHT),
  "light.attic": one("on", "Attic lamp", LIGHT),
  "switch.safe": one("off", "Safe switch"),
  "light.both": one("on", "Both lamps", { ...LIGHT, entity_id: ["light.plain", "light.hall"] }),
  "sensor.warmth": one("21.53", "Warmth", {
    device_class: "temperature",
    unit_of_measurement: "°C",
    state_class: "measurement",
  }),
  "binary_sensor.door": one("on", "Door contact", { device_class: "door" }),
  "cover.garage": one("closed", "Garage door", {
    device_class: "garage",
    current_position: 0,
    supported_features: 15,
  }),
  "cover.blind": one("open", "Blind", {
    device_class: "blind",
    current_position: 80,
    supported_features: 15,
  }),
  "lock.front": one("locked", "Front lock", { supported_features: 1, code_format: "^\\d{4}$" }),
  "climate.hall": one("heat", "Hall heating", {
    hvac_modes: ["off", "heat"],
    min_temp: 7,
    max_temp: 30,
    target_temp_step: 0.5,
    temperature: 20,
    current_temperature: 19.5,
    preset_modes: ["eco", "boost"],
    preset_mode: "eco",
    supported_features: 17,
  }),
  "media_player.radio": one("playing", "Radio", {
    volume_level: 0.4,
    source_list: ["One", "Two"],
    source: "One",
    media_title: "A song",
    supported_features: 152_461,
  }),
  "select.mode": one("Day", "House mode", { options: ["Day", "Night"] }),
  "number.level": one("5", "Level", { min: 0, max: 10, step: 0.5, mode: "slider" }),
  "input_text.note": one("hello", "Note", { min: 0, max: 20, mode: "text", pattern: null }),
  "timer.tea": one("active", "Tea", {
    duration: "0:02:00",
    remaining: "0:02:00",
    finishes_at: "2026-06-12T12:01:00+00:00",
  }),
  "update.core": one("on", "Core update", {
    installed_version: "1.0",
    latest_version: "1.1",
    in_progress: true,
    update_percentage: 40,
    supported_features: 5,
  }),
  "weather.home": one("sunny", "Weather", {
    temperature: 20,
    temperature_unit: "°C",
    wind_speed: 3,
    supported_features: 3,
  }),
  "todo.list": one("2", "Shopping", { supported_features: 15 }),
  "light.mixed": one("on", "Mixed lamps", { ...LIGHT, entity_id: ["light.plain", "light.bed"] }),
  "group.all": one("on", "Everything", { entity_id: ["light.plain", "light.hall"] }),
  "scene.evening": one("2026-06-01T10:00:00+00:00", "Evening", {
    entity_id: ["light.plain", "light.hall"],
    id: "evening",
  }),
  "script.go": one("off", "Go", { last_triggered: null, mode: "single", current: 0 }),
  "script.dark": one("off", "Dark", { last_triggered: null, mode: "single", current: 0 }),
  "automation.sun": one("on", "At sunset", { id: "1", last_triggered: null, mode: "single", current: 0 }),
  "person.alex": one("home", "Alex", { latitude: 52.1, longitude: 4.3, source: "device_tracker.alex" }),
};

/** What the grant denies by a place or a label, and how each of them got there. */
export const DENIED: Readonly<Record<string, string>> = {
  "light.bed": "area of the entity",
  "light.shelf": "area of its device",
  "light.diary": "label of the entity",
  "light.attic": "floor of its area",
  "switch.safe": "device",
};

const target = (...domains: readonly string[]) => ({ entity: [{ domain: domains }] });
const number = (min: number, max: number, step = 1) => ({ selector: { number: { min, max, step } } });

const SERVICES = {
  light: {
    turn_on: {
      name: "Turn on",
      fields: {
        brightness_pct: {
          ...number(0, 100),
          filter: { attribute: { supported_color_modes: ["brightness", "rgb"] } },
        },
        advanced: { collapsed: true, fields: { brightness: number(0, 255), transition: number(0, 300) } },
        flash: { selector: { select: { options: ["long", { value: "short", label: "Short" }] } } },
      },
      target: target("light"),
    },
    turn_off: { fields: { transition: number(0, 300) }, target: target("light") },
    toggle: { fields: {}, target: target("light") },
  },
  switch: { turn_on: { fields: {}, target: target("switch") } },
  homeassistant: {
    turn_on: { fields: {}, target: {} },
    turn_off: { fields: {}, target: {} },
  },
  cover: {
    open_cover: { fields: {}, target: { entity: [{ domain: ["cover"], supported_features: [1] }] } },
    set_cover_position: {
      fields: { position: { required: true, ...number(0, 100) } },
      target: { entity: [{ domain: ["cover"], supported_features: [4] }] },
    },
  },
  lock: { lock: { fields: { code: { selector: { text: null } } }, target: target("lock") } },
  climate: {
    set_temperature: {
      fields: { temperature: { ...number(0, 250, 0.1), filter: { supported_features: [1] } } },
      target: target("climate"),
    },
    set_preset_mode: {
      fields: { preset_mode: { required: true, selector: { state: { attribute: "preset_mode" } } } },
      target: { entity: [{ domain: ["climate"], supported_features: [16] }] },
    },
  },
  media_player: {
    volume_set: { fields: { volume_level: number(0, 1, 0.01) }, target: target("media_player") },
    select_source: { fields: { source: { selector: { text: null } } }, target: target("media_player") },
  },
  select: {
    select_option: {
      fields: { option: { required: true, selector: { state: { hide_states: [] } } } },
      target: target("select"),
    },
  },
  number: { set_value: { fields: { value: { selector: { text: null } } }, target: target("number") } },
  input_text: {
    set_value: { fields: { value: { selector: { text: null } } }, target: target("input_text") },
  },
  timer: { start: { fields: { duration: { selector: { text: null } } }, target: target("timer") } },
  scene: { turn_on: { fields: { transition: number(0, 300) }, target: target("scene") } },
  script: {
    go: { name: "Go", description: "Goes.", fields: {} },
    dark: { fields: {} },
    turn_on: { fields: {}, target: target("script") },
  },
  automation: { trigger: { fields: {}, target: target("automation") } },
  weather: {
    get_forecasts: {
      fields: { type: { required: true, selector: { select: { options: ["daily", "hourly"] } } } },
      target: target("weather"),
      response: { optional: false },
    },
  },
  todo: {
    get_items: { fields: {}, target: target("todo"), response: { optional: false } },
    add_item: { fields: { item: { required: true, selector: { text: null } } }, target: target("todo") },
  },
};

export const GO = {
  alias: "Go",
  mode: "single",
  sequence: [
    { action: "light.turn_on", target: { entity_id: "light.hall" }, data: { brightness_pct: 30 } },
    { parallel: [{ delay: "00:00:01" }, { wait_template: "{{ true }}" }] },
    { choose: [{ conditions: [], sequence: [{ event: "gone" }] }], default: [] },
  ],
};

/** Acts on what is denied. */
export const DARK = {
  alias: "Dark",
  sequence: [{ action: "light.turn_off", target: { entity_id: "light.bed" } }],
};

const SUN = {
  alias: "At sunset",
  triggers: [
    { trigger: "sun", event: "sunset" },
    { trigger: "state", entity_id: ["light.plain"], to: "on", for: { minutes: 1 } },
  ],
  conditions: [{ condition: "template", value_template: "{{ is_state('light.hall', 'off') }}" }],
  actions: [{ action: "light.turn_off", target: { area_id: ["hall"] } }],
};

/** By the type of the command. */
export const ANSWERS: Readonly<Record<string, unknown>> = {
  get_config: {
    state: "RUNNING",
    version: "2026.11.0",
    time_zone: "Europe/Amsterdam",
    language: "nl",
    location_name: "Home",
    components: ["light"],
    unit_system: { temperature: "°C" },
  },
  "auth/current_user": { id: "u", name: "Alex", is_owner: true, is_admin: true },
  get_services: SERVICES,
  "config/floor_registry/list": [
    { floor_id: "up", name: "Upstairs", level: 1, aliases: ["First floor"], icon: null },
    { floor_id: "down", name: "Downstairs", level: 0, aliases: [] },
  ],
  "config/area_registry/list": [
    { area_id: "hall", name: "Hall", floor_id: "down", aliases: ["Entrance"], labels: ["bright"] },
    { area_id: "bed", name: "Bedroom", floor_id: null, aliases: [], labels: [] },
    { area_id: "attic", name: "Attic", floor_id: "up", aliases: [], labels: [], temperature_entity_id: null },
  ],
  "config/label_registry/list": [
    { label_id: "private", name: "Private", color: null },
    { label_id: "bright", name: "Bright" },
    { label_id: "physical", name: "Physical" },
  ],
  "config/device_registry/list": [
    { id: "shelf", name: "Shelf", name_by_user: null, area_id: "bed", labels: [], manufacturer: "M" },
    { id: "safe", name: "Safe", name_by_user: "The safe", area_id: null, labels: [], model: "S" },
    { id: "house", name: "House", area_id: "hall", labels: ["bright"], parent_device_id: null },
  ],
  "config/entity_registry/list_for_display": {
    entity_categories: { "0": "config", "1": "diagnostic" },
    entities: [
      { ei: "light.hall", pl: "hue", ai: "hall", lb: ["bright"] },
      { ei: "light.bed", pl: "hue", ai: "bed", lb: [] },
      { ei: "light.shelf", pl: "hue", di: "shelf", lb: [] },
      { ei: "light.diary", pl: "hue", lb: ["private"] },
      { ei: "light.attic", pl: "hue", ai: "attic", lb: [] },
      { ei: "switch.safe", pl: "vault", di: "safe", lb: [] },
      { ei: "sensor.warmth", pl: "zha", di: "house", lb: [], dp: 1 },
      { ei: "climate.hall", pl: "zha", di: "house", lb: [] },
      { ei: "light.both", pl: "group", lb: [] },
      { ei: "light.mixed", pl: "group", lb: [] },
      { ei: "number.level", pl: "zha", di: "house", lb: [], ec: 0 },
      { ei: "lock.front", pl: "zha", ai: "hall", lb: [], hb: true },
    ],
  },
  "config/entity_registry/get_entries": {
    "light.hall": { entity_id: "light.hall", id: "r1", aliases: ["Entrance light", null] },
    "climate.hall": { entity_id: "climate.hall", id: "r2", aliases: [] },
    "light.bed": null,
  },
  "config/entity_registry/list": [
    { entity_id: "light.hall", device_id: null, options: { conversation: { should_expose: true } } },
    { entity_id: "climate.hall", device_id: "house", entity_category: null, hidden_by: null, options: {} },
  ],
  "automation/config": { config: SUN },
  "scene/config": null,
  "search/related": { automation: ["automation.sun"], scene: ["scene.evening"] },
  "frontend/get_translations": {
    resources: {
      "component.light.title": "Verlichting",
      "component.light.entity_component._.state.on": "Aan",
      "component.binary_sensor.entity_component.door.state.on": "Open",
      "component.light.services.turn_on.name": "Aanzetten",
    },
  },
};

/** Of the services that answer. */
export const RESPONSES: Readonly<Record<string, unknown>> = {
  get_forecasts: {
    "weather.home": {
      forecast: [
        { datetime: "2026-06-12T12:00:00+00:00", condition: "sunny", temperature: 21, templow: 12 },
        { datetime: "2026-06-13T12:00:00+00:00", condition: "rainy", temperature: 18.5, precipitation: 2 },
      ],
    },
  },
  get_items: {
    "todo.list": { items: [{ summary: "Milk", uid: "1", status: "needs_action", due: "2026-06-13" }] },
  },
};
