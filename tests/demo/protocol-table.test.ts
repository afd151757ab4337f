/** The table of protocol, asked of the demo house; of a real Home Assistant too when HASS_URL, HASS_TOKEN and HASS_USER_TOKEN name one. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { callTable } from "./call-table.ts";
import { type Client, connect, errorOf } from "./client.ts";
import { commandTable } from "./command-table.ts";
import type { Case, Roles } from "./protocol-case.ts";

const demoRoles: Roles = {
  light: "light.living_room_lamp",
  switch: "switch.coffee_machine",
  lock: "lock.front_door",
  garage: "cover.garage_door",
  blind: "cover.living_room_blind",
  climate: "climate.living_room",
  fail: "switch.heater_fail",
  reject: "switch.heater_reject",
  liar: "switch.heater_liar",
  offline: "switch.heater_offline",
  script: "script.house_report",
  automation: "automation.guest_light",
};

/** The demo integration of Home Assistant itself, with the misbehaving switches beside it. */
const realRoles: Roles = {
  light: "light.bed_light",
  switch: "switch.ac",
  lock: "lock.front_door",
  garage: "cover.garage_door",
  blind: "cover.hall_window",
  climate: "climate.hvac",
  fail: "switch.ci_fail",
  reject: "switch.ci_reject",
  liar: "switch.ci_liar",
  offline: "switch.ci_offline",
  script: "script.ci_respond",
  automation: "automation.ci_guest_light",
};

const rowsFor = (roles: Roles): readonly Case[] => [...callTable(roles), ...commandTable(roles)];

type Clients = { readonly admin: Client; readonly user: Client };

async function ask(clients: Clients, { as, type, message, error, result }: Case): Promise<void> {
  const answer = await clients[as ?? "admin"].command(type, message);
  expect(errorOf(answer)).toEqual(error as never);
  expect(answer["success"]).toBe(error === undefined);
  if (result !== undefined) expect(answer["result"]).toEqual(result as never);
}

describe("the demo house", () => {
  let house: DemoHouse;
  let clients: Clients;
  beforeAll(async () => {
    house = await startDemoHouse({ restless: false, lockMs: 20 });
    clients = {
      admin: await connect(house.url, house.tokens.admin),
      user: await connect(house.url, house.tokens.user),
    };
  });
  afterAll(() => house.close());
  for (const row of rowsFor(demoRoles)) test(row.name, () => ask(clients, row));
});

const { HASS_URL: url, HASS_TOKEN: token, HASS_USER_TOKEN: userToken } = process.env;

if (url && token && userToken) {
  describe("a real Home Assistant", () => {
    let clients: Clients;
    beforeAll(async () => {
      clients = { admin: await connect(url, token), user: await connect(url, userToken) };
    });
    afterAll(() => {
      clients.admin.close();
      clients.user.close();
    });
    for (const row of rowsFor(realRoles)) test(row.name, () => ask(clients, row));
  });
}
