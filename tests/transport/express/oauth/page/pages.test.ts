/** The pages as documents: what foreign text makes of them, how large they get, in which language they are. */

import { describe, expect, test } from "bun:test";
import type { Asker } from "../../../../../src/transport/express/oauth/page/asker.ts";
import { renderConsent } from "../../../../../src/transport/express/oauth/page/consent-page.ts";
import { ENGLISH } from "../../../../../src/transport/express/oauth/page/english.ts";
import { renderGrants } from "../../../../../src/transport/express/oauth/page/grants-page.ts";
import { renderLogin } from "../../../../../src/transport/express/oauth/page/login-page.ts";
import { renderServerError } from "../../../../../src/transport/express/oauth/page/notice-page.ts";
import { languageOf } from "../../../../../src/transport/express/oauth/page/words.ts";
import { CLAUDE_AI, CLAUDE_CODE, CURSOR, EVERY_PAGE, FORM, OFFER, PREVIEW } from "./every-page.ts";

/** Every element with its attributes' names, in order: what foreign text must not change. */
async function skeleton(html: string): Promise<readonly string[]> {
  const found: string[] = [];
  const rewriter = new HTMLRewriter().on("*", {
    element({ tagName, attributes }) {
      found.push([tagName, ...[...attributes].map(([name]) => name)].join(" "));
    },
  });
  await rewriter.transform(new Response(html)).text();
  return found;
}

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  "</title><script>1</script>",
  "</style><style>*{display:none}</style>",
  "<!--",
  "]]><form action=https://evil.example>",
  '" autofocus onfocus="alert(1)',
  "&lt;b&gt;&#60;i&#62;&quot;",
  "javascript:alert(1)",
  "{{constructor.constructor('1')()}}",
  "\u202egro.live\u202c \u2066x\u2069",
  "claude\u200b.\u200dai\ufeff",
  "\u0000\u0007<b>\n</b>",
  `${"A".repeat(5_000)}<i>`,
  "=cmd|' /C calc'!A0",
];

function pagesWith(text: string): readonly string[] {
  const language = "en" as const;
  const asker: Asker = { ...CLAUDE_AI, name: text };
  const user = { id: text, name: text };
  const grant = {
    ...PREVIEW,
    ...{ id: text, name: text, note: text, restrictions: [text] },
    hours: [{ timeZone: text, windows: [] }],
    capabilities: { allowed: [text], asking: [text] },
    areas: [
      {
        ...{ name: text, homeCount: 1, reached: PREVIEW.reached },
        things: [{ name: text, read: true, controlled: true, asks: true }],
      },
    ],
  };
  const shared = { language, timeZone: "UTC", asker, form: FORM, user };
  return [
    renderLogin({ language, asker, form: FORM, loginPath: "/x", browserUrl: text }),
    renderGrants({ ...shared, grants: [{ ...grant, digest: text }] }),
    renderGrants({ ...shared, grants: [] }),
    renderConsent({ ...shared, grant, lasts: [] }),
    renderServerError(language, { error: text, description: text }),
  ];
}

test("what a grant may read besides states is said, and where it is nothing, that", () => {
  const pageOf = (allowed: readonly string[]) =>
    renderConsent({
      ...{
        language: "en",
        timeZone: "UTC",
        asker: CLAUDE_AI,
        form: FORM,
        user: { name: "Alex" },
        lasts: [],
      },
      grant: { ...PREVIEW, capabilities: { allowed, asking: [] } },
    });
  const [none, some] = [pageOf([]), pageOf(["statistics"])];
  expect(none).toContain(ENGLISH.nothingElse);
  expect(some).not.toContain(ENGLISH.nothingElse);
  expect(some).toContain(ENGLISH.capability["statistics"] ?? "");
});

describe("foreign text", () => {
  test.each(HOSTILE)("%j makes no element and no attribute", async (text) => {
    const plain = await Promise.all(pagesWith("plain").map(skeleton));
    expect(await Promise.all(pagesWith(text).map(skeleton))).toEqual(plain);
  });

  test("a client's redirect URI and domain make none either", async () => {
    const login = (asker: Asker) =>
      renderLogin({ language: "en", asker, form: FORM, loginPath: "/x", browserUrl: "https://h" });
    const plain = await skeleton(login({ clientId: "x", redirectUri: "app:/x", domain: "d" }));
    for (const text of HOSTILE)
      expect(await skeleton(login({ clientId: text, redirectUri: `app:${text}`, domain: text }))).toEqual(
        plain,
      );
  });

  test("names are at most 64 signs of one line, with no direction and nothing hidden in them", () => {
    for (const text of HOSTILE) {
      const [login = ""] = pagesWith(text);
      const shown = /Calls itself<\/dt><dd>“<bdi>([^<]*)<\/bdi>”/.exec(login)?.[1] ?? "";
      const decoded = shown.replace(/&[#\w]+;/g, "?");
      expect(decoded.length).toBeLessThanOrEqual(64);
      expect(decoded).not.toMatch(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/);
    }
  });
});

describe("where access goes", () => {
  const said = (asker: Asker) =>
    renderLogin({ language: "en", asker, form: FORM, loginPath: "/x", browserUrl: "https://h" });
  const where = (html: string) => /class="where">([^<]*)</.exec(html)?.[1];

  test("stands before any name that the client gave itself", () => {
    const html = said({ ...CLAUDE_AI, name: "Your Bank" });
    expect(where(html)).toBe("claude.ai");
    expect(html.indexOf("claude.ai")).toBeLessThan(html.indexOf("Your Bank"));
    expect(html).toContain("unverified");
  });

  test.each([
    ["https://xn--clade-2ra.ai/cb", "xn--clade-2ra.ai"],
    ["https://claüde.ai/cb", "xn--clade-mva.ai"],
    ["https://claude.ai.evil.example/cb", "claude.ai.evil.example"],
    ["https://claude.ai@evil.example/cb", "evil.example"],
    ["https://claude.ai:8443/cb", "claude.ai:8443"],
    ["https://CLAUDE.AI/cb", "claude.ai"],
  ])("%s goes to %s", (redirectUri, host) => {
    expect(where(said({ clientId: "x", redirectUri }))).toBe(host);
  });

  test("a program on this computer, and an app of a scheme, have warnings of their own", () => {
    expect(where(said(CLAUDE_CODE))).toBe("a program on your computer");
    expect(said(CLAUDE_CODE)).toContain("Any program on your computer can receive this answer");
    for (const host of ["localhost:3118", "[::1]:9"])
      expect(where(said({ ...CLAUDE_CODE, redirectUri: `http://${host}/callback` }))).toBe(
        "a program on your computer",
      );
    expect(where(said(CURSOR))).toBe("an app on this device (cursor:)");
    expect(said(CURSOR)).toContain("It registered itself; nobody has checked who it is.");
  });
});

test("every page is whole: one heading, one main part, its language, no script, nothing from elsewhere", async () => {
  for (const { name, html } of EVERY_PAGE) {
    const elements = await skeleton(html);
    expect({ name, h1: elements.filter((each) => each === "h1").length }).toEqual({ name, h1: 1 });
    expect(elements.filter((each) => each === "main")).toHaveLength(1);
    expect(
      elements.filter((each) => /^(script|img|iframe|object|link|base)\b|\bon\w+|\bstyle\b./.test(each)),
    ).toEqual([]);
    expect(html).toContain(`<html lang="${name.endsWith("-de") ? "de" : "en"}">`);
    expect(html).not.toMatch(/undefined|\[object|NaN|=>/);
  }
});

test("every page of an error says what to do next", () => {
  for (const { name, html } of EVERY_PAGE.filter(({ name }) => name.startsWith("notice-")))
    expect({
      name,
      says: /begin again there|Try again|beginne dort von vorn|Noch einmal/.test(html),
    }).toEqual({
      name,
      says: true,
    });
});

const SHARED = {
  ...({ language: "de", timeZone: "Europe/Amsterdam", asker: CLAUDE_AI, form: FORM } as const),
  user: { id: "u", name: "Alex" },
};

test("a built-in grant is described in the language of the page, one of the owner's in the owner's words", () => {
  const offer = { ...OFFER, note: "Reads and controls the house; physical things ask the owner." };
  for (const id of ["viewer", "operator", "editor", "admin"]) {
    const of = { ...offer, id };
    for (const html of [
      renderGrants({ ...SHARED, grants: [of] }),
      renderConsent({ ...SHARED, grant: { ...PREVIEW, ...of }, lasts: [] }),
    ])
      expect(html).not.toContain(offer.note);
    expect(renderGrants({ ...SHARED, language: "en", grants: [of] })).toContain(offer.note);
  }
  for (const id of ["kitchen", "constructor"])
    expect(renderGrants({ ...SHARED, grants: [{ ...offer, id }] })).toContain(offer.note);
});

test("before a long page there is a no at hand, and what lasts as long as the grant says how long", () => {
  const consent = (expiresAt: number | undefined) =>
    renderConsent({ ...SHARED, grant: { ...PREVIEW, expiresAt }, lasts: ["hour"] });
  const ends = consent(Date.parse("2027-02-28T23:30:00Z"));
  expect(ends).toContain('<option value="grant">bis die Freigabe endet: 01.03.2027</option>');
  expect(consent(undefined)).toContain(
    '<option value="grant">ohne Ende, bis sie zurückgenommen wird</option>',
  );
  for (const html of [ends, renderGrants({ ...SHARED, grants: [OFFER] })])
    expect(html.indexOf('form="deny"')).toBeLessThan(html.indexOf("Du bist"));
});

test("areas of which nothing is opened take one line, whose names make nothing", () => {
  const areas = Array.from({ length: 60 }, (_, index) => ({
    ...{ name: `<b>${index}`, homeCount: 3, reached: { entities: 0, read: 0, controlled: 0, asks: 0 } },
    things: [],
  }));
  const html = renderConsent({ ...SHARED, grant: { ...PREVIEW, areas }, lasts: [] });
  expect(html).not.toContain("<details>");
  expect(html).toContain("&lt;b&gt;39</bdi>, und 20 weitere");
});

test("forty grants stay below 150 kB, and so does one that opens ten thousand things in two hundred areas", () => {
  const note =
    "What the assistant may do while somebody is at home, and who is to be asked before it does. ".repeat(3);
  const grants = Array.from({ length: 40 }, (_, index) => ({ ...OFFER, id: `grant-${index}`, note }));
  expect(Buffer.byteLength(renderGrants({ ...SHARED, grants }))).toBeLessThan(150_000);
  const name = "A sensor whose name is about as long as Home Assistant's own ones get to be in a home";
  const areas = Array.from({ length: 200 }, (_, index) => ({
    ...{ name: `Area ${index}`, homeCount: 50, reached: { entities: 50, read: 50, controlled: 50, asks: 1 } },
    things: Array.from({ length: 50 }, (_, at) => ({
      name: `${name} ${at}`,
      read: true,
      controlled: true,
      asks: at < 1,
    })),
  }));
  const consent = renderConsent({ ...SHARED, grant: { ...PREVIEW, areas }, lasts: ["hour", "day"] });
  expect(Buffer.byteLength(consent)).toBeLessThan(150_000);
  // what is left out is said
  expect(consent).toContain("und 47 weitere");
  expect(consent).toContain("und 160 weitere");
  expect(consent).toContain("hearthgate grants preview kitchen");
});

test.each([
  ["invalid_client", undefined, "The app is not known here"],
  ["invalid_redirect_uri", undefined, "The app wants its answer somewhere else"],
  [
    "invalid_request",
    "redirect_uri did not match any of the client's registered redirect_uris",
    "somewhere else",
  ],
  ["invalid_request", "interaction session id cookie not found", "This request is over"],
  ["session_not_found", undefined, "This request is over"],
  ["server_error", undefined, "Something inside Hearthgate failed"],
  ["unsupported_response_type", undefined, "request cannot be used"],
  ["constructor", undefined, "request cannot be used"],
])("the server's %s (%s) is a page: %s", (error, description, title) => {
  expect(renderServerError("en", { error, description })).toContain(title);
});

test.each([
  ["de", undefined, "de"],
  ["de-CH, en;q=0.9", "en", "de"],
  ["en-GB,de;q=0.9", "de", "en"],
  ["fr;q=1, de;q=0.2, en;q=0", "en", "de"],
  ["fr", "de-DE", "de"],
  [undefined, "de", "de"],
  [undefined, "nl", "en"],
  ["constructor, __proto__", "toString", "en"],
  [";;q=,=;q=x", undefined, "en"],
  ["*", undefined, "en"],
] as const)("Accept-Language %p in a home of %p: %s", (accepted, home, language) => {
  expect(languageOf(accepted, home)).toBe(language);
});
