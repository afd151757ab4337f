/** What packages say of the project: package.json, with the addresses that follow from its `mcpName`. */

import manifest from "../../package.json" with { type: "json" };

/** All packages are made below it; git does not keep it. */
export const PACKAGES = "packages";

export const { name: NAME, version: VERSION, description: DESCRIPTION, license: LICENCE } = manifest;

/** `io.github.OWNER/NAME`: what the registry checks the publisher by. */
export const MCP_NAME = manifest.mcpName;

export const REPOSITORY = `https://github.com/${MCP_NAME.replace(/^io\.github\./, "")}`;

export const NODE_RANGE = manifest.engines.node;

export const TITLE = "Hearthgate";
