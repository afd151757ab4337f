/** Events come in bursts: one run serves a burst. */

const SETTLE_MS = 100;

/** The returned function asks for a run; it comes a moment later, once for all that asked with the same key meanwhile. */
export function runOncePerBurst<Key>(): (key: Key, run: () => void) => void {
  const settling = new Set<Key>();
  return (key, run) => {
    if (settling.has(key)) return;
    settling.add(key);
    setTimeout(() => {
      settling.delete(key);
      run();
    }, SETTLE_MS).unref();
  };
}
