/** What a websocket command is: who may send it, which keys it has, what it answers. */

import { type Check, Misfit, pythonic } from "../world/checks.ts";
import { invalidFormat } from "../world/fault.ts";
import type { User } from "../world/world.ts";
import type { Premises } from "./premises.ts";

type Message = Readonly<Record<string, unknown>>;

/** One authenticated client, as a command sees it. */
export type Session = {
  readonly premises: Premises;
  readonly user: User;
  /** One message, already text. */
  send(json: string): void;
  /** Answers before `run` returns; `run` then returns `answered`. */
  result(id: number, value: unknown): void;
  subscribe(id: number, stop: () => void): void;
  /** Whether there was such a subscription. */
  unsubscribe(id: number): boolean;
  /** From now on what waits together travels in one frame. */
  coalesce(): void;
};

/** What `run` returns when it has answered itself. */
export const answered = Symbol("answered");

export type Command = {
  /** Ordinary users get `unauthorized`. */
  readonly admin?: boolean;
  readonly required?: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
  /** The result, or a promise of it; throws Fault. */
  run(session: Session, message: Message, id: number): unknown;
};

export type Commands = Readonly<Record<string, Command>>;

/** The message with its values as the checks return them; every misfit is in the text, as Home Assistant does. */
export function checkMessage(command: Command, message: Message): Message {
  const faults: string[] = [];
  const checked: Record<string, unknown> = {};
  const bare = !command.required && !command.optional;
  for (const key of Object.keys(message)) {
    if (key === "id" || key === "type") continue;
    const check = command.required?.[key] ?? command.optional?.[key];
    try {
      if (check) checked[key] = check(message[key], key);
      else if (bare) faults.push(`extra keys not allowed. Got ${pythonic(message)}`);
      else faults.push(`not a valid option at '${key}'. Got ${pythonic(message[key])}`);
    } catch (thrown) {
      if (!(thrown instanceof Misfit)) throw thrown;
      faults.push(`${thrown.message} at '${thrown.path}'. Got ${pythonic(thrown.got)}`);
    }
  }
  for (const key of Object.keys(command.required ?? {})) {
    if (!Object.hasOwn(message, key)) faults.push(`required key not provided at '${key}'. Got None`);
  }
  if (faults.length > 0) throw invalidFormat(faults.join("\n"));
  return checked;
}

/** One event of a subscription. */
export function eventFrame(id: number, event: unknown): string {
  return `{"id":${id},"type":"event","event":${JSON.stringify(event)}}`;
}
