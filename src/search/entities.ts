/** The indexed entities by number: what is known of each, kept small. */

export type Indexed = {
  readonly id: string;
  /** Numbers of words: first those of the name in order, then of its aliases, then of the id alone. */
  readonly words: readonly number[];
  readonly nameLength: number;
  /** Where the words of the aliases end. */
  readonly aliasEnd: number;
  /** Numbers of the groups it belongs to, ascending. */
  readonly groups: readonly number[];
  /** What it loses before anything is asked: hidden, diagnostic, long-named. */
  readonly handicap: number;
  /** Equal for equal ids in every process; settles ties where there are too many to compare ids. */
  readonly tie: number;
};

export type Entities = {
  find(id: string): number | undefined;
  at(entity: number): Indexed | undefined;
  /** A new entity's number; those of entities that are gone are used again. */
  add(indexed: Indexed): number;
  replace(entity: number, indexed: Indexed): void;
  remove(entity: number): void;
  /** Entities there are. */
  readonly count: number;
  /** Above every number in use. */
  readonly end: number;
  numbers(): Iterable<number>;
};

/** No entities yet. */
export function createEntities(): Entities {
  const numbers = new Map<string, number>();
  const all: (Indexed | undefined)[] = [];
  const free: number[] = [];
  return {
    find: (id) => numbers.get(id),
    at: (entity) => all[entity],
    add(indexed) {
      const entity = free.pop() ?? all.length;
      all[entity] = indexed;
      numbers.set(indexed.id, entity);
      return entity;
    },
    replace(entity, indexed) {
      all[entity] = indexed;
    },
    remove(entity) {
      const gone = all[entity];
      if (!gone) return;
      numbers.delete(gone.id);
      all[entity] = undefined;
      free.push(entity);
    },
    get count() {
      return numbers.size;
    },
    get end() {
      return all.length;
    },
    numbers: () => numbers.values(),
  };
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
export function tieOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
