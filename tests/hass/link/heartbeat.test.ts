/** A connection that stands but says nothing is given up. */

import { expect, test } from "bun:test";
import { startHeartbeat } from "../../../src/hass/link/heartbeat.ts";

const PACE = { pingEveryMs: 2, pongWithinMs: 20 };

/** A connection that answers pings with what `ping` says, and tells when it has been asked for its third. */
function connectionThat(ping: () => Promise<void>, connected = true) {
  let asked = 0;
  let thirdAsked: () => void = () => undefined;
  const third = new Promise<void>((resolve) => {
    thirdAsked = resolve;
  });
  const forced: boolean[] = [];
  return {
    third,
    forced,
    get asked() {
      return asked;
    },
    connected,
    ping() {
      if (++asked === 3) thirdAsked();
      return ping();
    },
    reconnect: (force = false) => void forced.push(force),
  };
}

test("without a pong in time it is made anew, by force", async () => {
  const connection = connectionThat(() => new Promise(() => undefined));
  await new Promise<void>((resolve) => {
    const stop = startHeartbeat(
      connection,
      () => {
        stop();
        resolve();
      },
      PACE,
    );
  });
  expect(connection.forced).toEqual([true]);
  // while one is waited for, no other is sent
  expect(connection.asked).toBe(1);
});

test("with pongs, or a socket that says itself that it broke, it goes on", async () => {
  for (const ping of [() => Promise.resolve(), () => Promise.reject(new Error("broke"))]) {
    const connection = connectionThat(ping);
    let dead = 0;
    const stop = startHeartbeat(connection, () => dead++, PACE);
    await connection.third;
    await Bun.sleep(PACE.pongWithinMs * 2);
    stop();
    expect(dead).toBe(0);
    expect(connection.forced).toEqual([]);
  }
});

test("without a connection nothing is asked; once stopped, nothing is given up", async () => {
  const away = connectionThat(() => Promise.resolve(), false);
  const silent = connectionThat(() => new Promise(() => undefined));
  const stops = [away, silent].map((connection) => startHeartbeat(connection, () => undefined, PACE));
  while (silent.asked === 0) await new Promise((resolve) => setImmediate(resolve));
  for (const stop of stops) stop();
  await Bun.sleep(PACE.pongWithinMs * 2);
  expect(away.asked).toBe(0);
  expect(silent.forced).toEqual([]);
});
