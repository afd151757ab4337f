/** Every page there is, made of what a hostile client and a home with odd names would have. */

import { renderConsent } from "../../../../../src/transport/express/oauth/page/consent-page.ts";
import type { NoticeKind } from "../../../../../src/transport/express/oauth/page/english.ts";
import { ENGLISH } from "../../../../../src/transport/express/oauth/page/english.ts";
import { renderGoing } from "../../../../../src/transport/express/oauth/page/going-page.ts";
import { renderGrants } from "../../../../../src/transport/express/oauth/page/grants-page.ts";
import { renderLogin } from "../../../../../src/transport/express/oauth/page/login-page.ts";
import { renderNotice } from "../../../../../src/transport/express/oauth/page/notice-page.ts";
import type { PageLanguage } from "../../../../../src/transport/express/oauth/page/words.ts";
import type { OfferedGrant, PreviewedGrant } from "../../../../../src/transport/person-road.ts";

export const CLAUDE_AI = {
  clientId: "https://claude.ai/oauth/mcp-oauth-client-metadata",
  redirectUri: "https://claude.ai/api/mcp/auth_callback",
  domain: "claude.ai",
  name: "Claude",
};
export const CLAUDE_CODE = {
  clientId: "https://claude.ai/oauth/claude-code-client-metadata",
  redirectUri: "http://127.0.0.1:33418/callback",
  domain: "claude.ai",
  name: "Claude Code",
};
export const CURSOR = {
  clientId: "nX3sK9",
  redirectUri: "cursor://anysphere.cursor-mcp/oauth/callback",
  name: "Cursor",
};

export const FORM = { action: "/oauth/consent/abc", token: "t0ken" };
const USER = { id: "0123456789abcdef0123456789abcdef", name: "Alex" };

export const OFFER: OfferedGrant = {
  id: "kitchen",
  name: "Kitchen assistant",
  note: "Lights, music and the oven timer, while somebody is at home.",
  digest: "d".repeat(64),
  expiresAt: Date.parse("2027-03-01T00:00:00Z"),
  hours: [
    {
      timeZone: "Europe/Amsterdam",
      windows: [
        { days: [0, 1, 2, 3, 4], start: 7 * 3_600, end: 22 * 3_600 },
        { days: [5, 6], start: 9 * 3_600, end: 23.5 * 3_600 },
      ],
    },
  ],
  restrictions: ["pin", "rate_limit"],
  capabilities: { allowed: ["logbook", "statistics"], asking: ["automation_write"] },
  physical: "confirm",
  readCount: 7,
  homeCount: 120,
};

const things = (count: number, of: string) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${of} ${index + 1}`,
    read: true,
    controlled: index % 3 === 0,
    asks: false,
  }));

export const PREVIEW: PreviewedGrant = {
  ...OFFER,
  reached: { entities: 32, read: 32, controlled: 12, asks: 2 },
  areas: [
    {
      name: "Hallway",
      homeCount: 9,
      reached: { entities: 2, read: 2, controlled: 0, asks: 2 },
      things: [
        { name: "Front door", read: true, controlled: false, asks: true },
        { name: "Garage door", read: true, controlled: false, asks: true },
      ],
    },
    {
      name: "Kitchen",
      homeCount: 41,
      reached: { entities: 30, read: 30, controlled: 10, asks: 0 },
      things: things(30, "Ceiling light"),
    },
    { name: "Study", homeCount: 12, reached: { entities: 0, read: 0, controlled: 0, asks: 0 }, things: [] },
    { name: "", homeCount: 58, reached: { entities: 0, read: 0, controlled: 0, asks: 0 }, things: [] },
  ],
};

const timeZone = "Europe/Amsterdam";

function pagesIn(language: PageLanguage) {
  const login = {
    language,
    form: FORM,
    loginPath: "/oauth/ha/start?asking=abc",
    browserUrl: "https://home.example",
  };
  const shared = { language, timeZone, form: FORM, user: USER };
  return [
    ["login", renderLogin({ ...login, asker: CLAUDE_AI })],
    ["login-loopback", renderLogin({ ...login, asker: CLAUDE_CODE })],
    ["login-app", renderLogin({ ...login, asker: CURSOR })],
    [
      "grants",
      renderGrants({
        ...shared,
        asker: CLAUDE_AI,
        grants: [
          OFFER,
          {
            ...OFFER,
            id: "b",
            name: "Viewer",
            note: undefined,
            hours: [],
            restrictions: [],
            expiresAt: undefined,
            physical: undefined,
          },
        ],
      }),
    ],
    ["no-grant", renderGrants({ ...shared, asker: CLAUDE_AI, grants: [] })],
    ["allow", renderConsent({ ...shared, asker: CLAUDE_AI, grant: PREVIEW, lasts: ["hour", "day", "week"] })],
    [
      "allow-changed",
      renderConsent({ ...shared, asker: CURSOR, grant: PREVIEW, lasts: ["hour"], notice: "changed" }),
    ],
    ["given", renderGoing({ language, answer: "given", goTo: "/authorize/abc" })],
    ["denied", renderGoing({ language, answer: "denied", goTo: "/authorize/abc" })],
    ...(Object.keys(ENGLISH.notices) as NoticeKind[]).map(
      (kind) =>
        [
          `notice-${kind}`,
          renderNotice({
            language,
            kind,
            again: kind === "home_down" ? "/oauth/consent/abc" : undefined,
            detail: kind === "invalid_client" ? "invalid_client: <b>x</b>" : undefined,
          }),
        ] as const,
    ),
  ] as const;
}

/** English ones under their name, German ones with `-de`. */
export const EVERY_PAGE: readonly { readonly name: string; readonly html: string }[] = [
  ...pagesIn("en").map(([name, html]) => ({ name, html })),
  ...pagesIn("de").map(([name, html]) => ({ name: `${name}-de`, html })),
];
