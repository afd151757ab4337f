/** One home and one host for a whole test file. */

import { afterAll, beforeAll, setDefaultTimeout } from "bun:test";
import { openHome, type TestHome } from "./homes.ts";
import { type Host, startHost } from "./host.ts";

/** Opened before the first test, closed after the last; the names may be taken apart within tests only. */
export function openSuite(): { readonly home: TestHome; readonly host: Host } {
  setDefaultTimeout(45_000);
  const suite = {} as { home: TestHome; host: Host };
  beforeAll(async () => {
    suite.home = await openHome();
    suite.host = await startHost(suite.home);
  });
  afterAll(async () => {
    await suite.host.close();
    await suite.home.close();
  });
  return suite;
}
