/** Spellings that are near a valid redirect URI, as somebody writes them who wants to be taken for another. */

const EVIL = "evil.example";
/** Signs that readers of URLs disagree about. */
const SIGNS = [
  ...["\\", "/", "//", "@", "#", "?", ";", ":", "%", ".", "..", "*", "'", '"', "<", "|", "^", "`", "{", " "],
  ...["\t", "\n", "\r", "\0", "\u0001", "\u001f", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u200b", "\u200d"],
  ...["\u202e", "\u2028", "\u2060", "\ufeff", "\uff0e", "\uff0f", "\uff1a", "\uff20", "\uff03", "\u3002"],
  ...["\u0131", "\u017f", "\u212a", "\u0430", "\u0456", "\ud800", "\u{1d41a}", "%00", "%0a", "%0d%0a"],
  ...["%20", "%23", "%25", "%2e", "%2f", "%3a", "%3f", "%40", "%5c", "%zz", "%e3%80%82", "%c0%af"],
];
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: "\u0430",
  c: "\u0441",
  e: "\u0435",
  i: "\u0131",
  k: "\u212a",
  o: "\u043e",
  s: "\u017f",
  l: "\uff4c",
};
const PORTS = [
  "0",
  "00",
  "1",
  "80",
  "080",
  "443",
  "8080",
  "49152",
  "65535",
  "65536",
  "99999999",
  "",
  "-1",
  "+1",
];
const MORE_PORTS = ["1e3", "0x50", "８０", " 80", "80 ", "80:80", "80@evil.example"];

/** The systematic ones, and random edits up to `count` in all. */
export function mutationsOf(uri: string, seed: number, count: number): readonly string[] {
  const made = new Set([...ofParts(uri), ...ofText(uri)]);
  const dice = diceOf(seed);
  while (made.size < count) made.add(randomEdit(uri, dice));
  made.delete(uri);
  return [...made];
}

function ofParts(uri: string): readonly string[] {
  const [, scheme = "", host = "", port = "", rest = ""] =
    /^([a-z]+):\/\/(\[[^\]]*\]|[^/:?]*)(:\d+)?(.*)$/s.exec(uri) ?? [];
  const plain = `${scheme}://${host}`;
  return [
    ...[...PORTS, ...MORE_PORTS].map((other) => `${plain}:${other}${rest}`),
    ...["http", "https", "HTTP", "hTTps", "ftp", "ws", "file", "javascript", "data", "cursor", ""].map(
      (other) => `${other}://${host}${port}${rest}`,
    ),
    ...[":", ":/", ":///", ":\\\\", ":/\\", "//"].map(
      (slashes) => `${scheme}${slashes}${host}${port}${rest}`,
    ),
    ...hostsNear(host).map((other) => `${scheme}://${other}${port}${rest}`),
    ...["user@", "user:pass@", "@", ":@", `${EVIL}@`, `${EVIL}\\@`, `${EVIL}#@`, "%40", "a%00@"].map(
      (user) => `${scheme}://${user}${host}${port}${rest}`,
    ),
    ...[`@${EVIL}`, `.${EVIL}`, `\\${EVIL}`, `:${EVIL}`, `#@${EVIL}`, `?@${EVIL}`, `;.${EVIL}`].map(
      (tail) => `${plain}${tail}${port}${rest}`,
    ),
    ...pathsNear(rest).map((other) => `${plain}${port}${other}`),
  ];
}

function hostsNear(host: string): readonly string[] {
  const letters = [...host].flatMap((letter, at) => {
    const like = LOOKALIKES[letter];
    return like === undefined ? [] : [host.slice(0, at) + like + host.slice(at + 1)];
  });
  return [
    ...letters,
    ...[
      host.toUpperCase(),
      `${host}.`,
      `.${host}`,
      `${host}..`,
      `www.${host}`,
      `-${host}`,
      `x${host}`,
      `${host}x`,
    ],
    ...[
      EVIL,
      `${host}.${EVIL}`,
      `${EVIL}/${host}`,
      host.replaceAll(".", "\u3002"),
      host.replaceAll(".", "%2e"),
    ],
    ...[
      "localhost",
      "LOCALHOST",
      "localhost.",
      "127.0.0.1",
      "127.1",
      "127.0.0.2",
      "2130706433",
      "0x7f000001",
    ],
    ...[
      "0177.0.0.1",
      "0",
      "0.0.0.0",
      "[::1]",
      "[::]",
      "[0:0:0:0:0:0:0:1]",
      "[::ffff:127.0.0.1]",
      "[::1%25lo]",
      "::1",
    ],
    ...[
      "localhost.localdomain",
      `localhost.${EVIL}`,
      `127.0.0.1.${EVIL}`,
      "169.254.169.254",
      "xn--80ak6aa92e.com",
    ],
  ];
}

function pathsNear(rest: string): readonly string[] {
  return [
    ...[
      `${rest}/`,
      `/.${rest}`,
      `/x/..${rest}`,
      `/%2e%2e${rest}`,
      `/%2E${rest}`,
      `//${EVIL}${rest}`,
      `/\\${EVIL}`,
    ],
    ...[
      rest.toUpperCase(),
      rest.replaceAll("/", "\\"),
      rest.replaceAll("/", "%2f"),
      rest.replaceAll("/", "//"),
    ],
    ...[
      `${rest}?`,
      `${rest}#`,
      `${rest}?next=https://${EVIL}`,
      `${rest}#@${EVIL}`,
      `${rest};x`,
      `${rest}&x`,
      "",
    ],
    ...[
      `${rest}/../../${EVIL}`,
      `${rest}%00`,
      `${rest}%0d%0aLocation:%20https://${EVIL}`,
      `${rest}/%c0%ae%c0%ae/`,
    ],
  ];
}

/** Each sign at each of a few places; cut and doubled texts. */
function ofText(uri: string): readonly string[] {
  const places = [0, uri.indexOf(":"), uri.indexOf("//") + 2, uri.indexOf("/", 9), uri.length].filter(
    (at) => at >= 0,
  );
  return [
    ...SIGNS.flatMap((sign) => places.map((at) => uri.slice(0, at) + sign + uri.slice(at))),
    ...[
      uri + uri,
      `${uri} ${uri}`,
      `${uri},${uri}`,
      uri.slice(0, -1),
      uri.slice(1),
      encodeURI(encodeURIComponent(uri)),
    ],
  ];
}

function randomEdit(uri: string, dice: (sides: number) => number): string {
  let text = uri;
  for (let edits = 1 + dice(2); edits > 0; edits--) {
    const at = dice(text.length + 1);
    const sign = SIGNS[dice(SIGNS.length)] ?? "";
    const printable = String.fromCharCode(0x21 + dice(94));
    const kinds = [
      text.slice(0, at) + sign + text.slice(at),
      text.slice(0, at) + printable + text.slice(at + 1),
      text.slice(0, at) + text.slice(at + 1),
      text.slice(0, at) + (text[at] ?? "").toUpperCase() + text.slice(at + 1),
      text.slice(0, at) + encoded(text[at] ?? "") + text.slice(at + 1),
    ];
    text = kinds[dice(kinds.length)] ?? text;
  }
  return text;
}

function encoded(sign: string): string {
  return sign === "" ? "" : `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** Numbers below `sides`, the same for the same seed (mulberry32). */
function diceOf(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}
