/** The frame of every page of a person: document, style, the headers that go with it. */

import { createHash } from "node:crypto";
import { asIs, type Markup, markup } from "./markup.ts";
import { STYLE } from "./style.ts";
import { type PageLanguage, wordsOf } from "./words.ts";

export type Framed = {
  readonly language: PageLanguage;
  readonly title: string;
  readonly body: Markup;
  /** Where the browser goes by itself, on our own origin. */
  readonly goTo?: string | undefined;
};

/** A whole document. */
export function framed({ language, title, body, goTo }: Framed): string {
  const words = wordsOf(language);
  return String(
    markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${goTo === undefined ? undefined : markup`<meta http-equiv="refresh" content="0; url=${goTo}">`}
<title>${title} · Hearthgate</title>
<style>${asIs(STYLE)}</style>
</head>
<body>
<header><p class="brand">Hearthgate<span> · ${words.brandLine}</span></p></header>
<main>
${body}
</main>
</body>
</html>
`,
  );
}

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/**
 * No script, nothing from elsewhere. The referrer stays on our origin: with `no-referrer` a browser sends forms with
 * `Origin: null`, which says nothing of where they come from.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; "),
  "X-Frame-Options": "DENY",
  "Cache-Control": "no-store",
  "Referrer-Policy": "same-origin",
  "Content-Type": "text/html; charset=utf-8",
};
