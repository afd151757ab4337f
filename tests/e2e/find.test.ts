/** Finding through a real host: search and overview on whichever home the suite runs. */

import { describe, expect, test } from "bun:test";
import { connect } from "../demo/client.ts";
import { until } from "../until.ts";
import { openSuite } from "./suite.ts";

const suite = openSuite();

type Found = {
  readonly match: string;
  readonly hits?: readonly { readonly id: string }[];
  readonly more?: string;
};

async function search(args: Readonly<Record<string, unknown>>): Promise<Found> {
  const result = await suite.host.call("ha_search", args);
  if (result.error) throw new Error(result.text);
  return result.structured as Found;
}

describe("ha_search", () => {
  test("an exact name comes first and alone; a typo is close", async () => {
    const { id, name } = suite.home.roles.dimmable;
    expect(await search({ query: name })).toMatchObject({ match: "exact", hits: [{ id }] });
    const typo = await search({ query: name.replace(/(.)(.)$/, "$2$1"), limit: 5 });
    expect(typo.hits?.map((hit) => hit.id)).toContain(id);
  });

  test("what is not here is none", async () => {
    expect(await search({ query: "jacuzzi" })).toMatchObject({ match: "none" });
    const nowhere = await suite.host.call("ha_search", { domain: ["light"], area: ["no such area"] });
    expect(nowhere.text).toStartWith("NOT_FOUND: There is no area no such area. Nearest: ");
  });

  test("an alias is found and taken, as soon as it is given and until it is taken away", async () => {
    const { id } = suite.home.roles.dimmable;
    const alias = "Zimtstern Funzel";
    const client = await connect(suite.home.url, suite.home.token);
    const name = (aliases: readonly (string | null)[]) =>
      client.command("config/entity_registry/update", { entity_id: id, aliases });
    const entry = await client.command("config/entity_registry/get", { entity_id: id });
    const before = (entry["result"] as { readonly aliases: readonly (string | null)[] }).aliases;
    try {
      await name([...before, alias]);
      await until(async () => (await search({ query: alias.toLowerCase() })).match === "exact");
      expect(await search({ query: alias })).toMatchObject({ match: "exact", hits: [{ id }] });
      const acted = await suite.host.call("ha_call_service", {
        service: "light.turn_on",
        target: { entity_id: [alias] },
        dry_run: true,
      });
      expect(acted.structured["targets"]).toMatchObject([{ id, verdict: "would_run" }]);
    } finally {
      await name(before);
    }
    await until(async () => (await search({ query: alias })).match === "none");
    client.close();
  });

  test("filters alone, states, areas", async () => {
    const locks = await search({ domain: "lock", limit: 50 });
    expect(locks.hits?.map((hit) => hit.id)).toContain(suite.home.roles.lock);
    expect(locks.hits?.every((hit) => hit.id.startsWith("lock."))).toBe(true);
    const inArea = await search({ domain: ["light"], area: [suite.home.roles.area.name], limit: 50 });
    expect(inArea.hits?.map((hit) => hit.id)).toContain(suite.home.roles.area.light);
    const gone = await search({ state: "unavailable", limit: 50 });
    expect(gone.hits?.map((hit) => hit.id)).toContain(suite.home.roles.offline);
  });

  test("names are what is searched, bodies where that is asked for", async () => {
    const { id, name } = suite.home.roles.dimmable;
    expect(await search({ query: name, in: "names" })).toEqual(await search({ query: name }));
    const { match, hits = [] } = await search({ query: name, in: "bodies" });
    expect(["close", "none"]).toContain(match);
    expect(hits.map((hit) => hit.id)).not.toContain(id);
    const nothing = await suite.host.call("ha_search", { in: "bodies" });
    expect(nothing.text).toStartWith("INPUT_INVALID: ");
  });

  test("a time is read or refused, never guessed", async () => {
    for (const wrong of ["5x", "2 fortnights", "-1h", "1moon", "now"]) {
      const { error, text } = await suite.host.call("ha_search", { changed_within: wrong, limit: 1 });
      expect(error).toBe(true);
      expect(text).toStartWith("INPUT_INVALID: changed_within");
    }
    const id = suite.home.roles.switch;
    await suite.host.call("ha_call_service", { service: "switch.toggle", target: { entity_id: [id] } });
    for (const right of ["90", "30 min", "2h", "1 day", "2w"]) {
      const { hits = [] } = await search({ query: id, changed_within: right, limit: 50 });
      expect(hits.map((hit) => hit.id)).toContain(id);
    }
  });

  test("long queries, odd filters and limits are bounded or refused", async () => {
    const long = await search({ query: "light ".repeat(2_000), limit: 5 });
    expect(long.hits).toEqual((await search({ query: "light", limit: 5 })).hits);
    for (const args of [{ kind: ["planet"] }, { changed_within: "soon" }, { state: ">warm" }]) {
      expect((await suite.host.call("ha_search", args)).text).toStartWith("INPUT_INVALID: ");
    }
    expect((await search({ limit: 3 })).hits).toHaveLength(3);
    // what models write for "all": as many as there may be
    expect((await search({ limit: 500 })).hits?.length).toBeLessThanOrEqual(50);
  });
});

describe("ha_overview", () => {
  test("the whole home, one area, a floor, and none such", async () => {
    const whole = await suite.host.call("ha_overview", {});
    expect(whole.text).toContain(suite.home.roles.area.name);
    expect(JSON.stringify(whole.structured).length).toBeLessThan(2_600);
    const one = await suite.host.call("ha_overview", { area: suite.home.roles.area.id });
    expect(one.structured["floors"]).toHaveLength(1);
    const floor = await suite.host.call("ha_overview", { floor: suite.home.roles.outside.floorOfArea });
    expect(floor.text).toContain(suite.home.roles.area.name);
    expect((await suite.host.call("ha_overview", { area: "no such area" })).text).toStartWith("NOT_FOUND: ");
  });
});
