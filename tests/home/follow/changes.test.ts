/** Changes handed on: to whom, how often, how many at once, and to nobody any more. */

import { describe, expect, test } from "bun:test";
import type { EntityState, StateListener } from "../../../src/hass/gateway.ts";
import { type Changed, createChanges, type Follower } from "../../../src/home/follow/changes.ts";
import { stateOf } from "../../security/grant/vector-home.ts";
import { until } from "../../until.ts";

function home() {
  const listeners = new Set<StateListener>();
  const faults: unknown[] = [];
  const gateway = {
    onChange: (listener: StateListener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const change = (id: string, before?: EntityState) => {
    for (const listener of listeners) listener(id, stateOf(id), before);
  };
  return {
    listeners,
    faults,
    change,
    changes: createChanges(gateway as never, (fault) => faults.push(fault)),
  };
}

function follower(more: Partial<Follower> = {}) {
  const looks: Changed[] = [];
  const follows: Follower = {
    ids: undefined,
    within: () => true,
    keepsBack: false,
    look: async (changed) => void looks.push(changed),
    check: async () => undefined,
    ...more,
  };
  return { looks, follows };
}

const moment = () => Bun.sleep(15);

describe("a follower", () => {
  test("of some hears of those alone, of everything of what is within it", async () => {
    const { change, changes } = home();
    const some = follower({ ids: ["light.a", "light.b"] });
    const place = follower({ within: (id) => id.startsWith("light.") });
    changes.follow(some.follows);
    changes.follow(place.follows);
    for (const id of ["light.a", "light.c", "lock.l"]) change(id);
    await until(() => some.looks.length === 1 && place.looks.length === 1);
    expect([...(some.looks[0]?.keys() ?? [])]).toEqual(["light.a"]);
    expect([...(place.looks[0]?.keys() ?? [])]).toEqual(["light.a", "light.c"]);
    changes.close();
  });

  test("hears of what changed twice once, with how it was before the first", async () => {
    const { change, changes } = home();
    const { looks, follows } = follower({ ids: ["light.a"] });
    changes.follow(follows);
    const [first, second] = [stateOf("light.a", {}, "off"), stateOf("light.a", {}, "on")];
    change("light.a", first);
    change("light.a", second);
    await until(() => looks.length === 1);
    expect(looks[0]?.get("light.a")).toBe(first);
    await moment();
    expect(looks).toHaveLength(1);
    changes.close();
  });

  test("hears of two hundred at once, of the others at its next look", async () => {
    const { change, changes } = home();
    const { looks, follows } = follower();
    changes.follow(follows);
    for (let at = 0; at < 201; at++) change(`light.n${at}`);
    await until(() => looks.length === 1);
    expect(looks[0]?.size).toBe(200);
    await until(() => looks.length === 2);
    expect([...(looks[1]?.keys() ?? [])]).toEqual(["light.n200"]);
    changes.close();
  });

  test("that has stopped hears of nothing more, and the others do", async () => {
    const { change, changes, listeners } = home();
    const [one, other] = [follower({ ids: ["light.a"] }), follower({ ids: ["light.a"] })];
    const stop = changes.follow(one.follows);
    const stopOther = changes.follow(other.follows);
    change("light.a");
    stop();
    await until(() => other.looks.length === 1);
    expect(one.looks).toEqual([]);
    expect(listeners.size).toBe(1);
    stopOther();
    expect(listeners.size).toBe(0);
    // and whoever comes later is listened for again
    changes.follow(follower({ ids: ["light.a"] }).follows);
    expect(listeners.size).toBe(1);
    changes.close();
    expect(listeners.size).toBe(0);
  });

  test("that fails is told of", async () => {
    const { change, changes, faults } = home();
    let asked = 0;
    const { follows } = follower({
      look: async () => {
        asked++;
        throw new Error("no");
      },
    });
    changes.follow(follows);
    change("light.a");
    await until(() => asked === 1);
    await moment();
    expect(faults.map(String)).toEqual(["Error: no"]);
    changes.close();
  });
});
