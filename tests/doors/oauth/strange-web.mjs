/** Loaded before a door: what it would fetch from the internet comes from a server of the tests, at a time of theirs. */

import { readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** Given out to somebody, so that the door takes it for public. */
const ADDRESS = "93.184.216.34";

const { STRANGE_WEB_PORT: port, STRANGE_WEB_CA: ca, STRANGE_CLOCK_AHEAD_MS: ahead = "0" } = process.env;
// not by `import`: Bun settles then what everybody else imports
const dns = process.getBuiltinModule("node:dns/promises");
const https = process.getBuiltinModule("node:https");
const { request } = https;
const OwnDate = Date;
const aheadMs = Number(ahead);

dns.lookup = async () => [{ address: ADDRESS, family: 4 }];
https.request = (options) =>
  request(
    options.host === ADDRESS
      ? { ...options, host: "127.0.0.1", port: Number(port), ca: readFileSync(String(ca)) }
      : options,
  );
syncBuiltinESMExports();

if (aheadMs !== 0)
  globalThis.Date = class extends OwnDate {
    constructor(...parts) {
      if (parts.length === 0) super(OwnDate.now() + aheadMs);
      else super(...parts);
    }

    static now() {
      return OwnDate.now() + aheadMs;
    }
  };
