/** A road that leads to the fixtures of the conformance suite, in place of a home. */

import { Failure } from "../../src/core/failure.ts";
import type { Door, Road } from "../../src/transport/door.ts";
import { VERSION } from "../../src/version.ts";
import { CHANGES_TOOLS, FIXTURE_TOOLS } from "./fixture-tools.ts";

/** The same for every caller. */
export function fixtureRoad(): Road {
  const listeners = new Set<() => void>();
  const door: Door = {
    version: VERSION,
    hostAnswers: async () => false,
    onToolsChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: async () => () => undefined,
    tools: async () => FIXTURE_TOOLS.map(({ served }) => served),
    async call(name, _, context) {
      const tool = FIXTURE_TOOLS.find(({ served }) => served.name === name);
      if (!tool) throw new Failure("TOOL_UNKNOWN", "There is no tool of that name.");
      if (name === CHANGES_TOOLS) for (const listener of listeners) listener();
      return tool.run(context);
    },
  };
  return {
    doorFor: () => door,
    state: () => ({ connected: true }),
    login: noHome,
    person: {
      loginPage: noHome,
      loginWithCode: noHome,
      offersFor: noHome,
      preview: noHome,
      widerScope: async () => undefined,
      locale: () => ({ language: undefined, timeZone: "UTC" }),
    },
    close: async () => undefined,
  };
}

async function noHome(): Promise<never> {
  throw new Failure("HASS_UNAVAILABLE", "There is no home behind the fixtures.");
}
