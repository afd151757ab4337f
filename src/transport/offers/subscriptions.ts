/** Subscriptions to resources that one connection holds. */

import { Failure } from "../../core/failure.ts";
import type { CallContext } from "../../registry/answer.ts";
import type { Door } from "../door.ts";
import { followedBy, noSuchPage } from "./resources.ts";

export type Subscriptions = {
  /** Any Failure; a second one to the same address changes nothing. */
  add(uri: unknown, door: Door, context: CallContext): Promise<void>;
  /** One that is not there is no fault. */
  remove(uri: unknown): void;
  close(): void;
};

/** `ended`: the code of what ended it, told with the last notification. */
export type Updated = (uri: string, ended?: string) => void;

/** `onChanged` hears which there are whenever one is added, removed or over, not of the end of them all; it must not reject. */
export function openSubscriptions(
  updated: Updated,
  onChanged: (uris: readonly string[]) => void | Promise<void> = () => undefined,
): Subscriptions {
  const open = new Map<string, Opened>();
  let closed = false;
  const changed = async () => {
    if (!closed) await onChanged([...open.keys()]);
  };
  return {
    async add(uri, door, context) {
      const input = await followedBy(door, uri);
      if (typeof uri !== "string" || closed || open.has(uri)) return;
      const opened: Opened = { stop: () => undefined };
      open.set(uri, opened);
      // removed while it was opened, and perhaps added again
      const isOpen = () => open.get(uri) === opened;
      const heard = {
        changed() {
          if (isOpen()) updated(uri);
        },
        ended(why: string) {
          if (!isOpen()) return;
          open.delete(uri);
          void changed();
          updated(uri, why);
        },
      };
      try {
        const stop = await door.follow(input, heard, context);
        if (!isOpen()) return stop();
        opened.stop = stop;
        await changed();
      } catch (fault) {
        if (isOpen()) open.delete(uri);
        throw fault instanceof Failure && fault.code === "NOT_FOUND" ? noSuchPage() : fault;
      }
    },
    remove(uri) {
      open.get(String(uri))?.stop();
      if (open.delete(String(uri))) void changed();
    },
    close() {
      closed = true;
      for (const { stop } of open.values()) stop();
      open.clear();
    },
  };
}

type Opened = { stop: () => void };

/** Of `notifications/resources/updated`. */
export function updateOf(uri: string, ended: string | undefined) {
  return { uri, ...(ended === undefined ? {} : { _meta: { "hearthgate/ended": ended } }) };
}
