/** The pages that say why something does not go on, with what to do. */

import { cleanLine } from "../../../../core/text.ts";
import type { NoticeKind } from "./english.ts";
import { framed } from "./layout.ts";
import { markup } from "./markup.ts";
import { type PageLanguage, wordsOf } from "./words.ts";

export type NoticePageData = {
  readonly language: PageLanguage;
  readonly kind: NoticeKind;
  /** Where the same can be tried again; absent = the app has to begin anew. */
  readonly again?: string | undefined;
  /** Foreign or technical, shown as it is. */
  readonly detail?: string | undefined;
};

const DETAIL_MAX = 200;

export function renderNotice({ language, kind, again, detail }: NoticePageData): string {
  const words = wordsOf(language);
  const [title, text] = words.notices[kind];
  return framed({
    language,
    title,
    body: markup`<h1>${title}</h1>
<div class="box" role="alert">
<p>${text}</p>
${detail === undefined ? undefined : markup`<p><code>${cleanLine(detail, DETAIL_MAX)}</code></p>`}
</div>
${again === undefined ? markup`<p>${kind === "over" ? words.afterEnd : words.beginAgain}</p>` : markup`<p><a class="single" href="${again}">${words.again}</a></p>`}`,
  });
}

const SERVER_ERRORS: Readonly<Record<string, NoticeKind>> = {
  invalid_client: "invalid_client",
  invalid_client_metadata: "invalid_client",
  unauthorized_client: "invalid_client",
  invalid_redirect_uri: "invalid_redirect_uri",
  server_error: "defect",
  temporarily_unavailable: "client_unreachable",
};

/**
 * An error of the authorization server that must not be redirected. `error`: its code (RFC 6749), `session_not_found` for
 * an interaction that is over; `description`: foreign text.
 */
export function renderServerError(
  language: PageLanguage,
  { error, description }: { readonly error: string; readonly description?: string | undefined },
): string {
  if (error === "session_not_found" || /session not found|interaction/i.test(description ?? ""))
    return renderNotice({ language, kind: "over" });
  const redirects = /redirect_uri/.test(description ?? "") && error === "invalid_request";
  const known = Object.hasOwn(SERVER_ERRORS, error) ? SERVER_ERRORS[error] : undefined;
  const kind = redirects ? "invalid_redirect_uri" : (known ?? "invalid_request");
  return renderNotice({ language, kind, detail: [error, description].filter(Boolean).join(": ") });
}
