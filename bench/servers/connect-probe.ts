/** Connects like the server does and prints the longest time that the event loop stood still, in milliseconds. */

import { Secret } from "../../src/core/secret.ts";
import { connectGateway } from "../../src/hass/live-gateway.ts";

const { HASS_URL = "", HASS_TOKEN = "" } = process.env;

let longest = 0;
let last = performance.now();
let running = true;
const watch = () => {
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
  if (running) setImmediate(watch);
};

const gateway = connectGateway({ url: HASS_URL, token: new Secret(HASS_TOKEN) });
last = performance.now();
watch();
await gateway.ready();
running = false;
process.stdout.write(JSON.stringify({ entities: gateway.states.size, longestBlockMs: longest }));
gateway.close();
process.exit(0);
