import { expect, test } from "bun:test";
import { memoryStore } from "../../../../../src/store/memory-store.ts";
import {
  isDocumentUrl,
  openClientDocuments,
} from "../../../../../src/transport/express/oauth/client/client-documents.ts";
import type { Fetched } from "../../../../../src/transport/express/oauth/client/public-fetch.ts";
import { DOCUMENTS } from "./published-clients.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const URL_OF_APP = "https://app.example/client.json";

const documentOf = (url: string, more: object = {}) =>
  JSON.stringify({ client_id: url, redirect_uris: [`${new URL(url).origin}/cb`], ...more });

type Found = Awaited<ReturnType<ReturnType<typeof openClientDocuments>["find"]>>;
const redirectsOf = (found: Found) => (typeof found === "object" ? found.redirect_uris : found);

/** Documents of a web that the test writes; the clock is the test's. */
function web() {
  const clock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
  const asked: string[] = [];
  const refusals: string[] = [];
  const pages = new Map<string, Fetched>();
  const allowed = new Set<string>();
  let gate: Promise<void> | undefined;
  const documents = openClientDocuments({
    store: memoryStore(clock),
    clock,
    fetch: async (url) => {
      asked.push(url);
      await gate;
      return pages.get(url) ?? { text: documentOf(url), maxAgeMs: undefined };
    },
    refused: (_url, why) => refusals.push(why),
    allowed: async (url) => allowed.has(url),
  });
  return {
    asked,
    refusals,
    pages,
    allowed,
    pass: (ms: number) => {
      clock.time += ms;
    },
    hold(until: Promise<void>) {
      gate = until;
    },
    find: (url = URL_OF_APP, address = "203.0.113.1") => documents.find(url, address),
  };
}

for (const [url, document] of Object.entries(DOCUMENTS))
  test(`${url} is a client`, async () => {
    const { find, pages } = web();
    pages.set(url, { text: JSON.stringify(document), maxAgeMs: undefined });
    expect(await find(url)).toMatchObject({
      client_id: url,
      client_name: document.client_name,
      token_endpoint_auth_method: "none",
    });
  });

test("an id that is no URL of a document makes nobody fetch anything", async () => {
  const { find, asked } = web();
  const none = [
    "https://app.example",
    "https://app.example/?",
    "https://app.example/client.json?v=1",
    "https://app.example/client.json#x",
    "https://app.example/a/../client.json",
    "https://app.example/a/./client.json",
    "https://app.example/%2e%2e/client.json",
    "https://app.example/a/%2E/client.json",
    "https://user@app.example/client.json",
    "https://user:pass@app.example/client.json",
    "https://app.example:443/client.json",
    "https://app.example:8443/client.json",
    "https://App.example/client.json",
    "HTTPS://app.example/client.json",
    "http://app.example/client.json",
    "https://10.0.0.1/client.json",
    "https://[2606:4700::1111]/client.json",
    "https://localhost/client.json",
    "https://app.example./client.json",
    "https:\\\\app.example\\client.json",
    " https://app.example/client.json",
    "V1StGXR8_Z5jdHi6B-myT",
    "",
  ];
  for (const id of none) expect([id, isDocumentUrl(id), await find(id)]).toEqual([id, false, undefined]);
  expect(asked).toEqual([]);
  expect(isDocumentUrl("https://app.example/")).toBe(true);
});

test("a document speaks for its own URL alone, byte for byte", async () => {
  for (const client_id of [
    `${URL_OF_APP}/`,
    "https://app.example/Client.json",
    "https://other.example/client.json",
    undefined,
    1,
  ]) {
    const { find, pages, refusals } = web();
    pages.set(URL_OF_APP, { text: documentOf(URL_OF_APP, { client_id }), maxAgeMs: undefined });
    expect(await find()).toBeUndefined();
    expect(refusals).toEqual(["Its client_id is not its own URL."]);
  }
});

test("what is no JSON object, or one with a key twice, is no document", async () => {
  const twice = `{"client_id":"${URL_OF_APP}",${documentOf(URL_OF_APP).slice(1)}`;
  for (const text of [
    "",
    "null",
    "[]",
    '"x"',
    "{",
    twice,
    "[".repeat(5_000),
    `{"__proto__":{},${documentOf(URL_OF_APP).slice(1)}`,
  ]) {
    const { find, pages } = web();
    pages.set(URL_OF_APP, { text, maxAgeMs: undefined });
    expect([text, await find()]).toEqual([text, undefined]);
  }
});

test("kept for a day, or as its server says, but never for less than a minute", async () => {
  const lives: readonly (readonly [number | undefined, number])[] = [
    [undefined, DAY_MS],
    [30 * DAY_MS, DAY_MS],
    [HOUR_MS, HOUR_MS],
    [0, MINUTE_MS],
  ];
  for (const [maxAgeMs, lifeMs] of lives) {
    const { find, pages, pass, asked } = web();
    pages.set(URL_OF_APP, { text: documentOf(URL_OF_APP), maxAgeMs });
    await find();
    pass(lifeMs - 1);
    await find();
    expect([maxAgeMs, asked.length]).toEqual([maxAgeMs, 1]);
    pass(1);
    await find();
    expect([maxAgeMs, asked.length]).toEqual([maxAgeMs, 2]);
  }
});

test("a document that changed counts as it is now; one that no longer holds, not at all", async () => {
  const { find, pages, pass } = web();
  expect(redirectsOf(await find())).toEqual(["https://app.example/cb"]);
  const redirect_uris = ["https://app.example/new"];
  pages.set(URL_OF_APP, { text: documentOf(URL_OF_APP, { redirect_uris }), maxAgeMs: undefined });
  pass(DAY_MS);
  expect(redirectsOf(await find())).toEqual(redirect_uris);
  pages.set(URL_OF_APP, { fault: "It answered 404.", passing: false });
  pass(DAY_MS);
  expect(await find()).toBeUndefined();
  expect(await find()).toBeUndefined();
});

test("where its site is down it stands for another day, and then nobody can say", async () => {
  const { find, pages, pass, asked } = web();
  await find();
  pages.set(URL_OF_APP, { fault: "It answered 503.", passing: true });
  pass(DAY_MS);
  expect(redirectsOf(await find())).toEqual(["https://app.example/cb"]);
  expect(redirectsOf(await find())).toEqual(["https://app.example/cb"]);
  expect(asked).toHaveLength(2);
  pass(DAY_MS - 1);
  expect(redirectsOf(await find())).toEqual(["https://app.example/cb"]);
  pass(1);
  expect(await find()).toBe("unreachable");
});

for (const passing of [true, false])
  test(`what cannot be had ${passing ? "now" : "at all"} is asked for again after five minutes`, async () => {
    const { find, pages, pass, asked } = web();
    const answer = passing ? "unreachable" : undefined;
    pages.set(URL_OF_APP, { fault: "It is as it is.", passing });
    expect(await find()).toBe(answer);
    pages.delete(URL_OF_APP);
    pass(5 * MINUTE_MS - 1);
    expect(await find()).toBe(answer);
    expect(asked).toHaveLength(1);
    pass(1);
    expect(redirectsOf(await find())).toEqual(["https://app.example/cb"]);
  });

test("who comes while it is fetched waits for the same fetch", async () => {
  const { find, hold, asked } = web();
  const { promise, resolve } = Promise.withResolvers<void>();
  hold(promise);
  const all = Array.from({ length: 50 }, (_, at) => find(URL_OF_APP, `203.0.113.${at}`));
  resolve();
  expect(
    (await Promise.all(all)).every((client) => typeof client === "object" && client.client_id === URL_OF_APP),
  ).toBe(true);
  expect(asked).toEqual([URL_OF_APP]);
});

test("one address makes us fetch twenty times an hour, all of them two hundred times; what is known needs no fetch", async () => {
  const { find, asked, refusals, pass } = web();
  const at = (number: number) => `https://app.example/${number}`;
  for (let number = 0; number < 25; number++) await find(at(number), "2001:db8:1::1");
  expect(asked).toHaveLength(20);
  expect(refusals).toHaveLength(5);
  // another address of the same customer
  expect(await find(at(30), "2001:db8:1:ff::2")).toBe("unreachable");
  expect(await find(at(0), "2001:db8:1::1")).toBeObject();
  // not remembered against whoever comes from elsewhere
  expect(await find(at(24), "203.0.113.1")).toBeObject();
  for (let number = 100; number < 400; number++) await find(at(number), `198.51.100.${number % 250}`);
  expect(asked).toHaveLength(200);
  pass(HOUR_MS);
  expect(await find(at(500), "2001:db8:1::1")).toBeObject();
});

test("one who has a whole IPv6 site does not use up what all may ask for", async () => {
  const { find, asked } = web();
  for (let number = 0; number < 1_000; number++)
    await find(`https://flood.example/${number}`, `2001:db8:1:${(number % 250).toString(16)}00::1`);
  expect(asked).toHaveLength(80);
  expect(await find(URL_OF_APP, "2001:db8:2::1")).toBeObject();
});

test("who was allowed something does not wait for strangers who ask for other documents", async () => {
  const { find, asked, allowed } = web();
  for (let number = 0; number < 300; number++)
    await find(`https://flood.example/${number}`, `198.51.100.${number % 250}`);
  expect(asked).toHaveLength(200);
  expect(await find()).toBe("unreachable");
  allowed.add(URL_OF_APP);
  expect(await find()).toBeObject();
});

test("documents of no client push none of a client out", async () => {
  const { find, pages, asked, pass } = web();
  await find(URL_OF_APP);
  for (let number = 0; number < 1_000; number++) {
    const url = `https://flood.example/${number}`;
    pages.set(url, { fault: "It answered 404.", passing: false });
    await find(url, `198.51.${number % 200}.1`);
    if (number % 150 === 149) pass(HOUR_MS);
  }
  expect(asked.length).toBeGreaterThan(900);
  asked.length = 0;
  expect(await find(URL_OF_APP)).toBeObject();
  expect(asked).toEqual([]);
});

test("two hundred clients are kept, the one that was fetched first leaves first", async () => {
  const { find, asked, pass } = web();
  for (let number = 0; number <= 200; number++) {
    if (number === 150) pass(HOUR_MS);
    await find(`https://app.example/${number}`, `198.51.100.${number}`);
  }
  asked.length = 0;
  await find("https://app.example/1");
  expect(asked).toEqual([]);
  await find("https://app.example/0");
  expect(asked).toEqual(["https://app.example/0"]);
});
