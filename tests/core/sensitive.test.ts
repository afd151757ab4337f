/** One rule for what a secret is, whoever asks. */

import { describe, expect, test } from "bun:test";
import { holdsSecret, isSecretKey, isSecretText, withoutSecretText } from "../../src/core/sensitive.ts";

describe("by the name of a key", () => {
  test.each([
    "api_key", "apiKey", "X-API-Key", "access_token", "refreshToken", "authorization", "client_secret", "password",
    "wifi_password", "passphrase", "pin", "pins", "user pin", "pin_code", "code", "codes", "alarm_code", "userCode",
    "usercode", "lock_code", "private_key", "credential_id", "cookie", "psk", "otp",
  ])("%s says so", (key) => {
    expect(isSecretKey(key)).toBe(true);
  }); // biome-ignore format: a word list

  test.each([
    "zip_code", "postal_code", "country_code", "error_code", "status_code", "code_format", "code_arm_required", "pinned",
    "spinning", "opinion", "entity_id", "key", "keyboard", "author", "decoder", "barcode", "encode", "shopping",
  ])("%s does not", (key) => {
    expect(isSecretKey(key)).toBe(false);
  }); // biome-ignore format: a word list
});

const LONG = "0123456789abcdefghijABCDEFGHIJ0123456789";
const PEM = (mark: string) => `-----${mark} PRIVATE KEY-----`;

describe("by the look of a text", () => {
  test.each([
    ["/api/camera_proxy/camera.x?token=abcdef", "/api/camera_proxy/camera.x?token=#"],
    ["http://10.0.0.2/x?a=1&password=hunter2&b=2", "http://10.0.0.2/x?a=1&password=#&b=2"],
    ["rtsp://admin:hunter2@10.0.0.2/stream", "rtsp://#@10.0.0.2/stream"],
    ["sent Bearer abcdefghijkl on", "sent # on"],
    ["Authorization: Basic YWRtaW46aHVudGVyMg==", "Authorization: #"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl", "#"],
    ["hg_abcd1234_0123456789abcdefghijABCD", "#"],
    ["http://ha.local:8123/api/webhook/-AbCdEf123", "http://ha.local:8123/api/webhook/#"],
    ["/api/webhook/door?x=1", "/api/webhook/#"],
    ["https://hooks.nabu.casa/gAAAAABf", "https://hooks.nabu.casa/#"],
    [`https://hooks.slack.com/${"services"}/T000/B000/XXXX`, "https://hooks.slack.com/services/#"],
    [`https://discord.com/api/${"webhooks"}/123/abc-def`, "https://discord.com/api/webhooks/#"],
    [`https://api.telegram.org/${"bot"}123:ABC/send`, "https://api.telegram.org/bot#"],
    [`${PEM("BEGIN")}\nMIIEvQ\n${PEM("END")} after`, "# after"],
    [`cut ${PEM("BEGIN")}\nMIIEvQ`, "cut #"],
    [`${"ghp_"}${LONG}`, "#"],
    [`a ${"github_pat_"}11ABC_${LONG} b`, "a # b"],
    [`${"xoxb-"}1234-5678-abcd`, "#"],
    [`${"sk-"}proj-${LONG}`, "#"],
    [`${"glpat-"}${LONG}`, "#"],
    [`${"AKIA"}ABCDEFGHIJKLMNOP`, "#"],
  ])("%s", (text, without) => {
    expect(isSecretText(text)).toBe(true);
    // asked again: the pattern keeps no position
    expect(isSecretText(text)).toBe(true);
    expect(withoutSecretText(text, "#")).toBe(without);
  });

  test.each([
    "a token of love, for you",
    "https://example.com/a?page=2",
    "see http://host:8123/x@y",
    "bearer of news",
    "sensor.hf_temperature_of_the_living_room",
    "task-list-of-the-whole-family-today",
    "webhook of the door; see docs/api/webhooks",
    "----- BEGIN -----",
  ])("%s is none", (text) => {
    expect(isSecretText(text)).toBe(false);
    expect(withoutSecretText(text, "#")).toBe(text);
  });
});

test("at any depth, and what nobody looks into counts as one", () => {
  expect(holdsSecret({ a: [{ b: "plain text here" }] })).toBe(false);
  expect(holdsSecret({ a: [{ token: 1 }] })).toBe(true);
  expect(holdsSecret([{ a: "http://x/?token=123456" }])).toBe(true);
  const nested = (levels: number): unknown => (levels === 0 ? "plain text here" : { a: nested(levels - 1) });
  expect(holdsSecret(nested(6))).toBe(false);
  expect(holdsSecret(nested(7))).toBe(true);
});
