/** The search index that follows one home: built when the home is loaded, then kept current by its changes. */

import type { Gateway } from "../hass/gateway.ts";
import { createSearchIndex, type SearchIndex } from "../search/search-index.ts";
import { languagesOf } from "./home-words.ts";

/** The way to the index once it is built; building begins when the home is ready, and again when that failed. */
export function followHome(gateway: Gateway, onFault: (fault: unknown) => void): () => Promise<SearchIndex> {
  const aliasesOf = (id: string) => gateway.registries.aliases.get(id) ?? NO_ALIASES;
  let revision = 0;
  let built: Promise<SearchIndex> | undefined;
  let stop: (() => void) | undefined;
  const build = async () => {
    await gateway.ready();
    const languages = await languagesOf(gateway, onFault);
    const index = createSearchIndex(gateway, { aliasesOf, languages });
    revision = gateway.revision;
    stop?.();
    stop = gateway.onChange(index.stateChanged);
    await Promise.all([index.build(), gateway.aliasesLoaded()]);
    return index;
  };
  const open = async () => {
    built ??= build().catch((fault: unknown) => {
      built = undefined;
      throw fault;
    });
    const index = await built;
    if (revision !== gateway.revision) {
      revision = gateway.revision;
      await index.registriesChanged();
    }
    return index;
  };
  // nobody waits for it yet: a home that cannot be reached is said by the calls
  open().catch(onFault);
  return open;
}

const NO_ALIASES: readonly string[] = [];
