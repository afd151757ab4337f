/** The services of lists and forecasts: to-do, calendar, weather. */

import { listOf, oneOf, text } from "../world/checks.ts";
import { Fault, invalidValue } from "../world/fault.ts";
import { isoTime } from "../world/ticker.ts";
import type { Entity, World } from "../world/world.ts";
import { duration, plainField, required, select, words } from "./fields.ts";
import { type Data, entityService, type Service } from "./service.ts";

type Table = Readonly<Record<string, Service>>;

export type TodoEntry = {
  readonly uid: string;
  readonly summary: string;
  readonly status: "needs_action" | "completed";
  readonly due?: string;
  readonly description?: string;
};

/** A list's entries, in order; kept on the entity. */
function todoEntries(entity: Entity): readonly TodoEntry[] {
  return (entity.memory["entries"] as readonly TodoEntry[] | undefined) ?? [];
}

function keep(world: World, entity: Entity, entries: readonly TodoEntry[]): void {
  entity.memory["entries"] = entries;
  world.write(entity, String(entries.filter(({ status }) => status === "needs_action").length));
}

function find(entity: Entity, wanted: string): TodoEntry {
  const found = todoEntries(entity).find(({ uid, summary }) => uid === wanted || summary === wanted);
  if (found) return found;
  throw invalidValue(`Unable to find to-do list item: ${wanted}`, "todo", "item_not_found", { item: wanted });
}

function details(data: Data): Partial<TodoEntry> {
  const due = data["due_date"] ?? data["due_datetime"];
  return {
    ...(typeof due === "string" ? { due } : {}),
    ...(typeof data["description"] === "string" ? { description: data["description"] } : {}),
  };
}

/** `TodoListEntityFeature`. */
export const todoFeature = {
  create: 1,
  delete: 2,
  update: 4,
  move: 8,
  dueDate: 16,
  dueTime: 32,
  description: 64,
} as const;

const dates = {
  due_date: plainField({ date: {} }, text, { filter: { supported_features: [todoFeature.dueDate] } }),
  due_datetime: plainField({ datetime: {} }, text, { filter: { supported_features: [todoFeature.dueTime] } }),
  description: words({ filter: { supported_features: [todoFeature.description] } }),
};

const statuses = ["needs_action", "completed"] as const;
const status = oneOf(statuses);

const wantedStatus = plainField(
  { select: { options: statuses, multiple: true, custom_value: false, sort: false } },
  listOf(status),
  { default: "needs_action", example: "needs_action" },
);

export const todoServices: Table = {
  get_items: entityService(
    "todo",
    undefined,
    { status: wantedStatus },
    (_world, entity, data) => {
      const wanted = (data["status"] as readonly string[] | undefined) ?? ["needs_action"];
      return { items: todoEntries(entity).filter((entry) => wanted.includes(entry.status)) };
    },
    { response: { optional: false } },
  ),
  add_item: entityService(
    "todo",
    [todoFeature.create],
    { item: required(words({ example: "Submit income tax return" })), ...dates },
    (world, entity, data) => {
      const uid = world.random.hex(32);
      const entry: TodoEntry = {
        uid,
        summary: String(data["item"]),
        status: "needs_action",
        ...details(data),
      };
      keep(world, entity, [...todoEntries(entity), entry]);
    },
  ),
  update_item: entityService(
    "todo",
    [todoFeature.update],
    {
      item: required(words()),
      rename: words(),
      status: select(statuses, { example: "needs_action" }),
      ...dates,
    },
    (world, entity, data) => {
      const old = find(entity, String(data["item"]));
      const next: TodoEntry = {
        ...old,
        ...(typeof data["rename"] === "string" ? { summary: data["rename"] } : {}),
        ...(data["status"] === undefined ? {} : { status: data["status"] as TodoEntry["status"] }),
        ...details(data),
      };
      keep(
        world,
        entity,
        todoEntries(entity).map((entry) => (entry === old ? next : entry)),
      );
    },
    { anyOf: ["rename", "status", "due_date", "due_datetime", "description"] },
  ),
  remove_item: entityService(
    "todo",
    [todoFeature.delete],
    { item: required({ ...words(), check: listOf(text) }) },
    (world, entity, data) => {
      const gone = new Set((data["item"] as readonly string[]).map((wanted) => find(entity, wanted)));
      keep(
        world,
        entity,
        todoEntries(entity).filter((entry) => !gone.has(entry)),
      );
    },
  ),
  remove_completed_items: entityService("todo", [todoFeature.delete], {}, (world, entity) =>
    keep(
      world,
      entity,
      todoEntries(entity).filter((entry) => entry.status !== "completed"),
    ),
  ),
};

const hour = 3_600_000;

/** Two appointments that are always ahead: a dentist tomorrow morning, a birthday the day after. */
function appointments(world: World): readonly Readonly<Record<string, string>>[] {
  const midnight = Math.floor(world.ticker.date().getTime() / (24 * hour)) * 24 * hour;
  const at = (ms: number): string => isoTime((midnight + ms) / 1000).replace(".000000", "");
  const day = (ms: number): string => at(ms).slice(0, 10);
  return [
    { start: at(33 * hour), end: at(34 * hour), summary: "Dentist", location: "Main street 1" },
    { start: day(48 * hour), end: day(72 * hour), summary: "Robin's birthday" },
  ];
}

function spanMs(duration: unknown): number {
  if (typeof duration !== "object" || duration === null) return 24 * hour;
  const {
    days = 0,
    hours = 0,
    minutes = 0,
  } = duration as { days?: number; hours?: number; minutes?: number };
  return days * 24 * hour + hours * hour + minutes * 60_000;
}

/** `CalendarEntityFeature`. */
export const calendarFeature = { create: 1, delete: 2, update: 4 } as const;

const moments = {
  start_date_time: plainField({ datetime: {} }, text),
  end_date_time: plainField({ datetime: {} }, text),
};

export const calendarServices: Table = {
  get_events: entityService(
    "calendar",
    undefined,
    { ...moments, duration: duration() },
    (world, entity, data) => {
      const start = Date.parse(String(data["start_date_time"] ?? world.ticker.date().toISOString()));
      const end =
        data["end_date_time"] === undefined
          ? start + spanMs(data["duration"])
          : Date.parse(String(data["end_date_time"]));
      const written =
        (entity.memory["events"] as readonly Readonly<Record<string, string>>[] | undefined) ?? [];
      const inside = [...appointments(world), ...written].filter(
        (event) => Date.parse(event["start"] ?? "") < end && Date.parse(event["end"] ?? "") > start,
      );
      return { events: inside };
    },
    { response: { optional: false }, anyOf: ["end_date_time", "duration"] },
  ),
  create_event: entityService(
    "calendar",
    [calendarFeature.create],
    {
      summary: required(words({ example: "Department Party" })),
      description: words(),
      ...moments,
      start_date: plainField({ date: {} }, text),
      end_date: plainField({ date: {} }, text),
      location: words(),
    },
    (_world, entity, data) => {
      const written = (entity.memory["events"] as readonly unknown[] | undefined) ?? [];
      const { summary, description, location } = data;
      const event = {
        start: data["start_date_time"] ?? data["start_date"],
        end: data["end_date_time"] ?? data["end_date"],
        summary,
        ...(description === undefined ? {} : { description }),
        ...(location === undefined ? {} : { location }),
      };
      entity.memory["events"] = [...written, event];
    },
  ),
};

/** `WeatherEntityFeature`, by the forecast type it stands for. */
export const weatherFeature = { daily: 1, hourly: 2, twice_daily: 4 } as const;

const forecastMask: Readonly<Record<string, number>> = weatherFeature;

const conditions = ["partlycloudy", "sunny", "cloudy", "rainy", "sunny", "cloudy", "rainy"] as const;

function forecast(world: World, kind: string): readonly unknown[] {
  const step = kind === "hourly" ? hour : kind === "daily" ? 24 * hour : 12 * hour;
  const start = Math.floor(world.ticker.date().getTime() / step) * step;
  return Array.from({ length: kind === "hourly" ? 24 : 7 }, (_, index) => {
    const at = new Date(start + index * step);
    const wave = Math.sin(at.getTime() / (3 * 24 * hour));
    const warm = kind === "hourly" ? 4 * Math.sin(((at.getUTCHours() - 9) / 24) * 2 * Math.PI) : 0;
    const condition = conditions[index % conditions.length] ?? "sunny";
    const rain = condition === "rainy" ? 3.2 : 0;
    return {
      datetime: at.toISOString().replace(".000Z", "+00:00"),
      condition,
      precipitation: rain,
      precipitation_probability: rain > 0 ? 70 : 10,
      temperature: Math.round((12 + 4 * wave + warm) * 10) / 10,
      ...(kind === "daily" ? { templow: Math.round((6 + 3 * wave) * 10) / 10 } : {}),
      humidity: 70,
      wind_speed: 14.4,
    };
  });
}

export const weatherServices: Table = {
  get_forecasts: entityService(
    "weather",
    Object.values(forecastMask),
    { type: required(select(Object.keys(forecastMask))) },
    (world, entity, data) => {
      const kind = String(data["type"]);
      if (((entity.features ?? 0) & (forecastMask[kind] ?? 0)) === 0) {
        throw invalidValue(
          `Weather entity ${entity.id} does not support the ${kind} forecast type`,
          "weather",
          "unsupported_forecast_type",
          { entity_id: entity.id, forecast_type: kind },
        );
      }
      return { forecast: forecast(world, kind) };
    },
    { response: { optional: false } },
  ),
};

/** `todo/item/list`; an entity that is no list is not found. */
export function todoListOf(world: World, entityId: string): { readonly items: readonly TodoEntry[] } {
  const entity = world.entities.get(entityId);
  if (entity?.domain !== "todo") throw new Fault("not_found", "Entity not found");
  return { items: todoEntries(entity) };
}
