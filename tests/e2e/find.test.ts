/** Finding through a real host: search and overview on whichever home the suite runs. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openHome, type TestHome } from "./homes.ts";
import { type Host, startHost } from "./host.ts";

setDefaultTimeout(45_000);

let home: TestHome;
let host: Host;

beforeAll(async () => {
  home = await openHome();
  host = await startHost(home);
});
afterAll(async () => {
  await host.close();
  await home.close();
});

type Found = {
  readonly match: string;
  readonly hits?: readonly { readonly id: string }[];
  readonly more?: string;
};

async function search(args: Readonly<Record<string, unknown>>): Promise<Found> {
  const result = await host.call("ha_search", args);
  if (result.error) throw new Error(result.text);
  return result.structured as Found;
}

describe("ha_search", () => {
  test("an exact name comes first and alone; a typo is close", async () => {
    const { id, name } = home.roles.dimmable;
    expect(await search({ query: name })).toMatchObject({ match: "exact", hits: [{ id }] });
    const typo = await search({ query: name.replace(/(.)(.)$/, "$2$1"), limit: 5 });
    expect(typo.hits?.map((hit) => hit.id)).toContain(id);
  });

  test("what is not here is none", async () => {
    expect(await search({ query: "jacuzzi" })).toMatchObject({ match: "none" });
    expect(await search({ domain: ["light"], area: ["no such area"] })).toMatchObject({ match: "none" });
  });

  test("filters alone, states, areas", async () => {
    const locks = await search({ domain: "lock", limit: 50 });
    expect(locks.hits?.map((hit) => hit.id)).toContain(home.roles.lock);
    expect(locks.hits?.every((hit) => hit.id.startsWith("lock."))).toBe(true);
    const inArea = await search({ domain: ["light"], area: [home.roles.area.name], limit: 50 });
    expect(inArea.hits?.map((hit) => hit.id)).toContain(home.roles.area.light);
    const gone = await search({ state: "unavailable", limit: 50 });
    expect(gone.hits?.map((hit) => hit.id)).toContain(home.roles.offline);
  });

  test("long queries, odd filters and limits are bounded or refused", async () => {
    expect((await host.call("ha_search", { query: "light ".repeat(2_000) })).error).toBe(false);
    for (const args of [
      { kind: ["planet"] },
      { changed_within: "soon" },
      { limit: 51 },
      { state: ">warm" },
    ]) {
      expect((await host.call("ha_search", args)).text).toStartWith("INPUT_INVALID: ");
    }
    expect((await search({ limit: 3 })).hits).toHaveLength(3);
  });
});

describe("ha_overview", () => {
  test("the whole home, one area, a floor, and none such", async () => {
    const whole = await host.call("ha_overview", {});
    expect(whole.text).toContain(home.roles.area.name);
    expect(JSON.stringify(whole.structured).length).toBeLessThan(2_600);
    const one = await host.call("ha_overview", { area: home.roles.area.id });
    expect(one.structured["floors"]).toHaveLength(1);
    const floor = await host.call("ha_overview", { floor: home.roles.outside.floorOfArea });
    expect(floor.text).toContain(home.roles.area.name);
    expect((await host.call("ha_overview", { area: "no such area" })).text).toStartWith("NOT_FOUND: ");
  });
});
