/** What a door writes into the log, and what the owner has switched off. */

import { expect, test } from "bun:test";
import type { Logger } from "../../../src/log/logger.ts";
import { doorLog } from "../../../src/transport/http/door-log.ts";

const ALL = { securityEvents: true, authAttempts: true, failedRequests: true };
const WHO = { ip: "192.0.2.1", request_id: "r" };

function written(choices: Partial<typeof ALL>) {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (event: string, fields: object = {}) =>
      void lines.push(`${level} ${event} ${JSON.stringify(fields)}`);
  const logger = { debug: write("debug"), warn: write("warn"), error: write("error") } as unknown as Logger;
  const log = doorLog(logger, { ...ALL, ...choices });
  log.auth("auth_failed", WHO);
  log.security("locked_out", { ip: "192.0.2.1" });
  log.failed({ status: 404 });
  log.protocol(new Error("x".repeat(500)));
  log.protocol("no message");
  return { lines, log };
}

const AUTH = `warn auth_failed ${JSON.stringify(WHO)}`;
const SECURITY = 'warn locked_out {"ip":"192.0.2.1"}';
const FAILED = [
  'warn request_failed {"status":404}',
  `warn protocol_fault {"said":"${"x".repeat(200)}"}`,
  'warn protocol_fault {"said":"no message"}',
];

test("everything that is chosen, and of what callers may have written no more than a line", () => {
  expect(written({}).lines).toEqual([AUTH, SECURITY, ...FAILED]);
});

test("each choice silences its own", () => {
  expect(written({ authAttempts: false }).lines).toEqual([SECURITY, ...FAILED]);
  expect(written({ securityEvents: false }).lines).toEqual([AUTH, ...FAILED]);
  expect(written({ failedRequests: false }).lines).toEqual([AUTH, SECURITY]);
});

test("a defect is always written, with the request in which it came up; what is only counted is not", () => {
  const { lines, log } = written({ securityEvents: false, authAttempts: false, failedRequests: false });
  log.defect("broke", "r");
  log.defect("broke");
  log.opened({ session_id: "s" });
  log.answered(500);
  log.limited("address", undefined);
  log.slow();
  expect(lines).toEqual([
    'error defect {"request_id":"r","fault":"broke"}',
    'error defect {"fault":"broke"}',
    'debug session_connected {"session_id":"s"}',
  ]);
});
