/** People on their way: from the first page through Home Assistant's login to the answer. */

import { isJsonObject } from "../../../../core/json.ts";
import type { JsonValue } from "../../../../store/json-value.ts";
import { storeKey } from "../../../../store/namespaces.ts";
import type { Store } from "../../../../store/store.ts";
import type { HassUser } from "../../../person-road.ts";
import { digestOf, type HeldCookie } from "./browser.ts";

/** `here`: asked to log in · `away`: at Home Assistant · `known`: logged in · `answered`: about to go back to the client. */
export type Stage = "here" | "away" | "known" | "answered";

export type Going = {
  readonly answer: "given" | "denied";
  /** URL on our own origin. */
  readonly goTo: string;
};

export type Underway = {
  /** Of the asking. */
  readonly uid: string;
  readonly stage: Stage;
  /** How many forms were taken: each has a token of its own. */
  readonly turn: number;
  /** In stage `known`. */
  readonly user?: HassUser | undefined;
  /** Whether a code challenge went with the browser to Home Assistant; in stage `away`. */
  readonly challenged?: boolean | undefined;
  /** In stage `answered`. */
  readonly going?: Going | undefined;
};

export type Kept = Underway & {
  readonly version: number;
  /** Milliseconds since 1970: no form that is sent moves it. */
  readonly expiresAt: number;
};

export const LOGIN_MS = 600_000;

export type Logins = {
  /** Of the browser that holds this; undefined = there is none, or its time is over. */
  find(held: HeldCookie): Promise<Kept | undefined>;
  begin(held: HeldCookie, underway: Underway): Promise<void>;
  /** Goes on as another; false = somebody else was first. */
  goOn(held: HeldCookie, from: Kept, to: Underway): Promise<boolean>;
  /** True for exactly one caller. */
  end(held: HeldCookie): Promise<boolean>;
};

/** `now`: milliseconds since 1970. */
export function keepLogins(store: Store, now: () => number): Logins {
  const key = (held: HeldCookie) => storeKey("oauth_login", digestOf(held));
  const put = (
    held: HeldCookie,
    expected: number | "absent",
    { user, going, ...rest }: Underway,
    expiresAt: number,
  ) =>
    store.putIfUnchanged(
      key(held),
      expected,
      plain({ ...rest, user: user && { ...user }, going: going && { ...going } }),
      {
        durability: "counted",
        expiresAt,
      },
    );
  return {
    async find(held) {
      const entry = await store.get(key(held));
      const underway = entry && read(entry.value);
      return underway && { ...underway, version: entry.version, expiresAt: entry.expiresAt ?? 0 };
    },
    async begin(held, underway) {
      await put(held, "absent", underway, now() + LOGIN_MS);
    },
    goOn: async (held, { version, expiresAt }, to) => (await put(held, version, to, expiresAt)) !== undefined,
    end: (held) => store.remove(key(held), "counted"),
  };
}

function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

function read(value: unknown): Underway | undefined {
  if (!isJsonObject(value)) return undefined;
  const { uid, stage, turn, user, challenged } = value;
  const going = goingIn(value["going"]);
  if (typeof uid !== "string" || typeof turn !== "number" || !isStage(stage)) return undefined;
  const known = userIn(user);
  if ((stage === "known" && !known) || (stage === "answered" && !going)) return undefined;
  return { uid, stage, turn, user: known, challenged: challenged === true, going };
}

function isStage(stage: unknown): stage is Stage {
  return stage === "here" || stage === "away" || stage === "known" || stage === "answered";
}

function userIn(value: unknown): HassUser | undefined {
  if (!isJsonObject(value)) return undefined;
  const { id, name, isAdmin, isOwner } = value;
  if (typeof id !== "string" || typeof name !== "string") return undefined;
  return { id, name, isAdmin: isAdmin === true, isOwner: isOwner === true };
}

function goingIn(value: unknown): Going | undefined {
  if (!isJsonObject(value)) return undefined;
  const { answer, goTo } = value;
  if ((answer !== "given" && answer !== "denied") || typeof goTo !== "string") return undefined;
  return { answer, goTo };
}
