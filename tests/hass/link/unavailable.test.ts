/** Why Home Assistant cannot be used, told by what went wrong with the socket. */

import { expect, test } from "bun:test";
import {
  closedDuringLogin,
  lost,
  notConnected,
  otherProtocol,
  silent,
  starting,
  tokenRefused,
  tooLate,
  tooOld,
  unreachable,
} from "../../../src/hass/link/unavailable.ts";

const coded = (code: unknown, message = "x") => Object.assign(new Error(message), { code });

const REFUSED = "Home Assistant is not running, or not at HASS_URL (connection refused).";
const UNKNOWN_HOST = "The host name in HASS_URL is not known.";
const UNTRUSTED = "Home Assistant's certificate is not trusted.";
const STARTING = "Home Assistant is starting.";
const ELSE = "Home Assistant cannot be reached.";

test.each<readonly [string, () => unknown, string, string]>([
  ["ECONNREFUSED", () => coded("ECONNREFUSED"), REFUSED, "Start Home Assistant, or correct HASS_URL."],
  [
    "ECONNREFUSED, no Error",
    () => ({ code: "ECONNREFUSED" }),
    REFUSED,
    "Start Home Assistant, or correct HASS_URL.",
  ],
  ["ENOTFOUND", () => coded("ENOTFOUND"), UNKNOWN_HOST, "Check HASS_URL."],
  ["EAI_AGAIN", () => coded("EAI_AGAIN"), UNKNOWN_HOST, "Check HASS_URL."],
  [
    "a certificate that has expired",
    () => coded("CERT_HAS_EXPIRED"),
    "Home Assistant's certificate has expired.",
    "Renew it.",
  ],
  [
    "a certificate that is not valid yet",
    () => coded("CERT_NOT_YET_VALID"),
    "Home Assistant's certificate is not valid yet.",
    "Check the clock",
  ],
  [
    "http for https",
    () => coded("EPROTO", "wrong version number"),
    "What answers at HASS_URL speaks http, not https.",
    "Write http://",
  ],
  [
    "https for http",
    () => coded("ECONNRESET", "socket hang up"),
    "What answers at HASS_URL closes plain http at once: it may speak https.",
    "Try https://",
  ],
  [
    "301",
    () => Object.assign(new Error("Unexpected server response: 301"), { location: "https://ha.example/" }),
    "HASS_URL leads on to https://ha.example/ (HTTP 301).",
    "Put that address",
  ],
  [
    "302 without a target",
    () => new Error("Unexpected server response: 302"),
    "HASS_URL leads on to another address (HTTP 302).",
    "Put that address",
  ],
  [
    "400",
    () => new Error("Unexpected server response: 400"),
    "Home Assistant refuses what comes through this proxy (HTTP 400).",
    "Add the proxy",
  ],
  [
    "403",
    () => new Error("Unexpected server response: 403"),
    "Home Assistant refuses this address: it may be banned after wrong logins (HTTP 403).",
    "Take it out",
  ],
  [
    "401",
    () => new Error("Unexpected server response: 401"),
    "What answers at HASS_URL wants a login of its own (HTTP 401).",
    "Check HASS_URL.",
  ],
  ["a certificate by its words", () => new Error("self-signed certificate"), UNTRUSTED, "Use HASS_CA_PATH"],
  [
    "a certificate for another name",
    () => coded("ERR_TLS_CERT_ALTNAME_INVALID"),
    "Home Assistant's certificate is for another name than the one in HASS_URL.",
    "Write the name",
  ],
  ["502", () => new Error("Unexpected server response: 502"), STARTING, "Try again shortly."],
  ["503", () => new Error("Unexpected server response: 503"), STARTING, "Try again shortly."],
  [
    "404",
    () => new Error("Unexpected server response: 404"),
    "What answers at HASS_URL is not Home Assistant (HTTP 404).",
    "Check HASS_URL.",
  ],
  ["another code", () => coded("EPIPE"), ELSE, "Check HASS_URL and the network"],
  ["a text", () => "Unexpected server response: 404", ELSE, "Check HASS_URL and the network"],
  ["nothing", () => undefined, ELSE, "Check HASS_URL and the network"],
  ["null", () => null, ELSE, "Check HASS_URL and the network"],
  ["words of an object", () => ({ message: "CERT" }), ELSE, "Check HASS_URL and the network"],
])("a socket that did not open: %s", (_, make, message, hint) => {
  const cause = make();
  const failure = unreachable(cause);
  expect(failure).toMatchObject({ code: "HASS_UNAVAILABLE", message, denial: undefined });
  expect(failure.hint).toStartWith(hint);
  expect(failure.cause).toBe(cause);
});

test("every other reason is a sentence with what to do next; only a refused token is final", () => {
  const all = {
    notConnected: notConnected(),
    lost: lost(),
    starting: starting(),
    tooOld: tooOld("2020.1"),
    tooLate: tooLate(),
  };
  const login = {
    silent: silent(),
    tokenRefused: tokenRefused(),
    otherProtocol: otherProtocol(),
    closed: closedDuringLogin(),
  };
  for (const [name, failure] of Object.entries({ ...all, ...login })) {
    expect(failure).toMatchObject({ code: "HASS_UNAVAILABLE" });
    expect(failure.message).toMatch(/\.$/);
    expect(failure.hint).toMatch(/\.$/);
    expect(failure.denial).toBe(name === "tokenRefused" ? "invalid_auth" : undefined);
  }
  expect(tooOld("2020.1").message).toContain("Home Assistant 2020.1 is older than ");
});
