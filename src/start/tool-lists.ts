/** Tells connected callers that their list of tools is another now: their owner changed the grant. */

const LOOK_EVERY_MS = 1_000;

export type ToolLists = {
  /** `list` gives what tells one list from another. Returns the way to stop. */
  watch(list: () => Promise<string>, onChange: () => void): () => void;
  close(): void;
};

type Watched = {
  readonly list: () => Promise<string>;
  readonly onChange: () => void;
  known: string | undefined;
};

/** Looks while anybody watches, and keeps no process alive. */
export function watchToolLists(): ToolLists {
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    for (const each of [...watched]) {
      // what cannot be read now is looked at again
      const list = await each.list().catch(() => each.known);
      const changed = each.known !== undefined && list !== each.known;
      each.known = list;
      if (changed && watched.has(each)) each.onChange();
    }
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    watch(list, onChange) {
      const each: Watched = { list, onChange, known: undefined };
      watched.add(each);
      void list().then(
        (known) => {
          each.known ??= known;
        },
        () => undefined,
      );
      timer ??= setInterval(() => void look(), LOOK_EVERY_MS).unref();
      return () => {
        watched.delete(each);
        if (watched.size === 0) stop();
      };
    },
    close() {
      watched.clear();
      stop();
    },
  };
}
