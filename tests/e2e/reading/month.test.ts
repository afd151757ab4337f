/** Thirty days of a sensor that speaks twice a minute, in the recorder of a real Home Assistant. */

import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { openRealHome } from "../../../scripts/real-home.ts";
import { startHost } from "../host.ts";

setDefaultTimeout(240_000);

const DAYS = 30;
const EVERY_S = 30;
const SENSOR = "sensor.outside_temperature";
const [MIDDLE, SWING] = [10, 8];

/** A wave a day. */
function valueAt(seconds: number): number {
  return MIDDLE + SWING * Math.sin((seconds / 86_400) * 2 * Math.PI);
}

/** The recorder keeps a month, and has one of the sensor. */
function seed(folder: string): void {
  const path = join(folder, "configuration.yaml");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/purge_keep_days: \d+/, "purge_keep_days: 60"));
  const database = new Database(join(folder, "home-assistant_v2.db"));
  const meta = database
    .query<{ metadata_id: number }, [string]>("SELECT metadata_id FROM states_meta WHERE entity_id = ?")
    .get(SENSOR);
  const last = database
    .query<{ attributes_id: number }, [number]>(
      "SELECT attributes_id FROM states WHERE metadata_id = ? AND attributes_id IS NOT NULL ORDER BY state_id DESC LIMIT 1",
    )
    .get(meta?.metadata_id ?? 0);
  if (meta === null || last === null) throw new Error(`the recorder knows no ${SENSOR}`);
  const insert = database.prepare(
    "INSERT INTO states (state, metadata_id, attributes_id, last_updated_ts, last_reported_ts) VALUES (?, ?, ?, ?, ?)",
  );
  const now = Math.floor(Date.now() / 1_000) - 600;
  database.transaction(() => {
    for (let at = now - DAYS * 86_400; at < now; at += EVERY_S)
      insert.run(valueAt(at).toFixed(2), meta.metadata_id, last.attributes_id, at, at);
  })();
  database.close();
}

test.skipIf(process.env["TEST_HOME"] !== "real")(
  "is told in a few hundred tokens, the time beside them",
  async () => {
    const home = await openRealHome({ prepare: seed });
    const host = await startHost({ url: home.url, token: home.token });
    try {
      const times: number[] = [];
      const ask = async () => {
        const started = performance.now();
        const answer = await host.call("ha_history", { ids: [SENSOR], start: "29d" });
        times.push(performance.now() - started);
        return answer;
      };
      const first = await ask();
      expect(first.error).toBe(false);
      for (let more = 0; more < 3; more++) await ask();
      const tokens = encode(JSON.stringify(first.structured)).length;
      const rows = (DAYS * 86_400) / EVERY_S;
      process.stdout.write(
        `${DAYS} days on a real recorder, ${rows} rows: ${tokens} tokens, ${Math.round(Math.min(...times))} ms\n`,
      );
      expect(tokens).toBeLessThanOrEqual(400);
      const [row] = first.structured["found"] as readonly Readonly<Record<string, unknown>>[];
      expect(row).toMatchObject({
        mean: MIDDLE,
        min: expect.stringMatching(new RegExp(`^${MIDDLE - SWING} at `)),
        max: expect.stringMatching(new RegExp(`^${MIDDLE + SWING} at `)),
      });
      const { points } = row as { readonly points: readonly string[] };
      expect(points.length).toBeLessThanOrEqual(200);
    } finally {
      await host.close();
      home.stop();
    }
  },
);
