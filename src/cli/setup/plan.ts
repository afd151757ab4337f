/** What setup would write into a client's file, and what remove would put back. */

import { isDeepStrictEqual } from "node:util";
import { createTwoFilesPatch } from "diff";
import { Failure } from "../../core/failure.ts";
import { whyNot } from "../../core/file-fault.ts";
import type { McpClient } from "./clients.ts";
import { serverIn, withoutServer, withServer } from "./config-text.ts";
import { shownText } from "./shown-text.ts";
import { contentOf, digestOf, type WrittenFile } from "./written.ts";

export const SERVER_NAME = "hearthgate";

/** One file, as it is and as it would be; `after` undefined = no file. */
export type Plan = {
  readonly client: McpClient;
  readonly path: string;
  readonly before: Buffer | undefined;
  readonly after: string | Uint8Array | undefined;
};

export type Planned = Plan | { readonly client: McpClient; readonly path: string; readonly fault: Failure };

export function planEntry(client: McpClient, path: string, entry: object): Planned {
  return planned(client, path, (before) => {
    const after = withServer(textOf(before), placeOf(client), entry);
    // what the client will read, not what we meant to write; the library's objects have no prototype
    const found = structuredClone(serverIn(after, placeOf(client)));
    if (!isDeepStrictEqual(found, entry))
      throw new Failure("CONFIG_INVALID", "The server cannot be put into this file.", {
        hint: "Add it by hand, as docs/clients.md has it; nothing was changed in it.",
      });
    return { after };
  });
}

/** The bytes of before where nobody has written there since; else the server alone is taken out. */
export function planRemoval(client: McpClient, path: string, written: WrittenFile | undefined): Planned {
  return planned(client, path, (before) => {
    if (written && before && digestOf(before) === written.after)
      return { after: written.before === null ? undefined : Buffer.from(written.before, "base64") };
    return { after: before && withoutEntry(client, before) };
  });
}

/** The file's bytes where there is no such server in it. */
export function withoutEntry(client: McpClient, content: Buffer): Buffer {
  return Buffer.from(withoutServer(textOf(content), placeOf(client)));
}

function planned(
  client: McpClient,
  path: string,
  make: (before: Buffer | undefined) => Pick<Plan, "after">,
): Planned {
  try {
    const before = contentOf(path);
    return { client, path, before, ...make(before) };
  } catch (cause) {
    const fault =
      cause instanceof Failure
        ? cause
        : new Failure("CONFIG_INVALID", `The file cannot be read: ${whyNot(cause)}.`, { cause });
    return { client, path, fault };
  }
}

function placeOf({ format, key }: McpClient) {
  return { format, key, name: SERVER_NAME };
}

function textOf(content: Buffer | undefined): string {
  if (content === undefined) return "";
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", "The file cannot be read: it is not UTF-8.", { cause });
  }
}

export function changes({ before, after }: Plan): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return !before.equals(Buffer.from(after));
}

/** As `diff -u` has it, without secrets. */
export function diffOf({ path, before, after }: Plan): string {
  const text = (content: string | Uint8Array | undefined) =>
    content === undefined ? "" : Buffer.from(content).toString();
  const patch = createTwoFilesPatch(path, path, text(before), text(after), "", "", { context: 2 });
  return shownText(patch.slice(patch.indexOf("---")).trimEnd());
}
