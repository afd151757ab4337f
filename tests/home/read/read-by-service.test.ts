/** Services that only read: which there are, whose entities they may be asked about, how long an answer may be. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import type { ServiceCall } from "../../../src/hass/gateway.ts";
import type { WireServices } from "../../../src/hass/wire.ts";
import { readByService } from "../../../src/home/read/read-by-service.ts";
import type { Sight } from "../../../src/home/see/sight.ts";
import { fakeGateway } from "../../security/grant/fake-gateway.ts";

const SEEN = ["weather.home", "calendar.family"];
const SIGHT: Sight = {
  sees: (id) => SEEN.includes(id),
  hides: (id) => id === "lock.front",
  attributes: ({ attributes }) => attributes,
  ids: () => SEEN,
  all: false,
};
const ALLOWED = {
  allowed: true,
  entityIds: SEEN,
  data: { type: "daily" },
  leftOut: [],
  reserve: undefined,
} as const;
const REFUSED = {
  allowed: false,
  denied: { code: "PERMISSION_DENIED" },
  unseen: [],
  opensSome: false,
} as const;

type Given = {
  readonly ids?: readonly string[];
  readonly service?: string;
  readonly permission?: object;
  readonly response?: unknown;
  readonly services?: WireServices;
  readonly data?: Readonly<Record<string, unknown>>;
};

async function read({
  ids = ["weather.home"],
  service = "weather.get_forecasts",
  permission = ALLOWED,
  services = {},
  data = { type: "daily" },
  ...given
}: Given) {
  const sent: ServiceCall[] = [];
  const asked: unknown[] = [];
  const { gateway } = fakeGateway({
    services,
    async onCall(call) {
      sent.push(call);
      return { contextId: "c", response: "response" in given ? given.response : { a: 1 } };
    },
  });
  const permit = async (call: unknown) => {
    asked.push(call);
    return permission as never;
  };
  try {
    const answer = await readByService({ ids, service, data }, { gateway, sight: SIGHT, permit });
    return { answer, sent, asked };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return { answer: `${failure.code}: ${failure.message}`, sent, asked };
  }
}

test("a service that reads is asked for what was permitted, with its response", async () => {
  const { answer, sent, asked } = await read({ ids: [" WEATHER.home "] });
  expect(answer).toEqual({ a: 1 });
  expect(asked).toEqual([
    { service: "weather.get_forecasts", target: { entity_id: ["weather.home"] }, data: { type: "daily" } },
  ]);
  expect(sent).toEqual([
    {
      domain: "weather",
      service: "get_forecasts",
      data: { type: "daily" },
      entityIds: ["weather.home"],
      returnResponse: true,
      withinMs: 30_000,
    },
  ]);
});

test.each(["get_forecasts", " Weather.Get_Forecasts ", "weather/get_forecasts", "weather: get_forecasts"])(
  "%s is that service",
  async (service) => {
    const { sent } = await read({ service });
    expect(sent).toMatchObject([{ domain: "weather", service: "get_forecasts" }]);
  },
);

describe("nothing is sent", () => {
  test.each<readonly [Given, string]>([
    [{ service: "light.turn_on" }, "INPUT_INVALID: light.turn_on does not only read."],
    [{ service: "recorder.get_statistics" }, "INPUT_INVALID: recorder.get_statistics does not only read."],
    [{ service: "turn_on" }, "INPUT_INVALID: turn_on does not only read."],
    [{ ids: ["lock.front"] }, "NOT_FOUND: Nothing named lock.front is here."],
    [{ ids: ["weather.home", "nothing"] }, "NOT_FOUND: Nothing named nothing is here."],
    [
      { permission: REFUSED },
      "PERMISSION_DENIED: weather.get_forecasts on weather.home is not in this grant, or not like this.",
    ],
    [
      { permission: { ...ALLOWED, reserve: async () => ({ code: "RATE_LIMITED", denial: "rate_limited" }) } },
      "RATE_LIMITED: weather.get_forecasts is over the limit of this grant.",
    ],
  ])("%#", async (given, said) => {
    const { answer, sent } = await read(given);
    expect(answer).toBe(said);
    expect(sent).toEqual([]);
  });
});

test("what is counted is counted before it is sent", async () => {
  expect((await read({ permission: { ...ALLOWED, reserve: async () => undefined } })).sent).toHaveLength(1);
});

test("an answer of 7,000 characters is the longest; none is an empty one; what is hidden is not in it", async () => {
  expect((await read({ response: undefined })).answer).toEqual({});
  expect((await read({ response: { a: "lock.front", b: 1 } })).answer).toEqual({ b: 1 });
  const rows = Array.from({ length: 40 }, () => "x".repeat(55));
  const filled = (length: number) => {
    const answer = { a: rows, b: rows, c: rows, d: "" };
    const missing = length - JSON.stringify(answer).length;
    expect(missing).toBeWithin(1, 64);
    return { ...answer, d: "y".repeat(missing) };
  };
  expect((await read({ response: filled(7_000) })).answer).toEqual(filled(7_000));
  expect((await read({ response: filled(7_001) })).answer).toBe(
    "INPUT_INVALID: The answer would be 7001 characters long.",
  );
});

test("a field that is missing is told with what it may be, and nothing is sent", async () => {
  const type = { required: true, selector: { select: { options: ["daily", "hourly"] } } };
  const services = { weather: { get_forecasts: { fields: { type }, target: {} } } };
  const { answer, sent } = await read({ services, data: {} });
  expect(answer).toBe("INPUT_INVALID: weather.get_forecasts: type is missing (daily|hourly).");
  expect(sent).toEqual([]);
});

describe("where Home Assistant refuses all for the sake of one", () => {
  const IDS = ["weather.home", "weather.other"];
  const asked = (refuses: (ids: readonly string[]) => boolean) => {
    const { gateway } = fakeGateway({
      services: {},
      async onCall({ entityIds = [] }) {
        if (refuses(entityIds)) throw new Failure("HASS_REJECTED", `not ${entityIds.join()}`);
        return {
          contextId: "c",
          response: Object.fromEntries(entityIds.map((id) => [id, { forecast: [] }])),
        };
      },
    });
    const sight = { ...SIGHT, sees: (id: string) => IDS.includes(id), ids: () => IDS };
    const permit = async () => ({ ...ALLOWED, entityIds: IDS, approvalId: undefined });
    return readByService(
      { ids: IDS, service: "weather.get_forecasts", data: { type: "daily" } },
      { gateway, sight, permit },
    );
  };

  test("the others answer, and that one says what is against it", async () => {
    expect(await asked((ids) => ids.includes("weather.other"))).toEqual({
      "weather.home": { forecast: [] },
      "weather.other": { refused: "not weather.other" },
    });
  });

  test("where none answers it is refused", () => {
    expect(asked(() => true)).rejects.toThrow("not weather.home,weather.other");
  });
});
