/** The home that a command looks at: the one of HASS_URL, or the demo house. */

import { readConfig } from "../config/config.ts";
import { Secret } from "../core/secret.ts";
import type { Gateway } from "../hass/gateway.ts";
import { connectGateway } from "../hass/live-gateway.ts";

/** Connects, runs `work` and disconnects. CONFIG_INVALID or HASS_UNAVAILABLE when there is none. */
export async function withHome<T>(demo: boolean, work: (gateway: Gateway) => Promise<T>): Promise<T> {
  const house = demo
    ? await (await import("../demo/house.ts")).startDemoHouse({ restless: false })
    : undefined;
  const hass = house
    ? { url: house.url, token: new Secret(house.tokens.admin) }
    : readConfig({ hass: true }).hass;
  if (!hass) throw new Error("a configuration without a home");
  const gateway = connectGateway(hass);
  try {
    await gateway.ready();
    return await work(gateway);
  } finally {
    gateway.close();
    await house?.close();
  }
}
