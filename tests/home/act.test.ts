import { expect, test } from "bun:test";
import type { EntityState, Gateway } from "../../src/hass/gateway.ts";
import { NO_REGISTRIES } from "../../src/hass/registries.ts";
import { act } from "../../src/home/act/act.ts";
import type { Sight } from "../../src/home/see/sight.ts";
import type { SentCall } from "../../src/home/sent-call.ts";

const text = (id: string, mode: string): EntityState => ({
  id,
  state: "before",
  attributes: { mode, min: 0, max: 100 },
  contextId: "c",
  parentContextId: undefined,
  lastChanged: 0,
  lastUpdated: 0,
});

/** What the audit is handed when a text is set on these. */
async function recorded(...states: readonly EntityState[]): Promise<readonly SentCall[]> {
  const facts: SentCall[] = [];
  const gateway = {
    states: new Map(states.map((each) => [each.id, each])),
    registries: NO_REGISTRIES,
    house: {},
    services: { text: { set_value: { fields: { value: {} }, target: { entity: [{ domain: ["text"] }] } } } },
    onChange: () => () => undefined,
    callService: async () => ({ contextId: "c" }),
  } as unknown as Gateway;
  const ids = states.map(({ id }) => id);
  const data = { value: "hunter2" };
  const sight: Sight = {
    sees: () => true,
    hides: () => false,
    attributes: ({ attributes }) => attributes,
    ids: () => ids,
    all: true,
  };
  await act(
    { service: "text.set_value", target: { entity_id: ids }, data },
    { waitSeconds: 0 },
    {
      gateway,
      look: async () => sight,
      why: () => ({}),
      permit: async () => ({
        permission: {
          allowed: true,
          entityIds: ids,
          data,
          leftOut: [],
          reserve: undefined,
          approvalId: undefined,
        },
        sight,
      }),
      waiting: { signal: new AbortController().signal },
      refuseWhenHalted: async () => undefined,
      refused: () => undefined,
      before(fact) {
        facts.push(fact);
        return () => undefined;
      },
    },
  );
  return facts;
}

test("what goes into a password field is not handed to the audit", async () => {
  const [plain] = await recorded(text("text.note", "text"));
  expect(plain?.data).toEqual({ value: "hunter2" });
  const [secret] = await recorded(text("text.note", "text"), text("text.secret", "password"));
  expect(secret).toMatchObject({ service: "text.set_value", data: {} });
});
