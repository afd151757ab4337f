/** Questions to the person at the host over one connection of the 2025 era, beside the SDK. */

import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { AskHost, HostAnswer, HostQuestion } from "../security/approval/desk.ts";
import type { JsonRpcMessage } from "./json-rpc.ts";

export type HostQuestions = {
  /** Learns from `initialize` whether the client can ask; true = the message was an answer to one of these questions. */
  hear(message: JsonRpcMessage): boolean;
  /** undefined where the client did not say that it can ask. */
  asking(signal: () => AbortSignal): AskHost | undefined;
};

/** The question itself has ended for certain then. */
export const END_MS = 1_000;

type Send = (message: JsonRpcMessage) => Promise<void>;

export function openHostQuestions(send: Send): HostQuestions {
  const waiting = new Map<string, (answer: HostAnswer) => void>();
  let canAsk = false;
  let asked = 0;

  const put = async (question: HostQuestion, signal: AbortSignal): Promise<HostAnswer> => {
    if (signal.aborted) return undefined;
    asked += 1;
    const id = `hearthgate-ask-${asked}`;
    const answered = new Promise<HostAnswer>((resolve) => waiting.set(id, resolve));
    const takeBack = (reason: string, answer: HostAnswer) => {
      waiting.get(id)?.(answer);
      const params = { requestId: id, reason };
      send({ jsonrpc: "2.0", method: "notifications/cancelled", params }).catch(() => undefined);
    };
    const giveUp = () => takeBack("The call was given up.", undefined);
    signal.addEventListener("abort", giveUp, { once: true });
    // whoever never answers would hold the call for ever
    const timer = setTimeout(
      () => takeBack("The question has ended.", "cancel"),
      question.lifetimeMs + END_MS,
    );
    try {
      await send({ jsonrpc: "2.0", id, method: "elicitation/create", params: formOf(question.text) });
      return await answered;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
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
    asking: (signal) => (canAsk ? (question) => put(question, signal()) : undefined),
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
