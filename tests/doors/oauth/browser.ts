/** A person at a browser: keeps cookies, follows redirects, presses the buttons of the pages that come. */

export type Page = {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
};

export type Browser = {
  /** Follows redirects until a page, or one that leaves to `leave`: then `left` is where to. */
  open(url: string, form?: Readonly<Record<string, string>>): Promise<Page & { readonly left?: string }>;
};

export type BrowserOptions = {
  /** Origins that there are; a redirect to any other leaves the browser. */
  readonly origins: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
};

type Cookie = { readonly host: string; readonly path: string; readonly name: string; readonly value: string };

const MOST_REDIRECTS = 10;

export function openBrowser({ origins, headers = {} }: BrowserOptions): Browser {
  let cookies: readonly Cookie[] = [];
  const take = (url: URL, response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const cookie = cookieOf(line, url);
      cookies = cookies.filter(
        ({ host, path, name }) => host !== cookie.host || path !== cookie.path || name !== cookie.name,
      );
      if (!cookie.isOver) cookies = [...cookies, cookie];
    }
  };
  const sent = ({ host, pathname }: URL) =>
    cookies
      .filter((cookie) => cookie.host === host && isBelow(pathname, cookie.path))
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
  return {
    async open(from, form) {
      let url = new URL(from);
      let body = form && new URLSearchParams(form);
      for (let hops = 0; hops < MOST_REDIRECTS; hops++) {
        const cookie = sent(url);
        const response = await fetch(url, {
          method: body ? "POST" : "GET",
          redirect: "manual",
          headers: {
            Accept: "text/html",
            ...headers,
            ...(cookie === "" ? {} : { Cookie: cookie }),
            ...(body ? { Origin: url.origin, "Content-Type": "application/x-www-form-urlencoded" } : {}),
          },
          ...(body ? { body: body.toString() } : {}),
        });
        take(url, response);
        const to = response.headers.get("location");
        const page = {
          url: url.href,
          status: response.status,
          headers: response.headers,
          html: await response.text(),
        };
        if (to === null) return page;
        if (!origins.some((origin) => URL.canParse(to, url.href) && new URL(to, url.href).origin === origin))
          return { ...page, left: to };
        url = new URL(to, url.href);
        body = undefined;
      }
      throw new Error(`redirected ${MOST_REDIRECTS} times, at last to ${url.href}`);
    },
  };
}

function cookieOf(line: string, url: URL): Cookie & { readonly isOver: boolean } {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const attributeOf = (name: string) =>
    attributes.find((each) => each.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const at = pair.indexOf("=");
  const age = attributeOf("max-age");
  const end = attributeOf("expires");
  return {
    host: url.host,
    path: attributeOf("path") ?? "/",
    name: pair.slice(0, at),
    value: pair.slice(at + 1),
    isOver: age === undefined ? end !== undefined && Date.parse(end) < Date.now() : Number(age) <= 0,
  };
}

function isBelow(pathname: string, path: string): boolean {
  return path === "/" || pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
}

/** The target of the first link that fits. */
export function linkIn({ html, url }: Page, fits: RegExp): string | undefined {
  const targets = [...html.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)].map(([, href = ""]) => plain(href));
  const found = targets.find((href) => fits.test(href));
  return found === undefined ? undefined : new URL(found, url).href;
}

/** Of the form with this hidden answer: where it goes, and all that is filled in already. */
export function formIn({ html, url }: Page, answer: "allow" | "deny") {
  for (const [form = ""] of html.matchAll(/<form\b[^>]*>.*?<\/form>/gs)) {
    const fields = Object.fromEntries(
      [...form.matchAll(/<input\b[^>]*>/g)]
        .filter(([input]) => !/type="(?:radio|checkbox)"/.test(input) || /\bchecked\b/.test(input))
        .map(([input]) => [attribute(input, "name"), attribute(input, "value")]),
    );
    for (const [select = ""] of form.matchAll(/<select\b[^>]*>.*?<\/select>/gs)) {
      const options = [...select.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
      const chosen = options.find((option) => /\bselected\b/.test(option)) ?? options[0] ?? "";
      fields[attribute(select, "name")] = attribute(chosen, "value");
    }
    if (fields["answer"] === answer) return { action: new URL(attribute(form, "action"), url).href, fields };
  }
  return undefined;
}

function attribute(tag: string, name: string): string {
  return plain(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}

function plain(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
