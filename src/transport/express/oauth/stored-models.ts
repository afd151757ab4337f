/** Where the authorization server keeps its models: in our state, by SHA-256, each resting on a consent that stands. */

import type { Clock } from "../../../core/clock.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { OAuthState } from "../../../security/identity/oauth-state.ts";
import type { Clients } from "./open-clients.ts";
import { OFFLINE } from "./parameters.ts";

/** The part of the library's adapter that the models we have on use. */
export type StoredModel = {
  find(id: string): Promise<JsonObject | undefined>;
  upsert(id: string, payload: JsonObject, expiresIn?: number): Promise<void>;
  consume(id: string): Promise<void>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
  findByUid(uid: string): Promise<undefined>;
  findByUserCode(userCode: string): Promise<undefined>;
};

export type StoredModelsParts = {
  readonly state: OAuthState;
  readonly clients: Pick<Clients, "find" | "used">;
  readonly resource: string;
  readonly clock: Clock;
  /** Of the library's errors: a code that was spent by another meanwhile; too many refreshes; nobody knows the client, or the people of the home, now. */
  readonly spent: () => Error;
  readonly tooMany: () => Error;
  readonly unreachable: () => Error;
  readonly unchecked: () => Error;
  /** Where the browser comes back to after an asking. */
  readonly resumeUrl: (uid: string) => string;
};

/** A refresh token is good for this long after its first use: clients refresh several times at once, and lose answers. */
const REFRESH_GRACE_MS = 60_000;
const ISSUED = ["Interaction", "AuthorizationCode", "AccessToken", "RefreshToken"] as const;

/** Model name → its adapter. */
export function storedModels(parts: StoredModelsParts): (name: string) => StoredModel {
  return (name) => {
    const kind = ISSUED.find((each) => each === name);
    if (kind !== undefined) return issuedModel(kind, parts);
    if (name === "Client") return clientModel(parts);
    return name === "Grant" ? grantModel(parts) : NOTHING;
  };
}

/** Nobody stays logged in here: a session lasts as long as the answer to one request. */
const NOTHING: StoredModel = {
  find: async () => undefined,
  upsert: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
};

/** A client that is refused for good throws its tokens away: one that cannot be looked up is told to come again. */
function clientModel({ clients, unreachable }: StoredModelsParts): StoredModel {
  return {
    ...NOTHING,
    async find(id) {
      const client = await clients.find(id);
      if (client === "unreachable") throw unreachable();
      return client;
    },
  };
}

function issuedModel(
  kind: (typeof ISSUED)[number],
  { state, clients, clock, spent, tooMany, resumeUrl }: StoredModelsParts,
): StoredModel {
  /** What the client or browser holds stands in no row; it comes back with whoever asks. */
  const whole = (payload: JsonObject, id: string): JsonObject => ({
    ...movedBy(-aheadOf(clock), payload),
    jti: id,
    ...(kind === "Interaction" ? { returnTo: resumeUrl(id) } : {}),
  });
  return {
    ...NOTHING,
    async find(id) {
      const row = await state.read(kind, id);
      if (row === undefined) return undefined;
      const { consumed_at } = row;
      const payload = whole(row.payload, id);
      if (consumed_at === undefined) return payload;
      const inGrace = kind === "RefreshToken" && clock.now() < consumed_at + REFRESH_GRACE_MS;
      return inGrace ? payload : { ...payload, consumed: Math.floor(consumed_at / 1_000) };
    },
    async upsert(id, { jti: _, returnTo: __, ...given }, expiresIn = 0) {
      const payload = movedBy(aheadOf(clock), given);
      const { exp } = payload;
      const end = typeof exp === "number" ? exp : Math.floor(clock.now() / 1_000) + expiresIn;
      await state.write(kind, id, payload, end);
      if (kind === "RefreshToken") await clients.used(String(payload["clientId"]));
    },
    async consume(id) {
      const grantId = String((await state.read(kind, id))?.payload["grantId"]);
      if (kind === "RefreshToken" && !(await state.mayRefresh(grantId))) throw tooMany();
      if (await state.consume(kind, id)) return;
      // several refreshes at once: each goes on by itself within the grace
      if (kind === "RefreshToken") return;
      await state.end(grantId, "code used twice");
      throw spent();
    },
    destroy: (id) => state.remove(kind, id),
    // every token rests on its consent, and that ends with the grant
    revokeByGrantId: (grantId) => state.end(grantId, "revoked by the client, or used twice"),
  };
}

/** The library's grant is our consent: it is there as long as that stands. */
function grantModel({ state, resource, clock, unchecked }: StoredModelsParts): StoredModel {
  return {
    ...NOTHING,
    async find(id) {
      const consent = await state.standing(id);
      if (consent === undefined) return undefined;
      if (consent === "unchecked") throw unchecked();
      const { user, client, scope, created_at, until } = consent;
      const instants = {
        iat: Math.floor(created_at / 1_000),
        ...(Number.isFinite(until) ? { exp: Math.floor(until / 1_000) } : {}),
      };
      return {
        kind: "Grant",
        jti: id,
        accountId: user,
        clientId: client,
        resources: { [resource]: scope },
        ...(scope.split(" ").includes(OFFLINE) ? { openid: { scope: OFFLINE } } : {}),
        ...movedBy(-aheadOf(clock), instants),
      };
    },
    destroy: (id) => state.end(id, "revoked by the client, or used twice"),
  };
}

const INSTANTS: ReadonlySet<string> = new Set(["iat", "iiat", "exp"]);

/** The library has no clock but the machine's, which may have been set back behind the one of the state: by how many seconds. */
function aheadOf(clock: Clock): number {
  return Math.round((clock.now() - Date.now()) / 1_000);
}

/** The instants of a model, from one of these clocks to the other. */
function movedBy(seconds: number, payload: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      INSTANTS.has(name) && typeof value === "number" ? value + seconds : value,
    ]),
  );
}
