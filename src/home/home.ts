/** What a tool is handed: Home Assistant narrowed to what the tool declares and the caller's grant permits. */

import type { Effect } from "../core/effect.ts";
import type { JsonObject } from "../core/json.ts";
import type { ActOptions, ActOutcome, CallInput } from "./acting.ts";
import type { Hearing, HomeFollowed } from "./follow/hearing.ts";

export type ReadOptions = {
  /** Attribute or field names to answer with, besides id and name. */
  readonly fields?: readonly string[];
  readonly detail?: "brief" | "full";
};

/** One answer row: id, name, then what there is to say; never null. */
export type Row = JsonObject & { readonly id: string };

export type ReadAnswer = {
  readonly found: readonly Row[];
  /** Ids that do not exist or may not be seen: one word for both. */
  readonly not_found?: readonly string[];
  /** Nearest permitted names, when something was not found. */
  readonly nearest?: readonly string[];
  /** Names that mean more than one thing, with the candidates. */
  readonly unclear?: readonly string[];
  /** What was left out of a long answer, and how to get it. */
  readonly more?: string;
};

export type SearchInput = {
  readonly query?: string | undefined;
  readonly domain?: readonly string[] | undefined;
  readonly area?: readonly string[] | undefined;
  readonly floor?: readonly string[] | undefined;
  readonly label?: readonly string[] | undefined;
  readonly device_class?: readonly string[] | undefined;
  readonly state?: string | undefined;
  /** `30m`, `2h`, `1d`; a bare number is seconds. */
  readonly changed_within?: string | undefined;
  readonly kind?: readonly string[] | undefined;
  /** `bodies`: what automations, scripts, scenes, helpers and dashboards do. */
  readonly in?: "names" | "bodies" | undefined;
  readonly limit?: number | undefined;
  /** Where an earlier answer ended, as it said. */
  readonly after?: string | undefined;
};

export type SearchAnswer = {
  /** How sure: `none` = a word that nothing here explains. */
  readonly match: "exact" | "close" | "none";
  readonly hits?: readonly Row[];
  /** With `none`: the words of the query that nothing here fits. */
  readonly unmet?: readonly string[];
  /** With `none`: what comes nearest. */
  readonly nearest?: readonly Row[];
  readonly more?: string;
};

export type OverviewAnswer = {
  readonly entities: number;
  /** Areas as lines; a floor without a name holds the areas of none. */
  readonly floors: readonly { readonly floor?: string; readonly areas: readonly string[] }[];
  readonly unusual?: readonly string[];
  readonly more?: string;
};

export type HistoryInput = {
  readonly ids: readonly string[];
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  /** Of statistics. */
  readonly period?: "5minute" | "hour" | "day" | "week" | "month" | "year" | undefined;
  readonly kind?: "states" | "statistics" | "logbook" | undefined;
  /** At most so many of each entity; 25 unless told, at most 200. */
  readonly points?: number | undefined;
  /** Goes on behind this time. */
  readonly after?: string | undefined;
};

export type HistoryAnswer = {
  /** What the answer covers, in the home's time. */
  readonly from: string;
  readonly to: string;
  readonly found?: readonly Row[];
  /** Of the logbook, oldest first. */
  readonly events?: readonly string[];
  readonly more?: string;
  readonly not_found?: readonly string[];
  readonly nearest?: readonly string[];
};

export type WaitInput = {
  readonly id: string;
  /** As a state filter; without one any change of the state is waited for. */
  readonly state?: string | undefined;
  /** At most 60, 30 unless told. */
  readonly timeout_s?: number | undefined;
};

export type WaitAnswer = {
  readonly id: string;
  readonly name?: string;
  /** False when the time was over before. */
  readonly met: boolean;
  readonly before: string;
  readonly state: string;
  /** How long it took. */
  readonly seconds: number;
};

export type PictureAnswer = {
  readonly id: string;
  readonly name?: string;
  /** In the home's time. */
  readonly taken: string;
  readonly mime_type: string;
  readonly bytes: number;
  /** `1024×768`; absent where it went as it came. */
  readonly size?: string;
  /** For the answer's content, base64; no part of what is structured. */
  readonly picture: { readonly data: string; readonly mimeType: string };
};

/** One of the two. */
export type TemplateInput = {
  readonly template?: string | undefined;
  /** As an automation has it: an object, a list of them (all must hold), or a template. */
  readonly condition?: unknown;
};

/** What was rendered, or `true` and `false` of a condition. */
export type TemplateAnswer = { readonly result: string };

export type DiagnoseInput = {
  /** An entity by id or name; `home` or one of its checks. */
  readonly about: string;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
};

export type Diagnosis = {
  readonly about: string;
  /** Name, state and since when, of an entity. */
  readonly now?: string;
  readonly from: string;
  readonly to: string;
  /** Lines under `why`, `runs`, `used_by`, or the name of a check. */
  readonly found: Readonly<Record<string, readonly string[]>>;
  /** What was looked for and is not there. */
  readonly nothing?: readonly string[];
  /** What could not be looked for, and why. */
  readonly not_shown?: readonly string[];
};

/** `understood`: the intent and the words that filled it; `calls`: the services it came to; `said`, `found`: of questions. */
export type AssistAnswer = Partial<
  ActOutcome & { said: string; calls: readonly string[]; found: readonly Row[] }
> & {
  readonly understood: string;
};

export type ServiceRow = {
  readonly service: string;
  /** `name: type range unit`, `*` = required. */
  readonly fields?: readonly string[];
  /** What it may be pointed at. */
  readonly target?: string;
  readonly response?: "always" | "on request";
};

export type AccessAnswer = {
  readonly grant: string;
  readonly until?: string;
  readonly read: readonly string[];
  readonly control: readonly string[];
  /** Whose past may be asked, and which pictures; absent = none. */
  readonly history?: readonly string[];
  readonly camera?: readonly string[];
  readonly never?: readonly string[];
  readonly needs_owner?: readonly string[];
  /** Questions of this caller to the owner: what waits, what was agreed to and not used yet. */
  readonly asked?: readonly string[];
  readonly capabilities?: readonly string[];
  readonly limits?: readonly string[];
  /** What the Home Assistant user behind us cannot serve. */
  readonly not_served?: readonly string[];
};

export type AccessVerbs = { access(): Promise<AccessAnswer> };

export type ReadVerbs = {
  search(input: SearchInput): Promise<SearchAnswer>;
  /** The whole home, or the named area or floor (id, name or alias). */
  overview(within: { readonly area?: string; readonly floor?: string }): Promise<OverviewAnswer>;

  read(ids: readonly string[], options: ReadOptions): Promise<ReadAnswer>;
  /** One of the services that only read (forecasts, calendar events, to-do lists, media). */
  readByService(ids: readonly string[], service: string, data: JsonObject): Promise<unknown>;
  diagnose(input: DiagnoseInput): Promise<Diagnosis>;
  /** `progress`: of the time that it may take. */
  wait(
    input: WaitInput,
    caller: { readonly progress: (done: number, total: number) => void; readonly signal: AbortSignal },
  ): Promise<WaitAnswer>;
  /** Returns the way to stop. */
  follow(input: HomeFollowed, hearing: Hearing): Promise<() => void>;
  services(id: string | undefined): Promise<readonly ServiceRow[]>;
};

export type ControlVerbs = {
  act(call: CallInput, options: ActOptions): Promise<ActOutcome>;
  /** One after another; a refused one does not stop the rest. */
  actAll(calls: readonly CallInput[], options: ActOptions): Promise<ActOutcome>;
};

/** A picture of a camera or image entity, by id or name. */
export type CameraVerbs = { picture(id: string): Promise<PictureAnswer> };

export type TemplateVerbs = { template(input: TemplateInput): Promise<TemplateAnswer> };

/** A sentence in the home's language. */
export type ConverseVerbs = { assist(text: string): Promise<AssistAnswer> };

export type HistoryVerbs = { history(input: HistoryInput): Promise<HistoryAnswer> };

type VerbsOf = {
  readonly none: AccessVerbs;
  readonly read: ReadVerbs;
  readonly history: HistoryVerbs;
  readonly camera: CameraVerbs;
  readonly template: TemplateVerbs;
  readonly control: ControlVerbs;
  readonly converse: ConverseVerbs;
};

type Intersection<U> = (U extends unknown ? (verbs: U) => void : never) extends (verbs: infer I) => void
  ? I
  : never;

/** The verbs that the declared effects open; a tool cannot name any other. */
export type Home<E extends Effect> = Intersection<VerbsOf[E]>;
