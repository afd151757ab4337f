/** The least a call can cost: Home Assistant's websocket alone, from the runtime that is measured. */

import { createInterface } from "node:readline";
import { WebSocket } from "ws";

const { HASS_URL = "", HASS_TOKEN = "", LIGHT = "" } = process.env;

const socket = new WebSocket(`${HASS_URL.replace(/^http/, "ws")}/api/websocket`, {
  perMessageDeflate: false,
});
let lastId = 0;
let answered: () => void = () => undefined;
const connected = new Promise<void>((resolve) => {
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (message.type === "auth_required")
      socket.send(JSON.stringify({ type: "auth", access_token: HASS_TOKEN }));
    else if (message.type === "auth_ok") resolve();
    else if (message.success) answered();
    else throw new Error(JSON.stringify(message.error));
  });
});

function call(): Promise<void> {
  const id = ++lastId;
  const [domain, service] = ["light", "toggle"];
  const target = { entity_id: [LIGHT] };
  socket.send(JSON.stringify({ id, type: "call_service", domain, service, service_data: {}, target }));
  return new Promise((resolve) => {
    answered = resolve;
  });
}

// a line on stdin is a number of calls, a line on stdout their times in ms
for await (const line of createInterface({ input: process.stdin })) {
  await connected;
  const times: number[] = [];
  while (times.length < Number(line)) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  process.stdout.write(`${JSON.stringify(times)}\n`);
}
process.exit(0);
