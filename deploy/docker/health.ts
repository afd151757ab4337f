/** Whether the container's door lives: Docker's HEALTHCHECK. Exit code 1 when it does not. */

import { readFileSync } from "node:fs";
import { request as overHttp } from "node:http";
import { request as overTls } from "node:https";

const PORTS: Readonly<Record<string, string>> = { serve: "4000", http: "7123" };
const TIMEOUT_MS = 4_000;

/** The word after the program: `node dist/cli.js serve`. Stdio has no port, it lives as long as its process. */
const [, , door = "stdio"] = readFileSync(process.env["HEALTH_CMDLINE"] ?? "/proc/1/cmdline", "utf8").split(
  "\0",
);
const port = Object.hasOwn(PORTS, door) ? process.env["PORT"] || PORTS[door] : undefined;

if (port !== undefined) {
  const tls = door === "serve" && process.env["HTTPS_ENABLED"] === "true";
  // its own certificate is for another name
  const options = {
    host: "127.0.0.1",
    port,
    path: "/health",
    rejectUnauthorized: false,
    timeout: TIMEOUT_MS,
  };
  const request = (tls ? overTls : overHttp)(options, (response) => {
    // 404: HEALTH_VISIBILITY=disabled
    process.exit((response.statusCode ?? 500) < 500 ? 0 : 1);
  });
  request.on("timeout", () => process.exit(1));
  request.on("error", () => process.exit(1));
  request.end();
}
