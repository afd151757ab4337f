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
  /** Numbers of the words of its area's name and aliases: one list for all entities of the area. */
  readonly place: readonly number[];
  /** Its aliases, each as the numbers of its words; most entities have none. */
  readonly aliases: readonly (readonly number[])[];
};

export type Entities = {
  find(id: string): number | undefined;
  at(entity: number): Indexed | undefined;
  /** A new entity's number; those of entities that are gone are used again. */
  add(indexed: Indexed, handicap: number): number;
  replace(entity: number, indexed: Indexed, handicap: number): void;
  remove(entity: number): void;
  /** Entities there are. */
  readonly count: number;
  /** Above every number in use. */
  readonly end: number;
  /** What an entity loses before anything is asked: hidden, diagnostic, long-named. */
  handicap(entity: number): number;
  /** 32 bits, the same for the same id in every process: settles ties where there are too many to compare ids. */
  tie(entity: number): number;
  numbers(): Iterable<number>;
};

/** No entities yet. */
export function createEntities(): Entities {
  const numbers = new Map<string, number>();
  const all: (Indexed | undefined)[] = [];
  const free: number[] = [];
  let handicaps = new Float32Array(256);
  let ties = new Uint32Array(256);
  const widen = () => {
    const [wider, longer] = [new Float32Array(all.length * 1.5), new Uint32Array(all.length * 1.5)];
    wider.set(handicaps);
    longer.set(ties);
    [handicaps, ties] = [wider, longer];
  };
  return {
    find: (id) => numbers.get(id),
    at: (entity) => all[entity],
    add(indexed, handicap) {
      const entity = free.pop() ?? all.length;
      all[entity] = indexed;
      if (entity >= ties.length) widen();
      handicaps[entity] = handicap;
      ties[entity] = tieOf(indexed.id);
      numbers.set(indexed.id, entity);
      return entity;
    },
    replace(entity, indexed, handicap) {
      all[entity] = indexed;
      handicaps[entity] = handicap;
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
    handicap: (entity) => handicaps[entity] ?? 0,
    tie: (entity) => ties[entity] ?? 0,
    numbers: () => numbers.values(),
  };
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
function tieOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
