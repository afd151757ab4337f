/** Who an entity stands for, from what its platform lists. */

import { expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { joinedWith, membersOf } from "../../../src/hass/group-members.ts";

const state = (id: string, attributes: EntityState["attributes"]): EntityState => ({
  ...{ id, state: "on", attributes, contextId: "", parentContextId: undefined },
  ...{ lastChanged: 0, lastUpdated: 0 },
});

test("members come as a list, one text, or several with commas, from either attribute", () => {
  const all = ["light.a", "light.b"];
  expect(membersOf(state("group.x", { entity_id: all }))).toEqual(all);
  expect(membersOf(state("group.x", { entity_id: "light.A, light.b" }))).toEqual(all);
  expect(membersOf(state("light.zigbee", { group_entities: [...all, 7, null] }))).toEqual(all);
  expect(membersOf(state("light.x", { entity_id: null }))).toEqual([]);
  expect(membersOf(undefined)).toEqual([]);
});

test("players alone play along with others", () => {
  const group_members = ["media_player.a", "media_player.b"];
  expect(joinedWith(state("media_player.a", { group_members }))).toEqual(["media_player.b"]);
  expect(joinedWith(state("light.a", { group_members }))).toEqual([]);
  expect(joinedWith(undefined)).toEqual([]);
});
