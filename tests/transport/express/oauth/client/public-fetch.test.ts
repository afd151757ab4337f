import { expect, test } from "bun:test";
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type Fetched,
  isPublicUrl,
  openPublicFetch,
  type Surroundings,
} from "../../../../../src/transport/express/oauth/client/public-fetch.ts";
import { PUBLIC_ADDRESS, startStrangeServer } from "./strange-server.ts";

// also run on Node, by on-node.processes.test.ts: only the few words of `bun:test` that are spelled there

const NAME = "app.example.com";
const DOCUMENT = '{"client_id":"x"}';
const MOST_BYTES = 5 * 1024;

type Answer = (response: ServerResponse) => void;

const json =
  (body: string | Uint8Array, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(200, { "Content-Type": "application/json", ...headers });
    response.end(body);
  };

const drip: Answer = (response) => {
  response.writeHead(200, { "Content-Type": "application/json" });
  const timer = setInterval(() => response.write(" "), 50);
  response.on("close", () => clearInterval(timer));
};

const endless: Answer = (response) => {
  response.writeHead(200, { "Content-Type": "application/json" });
  const timer = setInterval(() => response.write(" ".repeat(1024)), 5);
  response.on("close", () => clearInterval(timer));
};

const ANSWERS: Readonly<Record<string, Answer>> = {
  "/good": json(DOCUMENT),
  "/kept": json(DOCUMENT, { "Cache-Control": "public, max-age=60" }),
  "/unkept": json(DOCUMENT, { "Cache-Control": "no-store" }),
  "/suffix": json(DOCUMENT, { "Content-Type": "application/client+json; charset=utf-8" }),
  "/full": json(`"${"x".repeat(MOST_BYTES - 2)}"`),
  "/over": json(`"${"x".repeat(MOST_BYTES - 1)}"`),
  "/html": json(DOCUMENT, { "Content-Type": "text/html" }),
  "/typeless": (response) => response.writeHead(200).end(DOCUMENT),
  "/packed": json(DOCUMENT, { "Content-Encoding": "gzip" }),
  "/latin": json(Uint8Array.of(0x22, 0xff, 0x22)),
  "/endless": endless,
  "/drip": drip,
  "/silent": () => undefined,
  "/cut": (response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "100" });
    response.write("{");
    setTimeout(() => response.destroy(), 20);
  },
  "/missing": (response) => response.writeHead(404).end(),
  "/failed": (response) => response.writeHead(500).end(),
  "/broken": (response) => response.writeHead(503).end(),
  "/crowded": (response) => response.writeHead(429).end(),
  ...Object.fromEntries(
    [301, 302, 303, 307, 308].map((status): [string, Answer] => [
      `/moved-${status}`,
      (response) => response.writeHead(status, { Location: `https://${NAME}/good` }).end(),
    ]),
  ),
};

const heard: IncomingMessage[] = [];
const server = await startStrangeServer([NAME], (request, response) => {
  heard.push(request);
  (ANSWERS[request.url ?? ""] ?? ANSWERS["/missing"])?.(response);
});
const reached: string[] = [];
const around: Surroundings = {
  resolve: async () => [PUBLIC_ADDRESS],
  reach: (address) => {
    reached.push(address);
    return { host: "127.0.0.1", port: server.port };
  },
  ca: server.ca,
};
const get = openPublicFetch(around);
const at = (path: string) => get(`https://${NAME}${path}`);
const textOf = (fetched: Fetched) => ("text" in fetched ? fetched.text : `fault: ${fetched.fault}`);
const faultOf = (fetched: Fetched) => ("fault" in fetched ? fetched.passing : "read");

test("a document is read, without cookies, compression or word of who asks", async () => {
  heard.length = 0;
  expect(textOf(await at("/good"))).toBe(DOCUMENT);
  const headers = heard[0]?.headers ?? {};
  expect(headers.host).toBe(NAME);
  expect(headers["accept-encoding"]).toBe("identity");
  expect(headers.cookie).toBeUndefined();
  expect(headers.referer).toBeUndefined();
  expect(headers["user-agent"]).toBeUndefined();
});

test("how long it may be kept is as its server says", async () => {
  const ages = await Promise.all(["/good", "/kept", "/unkept"].map(at));
  expect(ages.map((age) => ("text" in age ? age.maxAgeMs : "fault"))).toEqual([undefined, 60_000, 0]);
});

test("JSON under another name is JSON, and 5 KiB are not too much", async () => {
  expect(textOf(await at("/suffix"))).toBe(DOCUMENT);
  expect(textOf(await at("/full"))).toHaveLength(MOST_BYTES);
});

for (const path of ["/over", "/endless", "/html", "/typeless", "/packed", "/latin", "/missing"])
  test(`${path} is refused for good`, async () => {
    const began = performance.now();
    expect(faultOf(await at(path))).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_500);
  });

for (const path of ["/cut", "/failed", "/broken", "/crowded"])
  test(`${path} may be better another time`, async () => {
    expect(faultOf(await at(path))).toBe(true);
  });

for (const path of ["/drip", "/silent"])
  test(`${path} ends after three seconds in all`, async () => {
    const began = performance.now();
    expect(faultOf(await at(path))).toBe(true);
    expect(performance.now() - began).toBeLessThan(4_000);
  });

for (const status of [301, 302, 303, 307, 308])
  test(`a redirect with ${status} is not followed`, async () => {
    heard.length = 0;
    expect(faultOf(await at(`/moved-${status}`))).toBe(false);
    expect(heard.map(({ url }) => url)).toEqual([`/moved-${status}`]);
  });

const UNREACHED = [
  `http://${NAME}/good`,
  `https://${NAME}:443/good`,
  `https://${NAME}:8443/good`,
  `https://user@${NAME}/good`,
  `https://user:pass@${NAME}/good`,
  `https://${NAME}/good#part`,
  `https://${NAME}./good`,
  `https://APP.example.com/good`,
  `https://${NAME}\\good`,
  `https://${NAME}/a/../good`,
  `https://${NAME}/%2e%2e/good`,
  `https://${NAME}/go od`,
  ` https://${NAME}/good`,
  `https://${NAME}/good\n`,
  "https://localhost/good",
  "https://router/good",
  "https://93.184.216.34/good",
  "https://127.0.0.1/good",
  "https://127.1/good",
  "https://0x7f.1/good",
  "https://2130706433/good",
  "https://1.2.3/good",
  "https://[::1]/good",
  "https://[2606:4700::1111]/good",
  "https://аpp.example.com/good",
  "file:///etc/passwd",
  "",
];
test("no other kind of URL leads anywhere", async () => {
  reached.length = 0;
  for (const url of UNREACHED)
    expect([url, faultOf(await get(url)), isPublicUrl(url)]).toEqual([url, false, false]);
  expect(reached).toEqual([]);
});

const INSIDE = ["127.0.0.1", "10.0.0.5", "169.254.169.254", "192.168.1.1", "100.64.0.1", "::1", "fd00::1"];
const WRAPPED = ["::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "::7f00:1", "fe80::1%eth0"];
test("a name with any address that is not public leads nowhere, whichever comes first", async () => {
  reached.length = 0;
  for (const inside of [...INSIDE, ...WRAPPED])
    for (const found of [[inside], [inside, PUBLIC_ADDRESS], [PUBLIC_ADDRESS, inside]]) {
      const fetched = await openPublicFetch({ ...around, resolve: async () => found })(
        `https://${NAME}/good`,
      );
      expect([found, faultOf(fetched)]).toEqual([found, false]);
    }
  expect(reached).toEqual([]);
});

test("a name is resolved once: what it means a moment later is not asked", async () => {
  reached.length = 0;
  let asked = 0;
  const resolve = async () => (asked++ === 0 ? [PUBLIC_ADDRESS] : ["127.0.0.1"]);
  expect(textOf(await openPublicFetch({ ...around, resolve })(`https://${NAME}/good`))).toBe(DOCUMENT);
  expect(asked).toBe(1);
  expect(reached).toEqual([PUBLIC_ADDRESS]);
});

test("a name without an address, or a resolver that fails or hangs, may be better another time", async () => {
  const url = `https://${NAME}/good`;
  expect(faultOf(await openPublicFetch({ ...around, resolve: async () => [] })(url))).toBe(true);
  const failing = () => Promise.reject(new Error("SERVFAIL"));
  expect(faultOf(await openPublicFetch({ ...around, resolve: failing })(url))).toBe(true);
  const hanging = () => new Promise<readonly string[]>(() => undefined);
  const began = performance.now();
  expect(faultOf(await openPublicFetch({ ...around, resolve: hanging })(url))).toBe(true);
  expect(performance.now() - began).toBeLessThan(4_000);
});

test("a certificate of another name, or one that nobody vouches for, ends it, whatever the environment says", async () => {
  heard.length = 0;
  expect(faultOf(await get("https://other.example.com/good"))).toBe(true);
  const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  const { ca: _, ...untrusting } = around;
  expect(faultOf(await openPublicFetch(untrusting)(`https://${NAME}/good`))).toBe(true);
  if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
  expect(heard).toEqual([]);
});
