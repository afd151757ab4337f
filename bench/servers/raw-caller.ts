/** The least a call can cost: Home Assistant's websocket alone, from the runtime that is measured. */

import { createInterface } from "node:readline";
import { openHomeSocket } from "./home-socket.ts";

const { LIGHT = "" } = process.env;
const send = await openHomeSocket();

// a line on stdin is a number of calls, a line on stdout their times in ms
for await (const line of createInterface({ input: process.stdin })) {
  const times: number[] = [];
  while (times.length < Number(line)) {
    const started = performance.now();
    const [domain, service] = ["light", "toggle"];
    const target = { entity_id: [LIGHT] };
    await send({ type: "call_service", domain, service, service_data: {}, target });
    times.push(performance.now() - started);
  }
  process.stdout.write(`${JSON.stringify(times)}\n`);
}
process.exit(0);
