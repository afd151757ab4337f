/** Which entities bear a name, word for word. */

export type WholeNames = {
  add(entity: number, name: readonly number[]): void;
  remove(entity: number, name: readonly number[]): void;
  /** Entities that may bear the name: others of the same hash are among them, rarely. */
  of(name: readonly number[]): readonly number[];
};

/** No names yet. Costs one entry of a map for each different name, and no text. */
export function createWholeNames(): WholeNames {
  const byHash = new Map<number, number | number[]>();
  return {
    add(entity, name) {
      const key = hashOf(name);
      const known = byHash.get(key);
      if (known === undefined) byHash.set(key, entity);
      else if (typeof known === "number") byHash.set(key, [known, entity]);
      else known.push(entity);
    },
    remove(entity, name) {
      const key = hashOf(name);
      const known = byHash.get(key);
      if (known === entity) byHash.delete(key);
      else if (typeof known === "object") {
        const at = known.indexOf(entity);
        if (at >= 0) known.splice(at, 1);
        if (known.length === 0) byHash.delete(key);
      }
    },
    of(name) {
      const known = byHash.get(hashOf(name));
      return typeof known === "number" ? [known] : (known ?? []);
    },
  };
}

/** FNV-1a over the numbers of the words, 30 bits: a small integer in every engine. */
function hashOf(name: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const term of name) hash = Math.imul(hash ^ term, 0x01000193) ^ (hash >>> 15);
  return hash & 0x3fffffff;
}
