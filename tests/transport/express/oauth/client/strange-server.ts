/** A server on the internet, as tests have it: an https server of this machine behind a name of the tests' own. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const OPENSSL = "openssl";

export const PUBLIC_ADDRESS = "93.184.216.34";

export type StrangeServer = {
  readonly port: number;
  /** PEM of its own certificate. */
  readonly ca: string;
  readonly caPath: string;
};

/** Its certificate is for `names` alone; it ends with the process. */
export async function startStrangeServer(
  names: readonly string[],
  answer: RequestListener,
): Promise<StrangeServer> {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-strange-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const own = ["-x509", ...curve, "-nodes", "-days", "2", "-subj", "/CN=test"];
  const alike = ["-addext", `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`];
  execFileSync(OPENSSL, ["req", ...own, ...alike, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const ca = readFileSync(cert, "utf8");
  const server = createServer({ key: readFileSync(key), cert: ca }, answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return { port: (server.address() as AddressInfo).port, ca, caPath: cert };
}
