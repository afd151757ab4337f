/** Homes that announce themselves in the local network (mDNS, `_home-assistant._tcp`). */

import { Bonjour } from "bonjour-service";

const LISTEN_MS = 1_500;

/** URLs as they were announced, those within the network first; empty where nothing is heard. */
export function announcedHomes(): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const urls = new Set<string>();
    const bonjour = new Bonjour(undefined, () => undefined);
    bonjour.find({ type: "home-assistant" }, ({ txt }) => {
      for (const key of ["internal_url", "base_url", "external_url"]) {
        const url: unknown = txt?.[key];
        if (typeof url === "string" && /^https?:\/\/[^\s]+$/.test(url)) urls.add(url);
      }
    });
    setTimeout(() => {
      bonjour.destroy();
      resolve([...urls]);
    }, LISTEN_MS);
  });
}
