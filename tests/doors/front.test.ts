import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { DOORS, startDoor, type TestDoor } from "./door.ts";
import { ask, call, firstAnswer, speak } from "./exchange.ts";

const PAGE = "https://app.example.com";

for (const kind of DOORS)
  describe(`before the road at the ${kind} door`, () => {
    let door: TestDoor;
    let token = "";
    beforeAll(async () => {
      door = await startDoor({
        kind,
        env: { CORS_ORIGINS: PAGE, ALLOWED_HOSTS: "hearthgate.local", RATE_LIMIT_MAX: "1000" },
      });
      token = await door.issue("viewer");
    });
    afterAll(() => door.close());

    /** With a Host of its own, which fetch would not send. */
    async function withHost(host: string, path = "/mcp") {
      const heard = await speak(
        door.port,
        [`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`],
        { first: true },
      );
      return firstAnswer(heard).status;
    }

    test("a Host that is not ours is refused, however it is dressed", async () => {
      for (const host of [
        "evil.example",
        "127.0.0.1.nip.io",
        "localhost.evil.example",
        "localhost.",
        "localhost@evil.example",
        "evil.example#localhost",
        "127.1",
        "2130706433",
        "0.0.0.0",
        "[::ffff:7f00:1]",
        "localhost:80:80",
        "",
      ])
        expect({ host, status: await withHost(host) }).toEqual({ host, status: 403 });
    });

    test("the Hosts that are ours are served, with any port and in any case", async () => {
      for (const host of ["localhost", "127.0.0.1:1", "[::1]:4000", "HearthGate.Local:8443"])
        expect({ host, status: await withHost(host) }).toEqual({ host, status: 400 });
    });

    test("a page of a stranger is refused, its preflight too; ours may read what it needs", async () => {
      for (const origin of [
        "https://evil.example",
        "null",
        "https://app.example.com.evil.example",
        "file://",
        "x",
      ]) {
        const refused = await ask(`${door.url}/mcp`, {
          token,
          headers: { Origin: origin },
          body: call(1, "x"),
        });
        expect({ origin, status: refused.status }).toEqual({ origin, status: 403 });
        expect(refused.headers.get("access-control-allow-origin")).toBeNull();
        const preflight = await ask(`${door.url}/mcp`, { method: "OPTIONS", headers: { Origin: origin } });
        expect(preflight.status).toBe(403);
      }
      const preflight = await ask(`${door.url}/mcp`, {
        method: "OPTIONS",
        headers: { Origin: PAGE, "Access-Control-Request-Method": "POST" },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get("access-control-allow-origin")).toBe(PAGE);
      expect(preflight.headers.get("access-control-allow-methods")).toBe("GET,POST,DELETE");
      expect(preflight.headers.get("access-control-max-age")).toBe("600");
      const refused = await ask(`${door.url}/mcp`, { headers: { Origin: PAGE }, body: call(1, "x") });
      expect(refused.status).toBe(401);
      expect(refused.headers.get("access-control-expose-headers")).toContain("X-Refresh-Token");
      expect(refused.headers.get("vary")).toContain("Origin");
    });

    test("every answer carries the headers that keep browsers from harm", async () => {
      for (const path of ["/mcp", "/health", "/nothing"]) {
        const { headers } = await ask(`${door.url}${path}`);
        expect(headers.get("content-security-policy")).toBe(
          "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        );
        expect(headers.get("x-content-type-options")).toBe("nosniff");
        expect(headers.get("referrer-policy")).toBe("no-referrer");
        expect(headers.get("strict-transport-security")).toBeNull();
        expect(headers.get("x-powered-by")).toBeNull();
      }
    });

    test("health and readiness say a status and nothing else, by whatever name a probe comes", async () => {
      expect(await ask(`${door.url}/health`)).toMatchObject({ status: 200, json: { status: "ok" } });
      expect(await withHost("10.0.0.7", "/health")).toBe(200);
      const ready = await ask(`${door.url}/ready`);
      expect(Object.keys(ready.json ?? {})).toEqual(["status"]);
    });

    test("the metadata names no authorization server; what looks for one gets a JSON 404", async () => {
      for (const path of ["", "/mcp"]) {
        const metadata = await ask(`${door.url}/.well-known/oauth-protected-resource${path}`);
        expect(metadata.json).toEqual({
          resource: `${door.url}/mcp`,
          bearer_methods_supported: ["header"],
          resource_name: "Hearthgate",
        });
      }
      for (const path of [
        "/.well-known/oauth-authorization-server",
        "/.well-known/openid-configuration",
        "/sse",
      ])
        expect(await ask(`${door.url}${path}`)).toMatchObject({ status: 404, json: { status: 404 } });
      expect(await ask(`${door.url}/register`, { body: {} })).toMatchObject({
        status: 404,
        json: { status: 404 },
      });
    });

    test("methods that the endpoint has not", async () => {
      for (const method of ["PUT", "PATCH", "PROPFIND"]) {
        const refused = await ask(`${door.url}/mcp`, { method, token });
        expect({ method, status: refused.status }).toEqual({ method, status: 405 });
        expect(refused.headers.get("allow")).toBe("GET, POST, DELETE");
      }
    });

    test("X-Forwarded-For of a peer that nobody named changes nothing, and is warned of once", async () => {
      for (let at = 0; at < 8; at++)
        await ask(`${door.url}/mcp`, {
          token: "hg_wrong",
          body: call(1, "x"),
          headers: {
            "X-Forwarded-For": `198.51.100.${at}`,
            "X-Real-IP": "198.51.100.9",
            Forwarded: "for=198.51.100.9",
          },
        });
      const { status } = await ask(`${door.url}/mcp`, { token, body: call(1, "x") });
      expect(status).toBe(429);
      expect(door.stderr().match(/undeclared_proxy/g)).toHaveLength(1);
      await door.run("lockouts", "clear", "all");
      expect((await ask(`${door.url}/mcp`, { token, body: call(1, "x") })).status).toBe(400);
    });
  });

test.each(DOORS)(
  "the %s door says that a body is too large to whoever reads when all is sent",
  async (kind) => {
    const door = await startDoor({ kind });
    const token = await door.issue("viewer");
    const length = 2 * 1024 * 1024;
    const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
    const [said, faults] = await new Promise<[string, string[]]>((resolve) => {
      const socket = connect(door.port, "127.0.0.1");
      const faults: string[] = [];
      let heard = "";
      socket.pause();
      socket.on("error", (fault) => faults.push(fault.message));
      socket.on("data", (part) => {
        heard += part.toString();
        socket.end();
      });
      socket.on("close", () => resolve([heard, faults]));
      socket.write(`${head}Content-Length: ${length}\r\n\r\n`);
      for (let at = 0; at < 8; at++)
        setTimeout(() => socket.write("x".repeat(length / 8), () => at === 7 && socket.resume()), 40 * at);
      setTimeout(() => socket.destroy(), 5_000);
    });
    expect([said.slice(0, 12), faults]).toEqual(["HTTP/1.1 413", []]);
    await door.close();
  },
);
