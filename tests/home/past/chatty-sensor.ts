/** Thirty days of a sensor that speaks twice a minute, asked for as anybody would. */

import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { grantOf, NOW, openRoad } from "../../road/road.ts";

const DAYS = 30;
const EVERY_MS = 30_000;

export type Chatty = {
  /** The larger of the structured and the plain content. */
  readonly tokens: number;
  readonly points: number;
  readonly ms: number;
  /** Of the recorder. */
  readonly rows: number;
  readonly structured: Readonly<Record<string, unknown>>;
};

export async function chattySensor(points?: number): Promise<Chatty> {
  const rows = Array.from({ length: (DAYS * 86_400_000) / EVERY_MS }, (_, index) => {
    const at = NOW - DAYS * 86_400_000 + index * EVERY_MS;
    return { s: (20 + 3 * Math.sin(index / 458) + (index % 7) / 10).toFixed(2), lu: at / 1_000 };
  });
  const { call } = await openRoad(grantOf({ access: { read: ["*"], history: ["*"] } }), {
    answers: { "history/history_during_period": () => ({ "sensor.temperature": rows }) },
  });
  const started = performance.now();
  const { structured, text } = await call("ha_history", {
    ids: ["sensor.temperature"],
    start: `${DAYS}d`,
    ...(points === undefined ? {} : { points }),
  });
  const ms = performance.now() - started;
  const [row] = structured["found"] as readonly { readonly points: readonly string[] }[];
  const json = JSON.stringify(structured);
  const plain = text.slice(0, text.length - json.length);
  const tokens = Math.max(encode(json).length, encode(plain).length);
  return { tokens, points: row?.points.length ?? 0, ms, rows: rows.length, structured };
}
