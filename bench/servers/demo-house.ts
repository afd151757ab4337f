/** The demo house in a process of its own, as Home Assistant is; prints where it answers, ends with its stdin. */

import { startDemoHouse } from "../../src/demo/house.ts";

const house = await startDemoHouse({ restless: false });
process.stdout.write(`${JSON.stringify({ url: house.url, token: house.tokens.admin })}\n`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
