/** What Home Assistant hears of us: what is switched on, without more than a listener needs, and never a flood. */

import { expect, test } from "bun:test";
import type { JsonObject } from "../../src/core/json.ts";
import { feedHomeEvents, HOME_EVENTS } from "../../src/start/home-events.ts";

function opened(names: readonly string[] = HOME_EVENTS, isAdmin = true) {
  const fired: [string, JsonObject][] = [];
  const logged: string[] = [];
  let now = 0;
  const feed = feedHomeEvents(new Set(names), () => now);
  const note = (event: string) => void logged.push(event);
  const logger = feed.heard({ debug: note, info: note, warn: note, error: note });
  const connect = () =>
    feed.connect({ fire: async (type, data) => void fired.push([type, data]) }, () => isAdmin);
  return { fired, logged, logger, connect, later: (ms: number) => (now += ms) };
}

test("each event by its name, with its facts", () => {
  const { logger, fired, connect } = opened();
  connect();
  logger.warn("suspicious_origin", { ip: "192.0.2.1", what: "origin", value: "https://evil.example" });
  logger.warn("revoked", { kind: "token", id: "abcd" });
  logger.warn("revoked", { kind: "jwt", id: "abcd" });
  logger.warn("session_limit_reached", { grant_id: "g", user: "t" });
  logger.warn("flood_protection", { ip: "192.0.2.1", what: "address" });
  logger.warn("kill_switch", { on: true });
  logger.warn("auth_failed", { ip: "192.0.2.1", reason: "unknown" });
  logger.debug("failure", { call_id: "c", code: "PERMISSION_DENIED", denial: "pin_locked" });
  logger.debug("failure", { call_id: "d", code: "PERMISSION_DENIED" });
  logger.debug("failure", { call_id: "e", code: "NOT_FOUND" });
  logger.info("hass_running", { detail: 1 });
  expect(fired).toEqual([
    [
      "hearthgate_suspicious_origin",
      { grant_id: null, origin: "https://evil.example", source_ip: "192.0.2.1" },
    ],
    ["hearthgate_token_revoked", { token_id: "abcd" }],
    ["hearthgate_session_limit_reached", { grant_id: "g", label: "t" }],
    ["hearthgate_flood_protection", { source_ip: "192.0.2.1", what: "address" }],
    ["hearthgate_kill_switch", { on: true }],
    ["hearthgate_auth_failure", { source_ip: "192.0.2.1", error_code: "unknown" }],
    ["hearthgate_pin_locked", { call_id: "c" }],
    ["hearthgate_denied", { call_id: "d", denial: null }],
  ]);
});

test("nothing before there is a home, behind an ordinary user, or where it is switched off; the log has it all the same", () => {
  for (const [names, isAdmin, connects] of [
    [HOME_EVENTS, true, false],
    [HOME_EVENTS, false, true],
    [["denied"], true, true],
  ] as const) {
    const { logger, fired, logged, connect } = opened(names, isAdmin);
    if (connects) connect();
    logger.warn("kill_switch", { on: true });
    expect([fired, logged]).toEqual([[], ["kill_switch"]]);
  }
});

test("ten of a kind a minute, whatever strangers do", () => {
  const { logger, fired, connect, later } = opened();
  connect();
  for (let at = 0; at < 50; at++) logger.warn("suspicious_origin", { ip: `192.0.2.${at}`, value: "x" });
  logger.warn("kill_switch", { on: true });
  expect(fired).toHaveLength(11);
  later(60_000);
  logger.warn("suspicious_origin", { ip: "192.0.2.99", value: "x" });
  expect(fired).toHaveLength(12);
});
