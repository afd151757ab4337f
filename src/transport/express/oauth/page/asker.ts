/** Who asks, and where access goes: before any name that the client gave itself. */

import { cleanLine } from "../../../../core/text.ts";
import type { Words } from "./english.ts";
import { foreign, type Markup, markup } from "./markup.ts";

export type Asker = {
  readonly clientId: string;
  readonly redirectUri: string;
  /** Host of its metadata document, in punycode; absent for one that registered itself. */
  readonly domain?: string | undefined;
  /** The name that it gave itself, which nobody has checked. */
  readonly name?: string | undefined;
};

/** With what is said of a name that was cut, at most 64 characters. */
const NAME_MAX = 56;
const HOST_MAX = 100;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export function askerBox({ redirectUri, domain, name }: Asker, words: Words): Markup {
  const { where, detail, warning } = destination(redirectUri, words);
  const known: Markup[] = [];
  if (domain !== undefined)
    known.push(markup`<dt>${words.document}</dt><dd><strong>${cleanLine(domain, HOST_MAX)}</strong></dd>`);
  if (name !== undefined && cleanLine(name, NAME_MAX) !== "")
    known.push(
      markup`<dt>${words.callsItself}</dt><dd>${words.quotes[0]}${foreign(name, NAME_MAX)}${words.quotes[1]} <span class="soft">(${words.unverified})</span></dd>`,
    );
  return markup`<section class="box" aria-labelledby="to">
<h2 class="to" id="to"><span class="soft">${words.goesTo}</span> <span class="where">${where}</span></h2>
${detail === undefined ? undefined : markup`<p class="soft"><code>${detail}</code></p>`}
${known.length === 0 ? undefined : markup`<dl>${known}</dl>`}
${domain === undefined ? markup`<p class="soft">${words.registered}</p>` : undefined}
<div class="warn"><p>${warning}</p></div>
</section>`;
}

type Destination = {
  readonly where: string;
  readonly detail?: string;
  readonly warning: string;
};

/** `URL` writes hosts in punycode. */
function destination(redirectUri: string, words: Words): Destination {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
  if (url?.protocol === "https:" && !LOOPBACK.test(url.hostname))
    return { where: cleanLine(url.host, HOST_MAX), warning: words.webWarning };
  if (url && /^https?:$/.test(url.protocol) && LOOPBACK.test(url.hostname))
    return { where: words.aProgram, detail: url.host, warning: words.loopbackWarning };
  const scheme = url?.protocol.slice(0, -1) ?? "?";
  return {
    where: words.anApp(cleanLine(scheme, HOST_MAX)),
    detail: cleanLine(redirectUri, HOST_MAX),
    warning: words.appWarning,
  };
}
