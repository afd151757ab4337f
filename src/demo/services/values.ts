/** The services of what holds a value: numbers, choices, texts, dates, counters, timers. */

import { float, integer, text } from "../world/checks.ts";
import { Fault, invalidFormat, invalidValue } from "../world/fault.ts";
import type { Attributes } from "../world/states.ts";
import { isoTime } from "../world/ticker.ts";
import type { Entity, World } from "../world/world.ts";
import { box, choice, duration, flag, plainField, required, words } from "./fields.ts";
import { type Data, entityService, plainService, type Service } from "./service.ts";

type Table = Readonly<Record<string, Service>>;
type Act = NonNullable<Service["onEntity"]>;

const reload = plainService({}, () => undefined, { admin: true });

/** As Python prints a float. */
function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function attributesOf(world: World, entity: Entity): Attributes {
  return world.states.get(entity.id)?.attributes ?? {};
}

function numberOf(world: World, entity: Entity): number {
  return Number(world.states.get(entity.id)?.state);
}

const numberField = { value: required({ ...words({ example: 42 }), check: float }) };

const setNumber: Act = (world, entity, data) => {
  const { min, max } = attributesOf(world, entity) as { min: number; max: number };
  const value = Number(data["value"]);
  if (value < min || value > max) {
    const [least, most] = [pythonFloat(min), pythonFloat(max)];
    throw invalidValue(
      `Value ${pythonFloat(value)} for ${entity.id} is outside valid range ${least} - ${most}`,
      "number",
      "out_of_range",
      { value, entity_id: entity.id, min_value: least, max_value: most },
    );
  }
  world.write(entity, pythonFloat(value));
};

export const numberServices: Table = {
  set_value: entityService("number", undefined, numberField, setNumber),
};

/** The helper refuses with `invalid_format`, unlike a device's number. */
function setInputNumber(world: World, entity: Entity, value: number): void {
  const { min, max } = attributesOf(world, entity) as { min: number; max: number };
  if (value < min || value > max) {
    const range = `(range ${pythonFloat(min)} - ${pythonFloat(max)})`;
    throw invalidFormat(`Invalid value for ${entity.id}: ${pythonFloat(value)} ${range}`);
  }
  world.write(entity, pythonFloat(value));
}

const stepInput =
  (direction: number): Act =>
  (world, entity) => {
    const { min, max, step } = attributesOf(world, entity) as { min: number; max: number; step: number };
    setInputNumber(world, entity, Math.min(max, Math.max(min, numberOf(world, entity) + direction * step)));
  };

export const inputNumberServices: Table = {
  reload,
  set_value: entityService(
    "input_number",
    undefined,
    { value: required(box(0, 9_223_372_036_854_776_000, 0.001)) },
    (world, entity, data) => setInputNumber(world, entity, Number(data["value"])),
  ),
  increment: entityService("input_number", undefined, {}, stepInput(1)),
  decrement: entityService("input_number", undefined, {}, stepInput(-1)),
};

function optionsOf(world: World, entity: Entity): readonly string[] {
  return (attributesOf(world, entity)["options"] as readonly string[] | undefined) ?? [];
}

function badOption(domain: string, entityId: string, option: string, known: readonly string[]): Fault {
  const options = known.join(", ");
  const placeholders = { entity_id: entityId, option, options };
  return domain === "select"
    ? invalidValue(
        `Option ${option} is not valid for entity ${entityId}, valid options are: ${options}`,
        "select",
        "not_valid_option",
        placeholders,
      )
    : invalidValue(
        `Option ${option} is not valid for ${entityId}. Valid options are: ${options}`,
        "input_select",
        "invalid_option",
        placeholders,
      );
}

/** Moves through the options; past an end only when `cycle` is not false. */
const moveOption =
  (pick: (index: number, count: number, cycle: boolean) => number): Act =>
  (world, entity, data) => {
    const options = optionsOf(world, entity);
    const index = options.indexOf(world.states.get(entity.id)?.state ?? "");
    const option = options[pick(index, options.length, data["cycle"] !== false)];
    if (option !== undefined) world.write(entity, option);
  };

const cycle = { cycle: flag({ default: true }) };

/** `select` and `input_select`. */
export function optionServices(domain: "select" | "input_select"): Table {
  const service = (fields: Parameters<typeof entityService>[2], act: Act): Service =>
    entityService(domain, undefined, fields, act);
  const shared = {
    select_first: service(
      {},
      moveOption(() => 0),
    ),
    select_last: service(
      {},
      moveOption((_index, count) => count - 1),
    ),
    select_next: service(
      cycle,
      moveOption((index, count, around) => (around ? (index + 1) % count : Math.min(count - 1, index + 1))),
    ),
    select_previous: service(
      cycle,
      moveOption((index, count, around) => (around ? (index - 1 + count) % count : Math.max(0, index - 1))),
    ),
    select_option: service(
      { option: required(choice(undefined, { example: '"Item A"' })) },
      (world, entity, data) => {
        const option = String(data["option"]);
        const known = optionsOf(world, entity);
        if (!known.includes(option)) throw badOption(domain, entity.id, option, known);
        world.write(entity, option);
      },
    ),
  };
  return domain === "select" ? shared : { reload, ...shared };
}

/** `text` and `input_text`. */
export function textServices(domain: "text" | "input_text"): Table {
  const set: Act = (world, entity, data) => {
    const value = String(data["value"]);
    const { min, max } = attributesOf(world, entity) as { min: number; max: number };
    if (value.length <= max && value.length >= min) {
      world.write(entity, value);
      return;
    }
    if (domain === "input_text")
      throw invalidFormat(`Invalid value: ${value} (length range ${min} - ${max})`);
    const long = value.length > max;
    const bound = long ? max : min;
    throw invalidValue(
      `Value ${value} for ${entity.id} is too ${long ? "long (maximum" : "short (minimum"} length ${bound})`,
      "text",
      long ? "value_too_long" : "value_too_short",
      { value, entity_id: entity.id, [long ? "max" : "min"]: String(bound) },
    );
  };
  const service = entityService(
    domain,
    undefined,
    { value: required(words({ example: "Hello world!" })) },
    set,
  );
  return domain === "text" ? { set_value: service } : { reload, set_value: service };
}

const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

export const inputDatetimeServices: Table = {
  reload,
  set_datetime: entityService(
    "input_datetime",
    undefined,
    {
      date: words({ example: '"2019-04-20"' }),
      time: plainField({ time: {} }, text),
      datetime: words(),
      timestamp: box(0, 9_223_372_036_854_776_000, 1),
    },
    (world, entity, data) => {
      const [, hours, minutes, seconds = "00"] = clock.exec(String(data["time"] ?? "")) ?? [];
      if (hours === undefined || minutes === undefined) {
        throw invalidFormat("Invalid time specified: expected a time at 'time'");
      }
      const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
      const shown = [hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":");
      world.write(entity, shown, { hour, minute, second, timestamp: hour * 3600 + minute * 60 + second });
    },
    { anyOf: ["date", "time", "datetime", "timestamp"] },
  ),
};

const count =
  (next: (now: number, step: number, initial: number, data: Data) => number): Act =>
  (world, entity, data) => {
    const { step, initial } = attributesOf(world, entity) as { step: number; initial: number };
    world.write(entity, String(next(numberOf(world, entity), step, initial, data)));
  };

export const counterServices: Table = {
  increment: entityService(
    "counter",
    undefined,
    {},
    count((now, step) => now + step),
  ),
  decrement: entityService(
    "counter",
    undefined,
    {},
    count((now, step) => now - step),
  ),
  reset: entityService(
    "counter",
    undefined,
    {},
    count((_now, _step, initial) => initial),
  ),
  set_value: entityService(
    "counter",
    undefined,
    { value: required(box(-9_223_372_036_854_776_000, 9_223_372_036_854_776_000, 1, {}, integer)) },
    count((_now, _step, _initial, data) => Number(data["value"])),
  ),
};

function durationMs(value: unknown): number {
  if (typeof value === "number") return value * 1000;
  const [hours = 0, minutes = 0, seconds = 0] = String(value).split(":").map(Number);
  const total = (hours * 3600 + minutes * 60 + seconds) * 1000;
  if (!Number.isFinite(total))
    throw new Fault("invalid_format", `invalid time '${String(value)}' at 'duration'`);
  return total;
}

function durationText(ms: number): string {
  const total = Math.round(ms / 1000);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${Math.floor(total / 3600)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}

/** Only while it runs or is paused. */
const gone = { remaining: undefined, finishes_at: undefined };

function endTimer(world: World, timer: Entity, transition: string): void {
  timer.cancel?.();
  timer.cancel = undefined;
  const { configured: duration } = timer.memory;
  world.write(timer, "idle", {
    last_transition: transition,
    ...gone,
    ...(duration === undefined ? {} : { duration }),
  });
  world.fire(`timer.${transition}`, { entity_id: timer.id });
}

const startTimer: Act = (world, timer, data) => {
  timer.cancel?.();
  const ms = durationMs(data["duration"] ?? timer.memory["left"] ?? attributesOf(world, timer)["duration"]);
  delete timer.memory["left"];
  timer.memory["configured"] ??= attributesOf(world, timer)["duration"];
  const ends = Math.floor(world.ticker.date().getTime() / 1000) + ms / 1000;
  world.write(timer, "active", {
    last_transition: "started",
    finishes_at: isoTime(ends).replace(/\.\d+/, ""),
    remaining: durationText(ms),
    ...(data["duration"] === undefined ? {} : { duration: durationText(ms) }),
  });
  timer.memory["ends"] = ends;
  timer.cancel = world.ticker.after(ms, () => endTimer(world, timer, "finished"));
};

const pauseTimer: Act = (world, timer) => {
  if (!timer.cancel) return;
  timer.cancel();
  timer.cancel = undefined;
  const left = durationText(Number(timer.memory["ends"]) * 1000 - world.ticker.date().getTime());
  timer.memory["left"] = left;
  world.write(timer, "paused", { last_transition: "paused", remaining: left, finishes_at: undefined });
};

export const timerServices: Table = {
  reload,
  start: entityService("timer", undefined, { duration: duration({ example: "00:01:00 or 60" }) }, startTimer),
  pause: entityService("timer", undefined, {}, pauseTimer),
  cancel: entityService("timer", undefined, {}, (world, timer) => endTimer(world, timer, "cancelled")),
  finish: entityService("timer", undefined, {}, (world, timer) => {
    if (timer.cancel) endTimer(world, timer, "finished");
  }),
};
