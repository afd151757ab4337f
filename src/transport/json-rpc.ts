/** The form of JSON-RPC messages as MCP has them. */

import { isJsonObject, type JsonObject } from "../core/json.ts";

export type MessageId = string | number;

/** A request, a notification or a response; what is inside `params` is the protocol's to check. */
export type JsonRpcMessage = {
  readonly jsonrpc: "2.0";
  readonly id?: MessageId;
  readonly method?: string;
  readonly params?: JsonObject & { readonly _meta?: JsonObject };
  readonly result?: JsonObject;
  readonly error?: JsonObject;
};

/** JSON-RPC 2.0, section 5.1. */
export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const NO_MESSAGE =
  "Not a JSON-RPC 2.0 message of MCP: check jsonrpc, id (text or whole number), method, params and params._meta.";

/** As in MCP's schema: SDKs drop what does not fit it without an answer. */
const KEYS: ReadonlySet<string> = new Set(["jsonrpc", "id", "method", "params", "result", "error"]);
const RELATED_TASK = "io.modelcontextprotocol/related-task";

export function isMessage(value: unknown): value is JsonRpcMessage {
  if (!isJsonObject(value) || value["jsonrpc"] !== "2.0") return false;
  for (const key in value) if (!KEYS.has(key)) return false;
  const { id, method, params, result, error } = value;
  if (id !== undefined && !isId(id)) return false;
  if (method === undefined) return id !== undefined && (isJsonObject(result) || isJsonObject(error));
  return typeof method === "string" && result === undefined && error === undefined && areParams(params);
}

function areParams(params: unknown): boolean {
  if (params === undefined) return true;
  if (!isJsonObject(params)) return false;
  const { _meta: meta } = params;
  if (meta === undefined) return true;
  if (!isJsonObject(meta)) return false;
  const { progressToken, [RELATED_TASK]: task } = meta;
  return (
    (progressToken === undefined || isId(progressToken)) &&
    (task === undefined || (isJsonObject(task) && typeof task["taskId"] === "string"))
  );
}

function isId(value: unknown): value is MessageId {
  return typeof value === "string" || Number.isSafeInteger(value);
}

/** For the answer to what is no message. */
export function idIn(value: unknown): MessageId | null {
  return isJsonObject(value) && isId(value["id"]) ? value["id"] : null;
}

/** Every message of a POST: one, or a batch as clients before 2025-06-18 send it. */
export function areMessages(body: unknown): boolean {
  return Array.isArray(body) ? body.every(isMessage) : isMessage(body);
}
