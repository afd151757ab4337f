/** Certificates of tests, by openssl: self-signed, for 127.0.0.1 unless told. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Certificate = { readonly cert: string; readonly key: string };

/** Paths of a pair that begins and ends so many days from now, for that name. */
export function makeCertificate({
  from = -1,
  to = 30,
  name = "IP:127.0.0.1",
}: {
  readonly from?: number;
  readonly to?: number;
  readonly name?: string;
} = {}): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-cert-"));
  const at = (name: string) => join(folder, name);
  writeFileSync(at("index"), "");
  writeFileSync(at("serial"), "01");
  writeFileSync(at("ca.conf"), configOf(folder, name));
  const [cert, key, request] = [at("cert.pem"), at("key.pem"), at("request.pem")];
  openssl(
    ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-subj", "/CN=127.0.0.1", "-keyout", key, "-out", request],
  );
  openssl(
    ...["ca", "-selfsign", "-batch", "-notext", "-config", at("ca.conf"), "-keyfile", key, "-in", request],
    ...["-startdate", day(from), "-enddate", day(to), "-out", cert],
  );
  return { cert, key };
}

function openssl(...words: readonly string[]): void {
  const run = Bun.spawnSync(["openssl", ...words], { stdout: "ignore", stderr: "pipe" });
  if (run.exitCode !== 0) throw new Error(run.stderr.toString());
}

function configOf(folder: string, name: string): string {
  return `[ca]
default_ca = own
[own]
dir = ${folder}
database = ${folder}/index
serial = ${folder}/serial
new_certs_dir = ${folder}
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = ${name}
`;
}

/** YYYYMMDDHHMMSSZ */
function day(days: number): string {
  const instant = new Date(Date.now() + days * 86_400_000).toISOString();
  return `${instant.slice(0, 19).replace(/[-:T]/g, "")}Z`;
}
