/** Questions to the person at the host over one connection of the 2025 era, beside the SDK. */

import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { AskHost, HostAnswer } from "../security/approval/desk.ts";
import type { JsonRpcMessage } from "./json-rpc.ts";

export type HostQuestions = {
  /** Learns from `initialize` whether the client can ask; true = the message was an answer to one of these questions. */
  hear(message: JsonRpcMessage): boolean;
  /** undefined where the client did not say that it can ask. */
  asking(signal: () => AbortSignal): AskHost | undefined;
};

type Send = (message: JsonRpcMessage) => Promise<void>;

export function openHostQuestions(send: Send): HostQuestions {
  const waiting = new Map<string, (answer: HostAnswer) => void>();
  let canAsk = false;
  let asked = 0;

  const put = async (text: string, signal: AbortSignal): Promise<HostAnswer> => {
    asked += 1;
    const id = `hearthgate-ask-${asked}`;
    const answered = new Promise<HostAnswer>((resolve) => waiting.set(id, resolve));
    // whoever gave up the call takes the question back
    const takeBack = () => {
      waiting.get(id)?.(undefined);
      const params = { requestId: id, reason: "The call was given up." };
      send({ jsonrpc: "2.0", method: "notifications/cancelled", params }).catch(() => undefined);
    };
    signal.addEventListener("abort", takeBack, { once: true });
    try {
      await send({ jsonrpc: "2.0", id, method: "elicitation/create", params: formOf(text) });
      return await answered;
    } finally {
      signal.removeEventListener("abort", takeBack);
      waiting.delete(id);
    }
  };

  return {
    hear({ id, method, params, result }) {
      if (method === "initialize") canAsk = canElicit(params?.["capabilities"]);
      if (method !== undefined || typeof id !== "string") return false;
      const resolve = waiting.get(id);
      resolve?.(answerIn(result));
      return resolve !== undefined;
    },
    asking: (signal) => (canAsk ? ({ text }) => put(text, signal()) : undefined),
  };
}

/** Form elicitation; `elicitation: {}` is the form of before there were modes. */
export function canElicit(capabilities: unknown): boolean {
  const elicitation = isJsonObject(capabilities) ? capabilities["elicitation"] : undefined;
  if (!isJsonObject(elicitation)) return false;
  return Object.keys(elicitation).length === 0 || isJsonObject(elicitation["form"]);
}

/** A form without fields: yes, no, or closed. Nothing that opens anything is ever typed into one. */
export function formOf(text: string) {
  return {
    message: `Allow once: ${text}?`,
    requestedSchema: { type: "object" as const, properties: {} },
  };
}

/** What is no answer is no yes: the form was closed. */
export function answerIn(result: JsonObject | undefined): HostAnswer {
  const action = result?.["action"];
  return action === "accept" || action === "decline" ? action : "cancel";
}
