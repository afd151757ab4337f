/** A file that is read again when it changed; while it is damaged the last good content stays in force. */

import { type Stats, statSync } from "node:fs";

export type WatchedFile<Content> = {
  /** Looked at now. */
  current(): Content;
};

/** Throws what `read` throws at the first look; later faults go to `onDamage`. */
export function watchFile<Content>(
  path: string,
  read: () => Content,
  onDamage: (fault: unknown) => void,
): WatchedFile<Content> {
  let mark = markOf(path);
  let content = read();
  return {
    current() {
      const now = markOf(path);
      if (isSame(mark, now)) return content;
      mark = now;
      try {
        content = read();
      } catch (fault) {
        onDamage(fault);
      }
      return content;
    },
  };
}

/** What changes with every write of ours, which renames a new file into place, and with every edit by hand. */
function markOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function isSame(one: Stats | undefined, other: Stats | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs &&
    one.size === other.size &&
    one.ino === other.ino
  );
}
