/** What other people's code is in the bundle: its licences, and the bill of materials. */

import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import manifest from "../../package.json" with { type: "json" };
import { SHIPPABLE } from "../../scripts/packages/bundled.ts";
import { processEnv } from "../process-env.ts";
import { ranIn } from "./served.ts";

const licences = readFileSync("dist/licenses.txt", "utf8");
/** Name and version, then the licence, each on a line after a line of dashes. */
const bundled = [...licences.matchAll(/^-{78}\n\n(\S+) (\S+)\n(\S+)\n/gm)].map(
  ([, name = "", version = "", licence = ""]) => ({ name, version, licence }),
);
const sbom = JSON.parse(readFileSync(`packages/hearthgate-${manifest.version}.cdx.json`, "utf8"));

test("each licence in the bundle may be shipped", () => {
  expect(bundled.length).toBeGreaterThan(100);
  expect(bundled.filter(({ licence }) => !SHIPPABLE.has(licence))).toEqual([]);
  // whoever brings another one looks at it first
  expect([...new Set(bundled.map(({ licence }) => licence))].sort()).toEqual([
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "LicenseRef-public-domain",
    "MIT",
    "Unicode-3.0",
  ]);
});

test("each has its text, but what is in the public domain", () => {
  const parts = licences.split(`\n${"-".repeat(78)}\n\n`).slice(1);
  const short = parts.filter((part) => part.length < 400).map((part) => part.split("\n").slice(0, 2));
  expect(short).toEqual([["uri-templates 0.2.0", "LicenseRef-public-domain"]]);
  expect(parts.find((part) => part.startsWith("redis "))).toMatch(/MIT[\s\S]*Copyright \(c\) .*redis/i);
});

test("what we load ourselves is among them", () => {
  const names = new Set(bundled.map(({ name }) => name));
  for (const name of ["valibot", "pino", "express", "fastmcp", "home-assistant-js-websocket", "yaml"])
    expect(names).toContain(name);
  expect(names).not.toContain("sharp");
});

test("the npm package carries the texts", async () => {
  const file = `packages/hearthgate-${manifest.version}.tgz`;
  const { code, said } = await ranIn(["tar", "-xzOf", file, "package/dist/licenses.txt"], ".", processEnv());
  expect(code).toBe(0);
  expect(said).toBe(licences);
  expect(licences.match(/Permission is hereby granted, free of charge/g)?.length).toBeGreaterThan(100);
});

test("the bill of materials lists the same packages, below our own name", () => {
  expect(sbom).toMatchObject({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { name: manifest.name, version: manifest.version } },
  });
  type Component = { group?: string; name: string; version: string };
  const listed = (sbom.components as Component[]).map(
    ({ group, name, version }) => `${group === undefined ? "" : `${group}/`}${name} ${version}`,
  );
  expect([...new Set(listed)].sort()).toEqual(
    bundled.map(({ name, version }) => `${name} ${version}`).sort(),
  );
});
