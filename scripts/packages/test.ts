/** `npm run test:packages`: makes every package, then has each looked at by the program that it is for. */

import { findNode, newerNode } from "../newer-node.ts";
import { installCheckers } from "../programs.ts";
import { runTests } from "../run-tests.ts";
import { checkerOf } from "./checkers.ts";
import { runTool } from "./run-tool.ts";

const NOT_HERE = `not run here, since there is none: a Docker engine (the images themselves; their steps run by hand),
a Supervisor (the app's files are held to its rules), a kernel with AppArmor (the profile is compiled, not enforced),
systemd as first process (the unit is verified, not started), Claude Desktop (its packer validates, the server is
started as the manifest says), the MCP registry (a linter holds server.json to its schema and rules), Cloudflare, Tailscale, a VPN`;

runTool([process.execPath, "run", "scripts/packages/package.ts"]);
if (findNode() === undefined) newerNode();
installCheckers();
checkerOf("hadolint");
checkerOf("docker-compose");
checkerOf("skillsaw");
const { passed, failed } = await runTests(["--timeout=60000", "tests/packages"], {});
console.log(NOT_HERE);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
