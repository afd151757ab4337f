/** Loaded before the program (`--import`): on SIGUSR2 something goes wrong inside it that nobody foresaw, with all that is at hand. */

import { readFileSync } from "node:fs";
import { Server } from "node:http";

/** What a careless library puts into its errors: the request that was under way, the environment. */
let underWay = {};
const emit = Server.prototype.emit;
Server.prototype.emit = function (name, ...args) {
  if (name === "request") underWay = { headers: args[0].headers, url: args[0].url };
  return emit.call(this, name, ...args);
};

const KINDS = {
  thrown: () =>
    setImmediate(() => {
      throw fault();
    }),
  rejected: () => void Promise.reject(fault()),
  // what is no error at all
  "a text": () => void Promise.reject(`${process.env.HASS_TOKEN} was not taken`),
  // the engine itself gives up: nothing of ours runs any more
  fatal: () => {
    const hoard = [];
    for (;;) hoard.push(new Array(1_000_000).fill(hoard.length));
  },
};

function fault() {
  const { authorization = "" } = underWay.headers ?? {};
  const { HASS_TOKEN, JWT_SECRET, METRICS_TOKEN_FILE = "/dev/null", STORE } = process.env;
  const read = readFileSync(METRICS_TOKEN_FILE, "utf8").trim();
  const said = `boom ${authorization} for ${STORE} with ${HASS_TOKEN}, ${JWT_SECRET}, ${read}`;
  return Object.assign(new Error(said, { cause: new Error(HASS_TOKEN) }), {
    request: underWay,
    env: process.env,
  });
}

const kind = process.env.CRASH_KIND;
// when the program has begun, or never will
let waited = 0;
const begin = setInterval(() => {
  waited += 10;
  if (process.listenerCount("uncaughtException") === 0 && waited < 3_000) return;
  clearInterval(begin);
  KINDS[kind]();
}, 10);
if (!process.env.CRASH_AT_ONCE) clearInterval(begin);
process.on("SIGUSR2", KINDS[kind]);
