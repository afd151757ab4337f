/** What the pages of a person take at a home of ten thousand things, forty grants before them. */

import {
  Browser,
  grantOf,
  logIn,
  openPersonDoor,
} from "../../tests/transport/express/oauth/person/person-door.ts";
import { atMost, type Figures, median } from "../figures.ts";

const ENTITIES = 10_000;
/** With the four built-in ones forty. */
const OWN_GRANTS = 36;
const LIMIT_MS = 300;
const LIMIT_KB = 150;
const WARM_UP = 2;

/** From the request to the last byte, over HTTP, door and house in one process. */
export async function measureConsent(rounds: number): Promise<Figures> {
  const door = await openPersonDoor({ house: { entities: ENTITIES } });
  try {
    const note = "What the assistant in the kitchen may do while somebody is at home.";
    for (let index = 0; index < OWN_GRANTS; index++)
      door.grants.set(`g${index}`, grantOf({ id: `g${index}`, name: `Grant ${index} of the house`, note }));
    const browser = new Browser();
    const uid = door.ask();
    await logIn(door, browser, uid);
    const page = async (query: string) => {
      const spent: number[] = [];
      let bytes = 0;
      for (let round = 0; round < WARM_UP + rounds; round++) {
        const began = performance.now();
        const { text } = await browser.get(`${door.url}/oauth/consent/${uid}${query}`);
        if (round >= WARM_UP) spent.push(performance.now() - began);
        bytes = Buffer.byteLength(text);
      }
      return { ms: median(spent), kb: bytes / 1_000 };
    };
    const [list, widest] = [await page(""), await page("?grant=admin")];
    return {
      "consent: forty grants to pick from": atMost(list.ms, "ms", LIMIT_MS),
      "consent: forty grants to pick from, size": atMost(list.kb, "kB", LIMIT_KB),
      "consent: all that the widest grant opens": atMost(widest.ms, "ms", LIMIT_MS),
      "consent: all that the widest grant opens, size": atMost(widest.kb, "kB", LIMIT_KB),
    };
  } finally {
    await door.close();
  }
}
