/** Who may use which package, as docs/architecture.md says. */

/** Runtime dependency → rooms or files that may import it; an SDK is known to one file. */
export const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  "@modelcontextprotocol/server": ["transport/sdk-server.ts"],
  "@modelcontextprotocol/client": ["cli"],
  "home-assistant-js-websocket": ["hass/live-gateway.ts", "hass/link", "hass/live"],
  "ipaddr.js": ["core/address.ts"],
  jsonwebtoken: ["security/identity/login"],
  "@modelcontextprotocol/sdk": ["transport/http/session/sdk-v1.ts"],
  "oidc-provider": ["transport/express/oauth/authorization-server.ts"],
  // its templates alone
  hono: ["transport/express/oauth/page"],
  fastmcp: ["transport/fastmcp/fastmcp-session.ts"],
  // its types are the steps'
  express: [
    "transport/http",
    "transport/http/session",
    "transport/express",
    "transport/express/oauth",
    "transport/express/oauth/person",
  ],
  // its types are those of the counts that Redis keeps
  "express-rate-limit": ["transport/http", "store/redis/rate-store.ts"],
  "prom-client": ["metrics"],
  redis: ["store/redis/redis-link.ts"],
  helmet: ["transport/http/security-headers.ts"],
  cors: ["transport/http/security-headers.ts"],
  sharp: ["home/read/picture.ts"],
  "sanitize-html": ["registry/plain-text.ts"],
  read: ["cli/owner/hidden-input.ts"],
  "stopwords-iso": ["search/words/languages/small-words.ts"],
  "snowball-stemmers": ["search/words/languages/stems.ts"],
  "@orama/stemmers": ["search/words/languages/stems.ts"],
  canonicalize: ["security/approval/question.ts"],
  ws: ["hass/link", "hass/find", "demo/door"],
  "bonjour-service": ["hass/find"],
  "jsonc-parser": ["cli/setup/text/json-text.ts"],
  "smol-toml": ["cli/setup/text/toml-text.ts"],
  yaml: ["cli/setup/text/yaml-text.ts"],
  diff: ["cli/setup/plan.ts"],
  valibot: ["tools", "registry", "security/grant/parse", "cli/setup/written.ts"],
  "@valibot/to-json-schema": ["registry"],
  pino: ["log"],
  "pino-roll": ["log/log-file.ts"],
};
