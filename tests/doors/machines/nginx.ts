/** A real nginx in front of doors, with the block of docs/operations.md. */

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../scripts/free-port.ts";
import { programOf } from "../../../scripts/programs.ts";
import { startProgram } from "../../program.ts";
import { makeCertificate } from "../certificate.ts";

export type Nginx = {
  /** `https://127.0.0.1:PORT`, with a certificate that nobody knows. */
  readonly url: string;
  start(): Promise<void>;
  close(): Promise<void>;
};

const DOCS = join(import.meta.dir, "..", "..", "..", "docs", "operations.md");

/** `port`: where it will listen, when it is started, for the doors on these two ports. */
export async function nginxBefore(doors: readonly [number, number], port: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-nginx-"));
  const { cert, key } = makeCertificate();
  const block = /```nginx\n([\s\S]*?)```/.exec(readFileSync(DOCS, "utf8"))?.[1] ?? "";
  const changes: readonly (readonly [string, string])[] = [
    ["10.0.0.11:4000", `127.0.0.1:${doors[0]}`],
    ["10.0.0.12:4000", `127.0.0.1:${doors[1]}`],
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["/etc/ssl/home.example.pem", cert],
    ["/etc/ssl/home.example.key", key],
  ];
  const served = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`docs/operations.md has no ${from}`);
    return text.replace(from, to);
  }, block);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const file = join(folder, "nginx.conf");
  const user = process.getuid?.() === 0 ? "user root;" : "";
  writeFileSync(
    file,
    `${user} daemon off; worker_processes 1; pid ${join(folder, "pid")}; error_log stderr;
events { worker_connections 1024; }
http { access_log off; ${paths.join(" ")}\n${served}\n}\n`,
  );
  const url = `https://127.0.0.1:${port}`;
  let child: Bun.Subprocess | undefined;
  return {
    url,
    async start() {
      child = await startProgram([programOf("nginx"), "-c", file, "-e", "stderr"], {
        folder,
        answers: async () => (await overTls(`${url}/health`)).status === 200,
      });
    },
    async close() {
      child?.kill("SIGTERM");
      await child?.exited;
    },
  };
}

/** As fetch, whoever made the certificate. */
export function overTls(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, tls: { rejectUnauthorized: false } });
}

/** Two for the doors, one for nginx. */
export async function threePorts(): Promise<readonly [number, number, number]> {
  return [await freePort(), await freePort(), await freePort()];
}
