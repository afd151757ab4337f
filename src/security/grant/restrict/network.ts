/** Client addresses, origins, paths held against lists. */

import { isWithin, parseAddress, parseNetwork } from "../../../core/address.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { DenialCode } from "../model/decision.ts";

/** undefined = allowed. An unreadable entry matches nobody; without an address nobody is allowed. */
export function checkAddress(allowed: unknown, address: string | undefined): DenialCode | undefined {
  const client = address === undefined ? undefined : parseAddress(address);
  if (!client || !Array.isArray(allowed)) return "ip_denied";
  const covers = (entry: unknown) => {
    const network = parseNetwork(entry);
    return network !== undefined && isWithin(client, network);
  };
  return allowed.some(covers) ? undefined : "ip_denied";
}

/** undefined = allowed. `allow_any` opens every origin; a list of paths counts beside it. */
export function checkOrigin(
  params: JsonObject,
  origin: string | undefined,
  path: string | undefined,
): DenialCode | undefined {
  const { allow_any, allowed, allow_paths } = params;
  if (allow_any !== true) {
    const known = Array.isArray(allowed) && origin !== undefined && allowed.includes(origin);
    if (!known) return "origin_denied";
  }
  if (allow_paths === undefined || (Array.isArray(allow_paths) && allow_paths.length === 0)) return undefined;
  if (!Array.isArray(allow_paths) || path === undefined) return "path_denied";
  const clean = cleanPath(path);
  const fits = allow_paths.some((entry) => typeof entry === "string" && pathFits(entry, clean));
  return fits ? undefined : "path_denied";
}

function cleanPath(path: string): string {
  const bare = (path.split(/[?#]/)[0] ?? "").replace(/\/+$/, "");
  return bare === "" ? "/" : bare;
}

/** `/a` is that path alone; `/a/*` is everything below it. */
function pathFits(entry: string, path: string): boolean {
  if (path.split("/").includes("..")) return false;
  return entry.endsWith("/*") ? path.startsWith(entry.slice(0, -1)) : cleanPath(entry) === path;
}
