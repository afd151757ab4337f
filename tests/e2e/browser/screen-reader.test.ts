/**
 * Every page as a screen reader and a keyboard have it, by Chromium's own tree of accessibility.
 * `CHROMIUM=/usr/bin/chromium bun test tests/e2e/browser`; `TREES=folder` keeps what would be read out.
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { renderGrants } from "../../../src/transport/express/oauth/page/grants-page.ts";
import { PAGE_HEADERS } from "../../../src/transport/express/oauth/page/layout.ts";
import { CLAUDE_AI, EVERY_PAGE, FORM, OFFER } from "../../transport/express/oauth/page/every-page.ts";

setDefaultTimeout(240_000);

const { CHROMIUM, TREES } = process.env;

type Node = {
  readonly nodeId: string;
  readonly parentId?: string;
  readonly childIds?: readonly string[];
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly description?: { readonly value: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
};

/** One thing that is read out. */
type Heard = {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly level: number | undefined;
  /** Role and name of what it stands in. */
  readonly within: readonly string[];
};

const CONTROLS = new Set([
  "link",
  "button",
  "radio",
  "combobox",
  "textbox",
  "checkbox",
  "DisclosureTriangle",
]);
const FAULTY = `<!doctype html><html><title></title><main><h2>no first</h2><button></button><input type="radio">
<div role="alert"></div></main>`;

const FORTY = renderGrants({
  ...{ language: "en", timeZone: "UTC", asker: CLAUDE_AI, form: FORM, user: { id: "u", name: "Alex" } },
  grants: Array.from({ length: 40 }, (_, index) => ({ ...OFFER, id: `g${index}`, name: `Grant ${index}` })),
});

/** As much of an element as is asked here; the types of the DOM are not among ours. */
type Shown = {
  readonly ownerDocument: { elementFromPoint(x: number, y: number): Shown | null };
  getBoundingClientRect(): { readonly left: number; readonly top: number; readonly height: number };
  contains(other: Shown): boolean;
};

/** In the window, and nothing over it; runs in the page. */
function isInSight(element: Shown): boolean {
  const { left, top, height } = element.getBoundingClientRect();
  const over = element.ownerDocument.elementFromPoint(left + 5, top + height / 2);
  return over === element || (over !== null && element.contains(over));
}

async function heardOn(session: CDPSession): Promise<readonly Heard[]> {
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as unknown as {
    nodes: readonly Node[];
  };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const said = ({ role, name }: Node) => `${role?.value ?? ""} ${name?.value ?? ""}`.trim();
  const within = ({ parentId }: Node): readonly string[] => {
    const parent = parentId === undefined ? undefined : byId.get(parentId);
    if (parent === undefined) return [];
    return parent.ignored ? within(parent) : [...within(parent), said(parent)];
  };
  const order = (id: string): readonly Node[] => {
    const node = byId.get(id);
    return node === undefined ? [] : [node, ...(node.childIds ?? []).flatMap(order)];
  };
  const [root] = nodes;
  return order(root?.nodeId ?? "")
    .filter(({ ignored }) => !ignored)
    .map((node) => {
      const level = node.properties?.find(({ name }) => name === "level")?.value.value;
      return {
        role: node.role?.value ?? "",
        name: node.name?.value ?? "",
        description: node.description?.value ?? "",
        level: typeof level === "number" ? level : undefined,
        within: within(node),
      };
    });
}

/** What a person who hears the page would miss. */
function missing(heard: readonly Heard[]): readonly string[] {
  const levels = heard.flatMap(({ role, level }) => (role === "heading" ? [level ?? 0] : []));
  const radios = heard.filter(({ role }) => role === "radio");
  return [
    ...(heard[0]?.name ? [] : ["the page has no title"]),
    ...(levels[0] === 1 && levels.filter((level) => level === 1).length === 1
      ? []
      : [`headings ${levels.join()}`]),
    ...levels.flatMap((level, at) =>
      at > 0 && level > (levels[at - 1] ?? 0) + 1
        ? [`heading ${levels[at - 1]} is followed by ${level}`]
        : [],
    ),
    ...heard
      .filter(({ role, name }) => (CONTROLS.has(role) || role === "heading") && name.trim() === "")
      .map(({ role }) => `${role} without a name`),
    ...radios
      .filter(({ within }) => !within.some((each) => /^(?:group|radiogroup) \S/.test(each)))
      .map(({ name }) => `radio ${name} is in no named group`),
    ...radios.filter(({ description }) => description === "").map(({ name }) => `of ${name} nothing is told`),
    ...(heard.some(({ role }) => role === "main") ? [] : ["no main part"]),
    ...heard
      .filter(({ role }) => role === "alert")
      .flatMap((alert) => {
        const inside = heard.some(
          ({ role, within }) => role === "StaticText" && within.some((each) => each.startsWith("alert")),
        );
        return inside || alert.name !== "" ? [] : ["an empty alert"];
      }),
  ];
}

/** What Tab comes to, in order, each with whether it is seen to have the focus. */
async function tabbed(page: Page): Promise<readonly { readonly what: string; readonly seen: boolean }[]> {
  const stops: { what: string; seen: boolean }[] = [];
  for (let presses = 0; presses < 100; presses++) {
    await page.keyboard.press("Tab");
    const stop = (await page.evaluate(`(() => {
      const at = document.activeElement;
      if (!at || at === document.body || at.wasHere) return null;
      at.wasHere = true;
      const style = getComputedStyle(at);
      const { left, top, height } = at.getBoundingClientRect();
      const over = document.elementFromPoint(left + 5, top + height / 2);
      const isCovered = over !== null && over !== at && !at.contains(over) && !over.contains(at);
      const isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      return { what: at.tagName + " " + (at.id || at.textContent.trim()), seen: isMarked && !isCovered };
    })()`)) as { what: string; seen: boolean } | null;
    if (stop === null) return stops;
    stops.push(stop);
  }
  throw new Error("Tab never leaves the page");
}

describe.skipIf(CHROMIUM === undefined)("heard, and by keyboard", () => {
  let browser: Browser;
  let pages: Server;
  let url: string;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox"] });
    pages = createServer((request, response) => {
      const shown = EVERY_PAGE.find(({ name }) => request.url === `/${name}`);
      const of = request.url === "/forty" ? FORTY : shown?.html;
      const html = of?.replace(/<meta http-equiv="refresh"[^>]*>/, "") ?? FAULTY;
      response.writeHead(200, PAGE_HEADERS).end(html);
    });
    await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser?.close();
    pages?.close();
  });

  test("every page has a title, headings in order, named controls, choices in a named group, its language", async () => {
    const page = await (await browser.newContext()).newPage();
    const session = await page.context().newCDPSession(page);
    await page.goto(`${url}/faulty`);
    expect(missing(await heardOn(session))).toEqual([
      "the page has no title",
      "headings 2",
      "button without a name",
      "radio without a name",
      "radio  is in no named group",
      "of  nothing is told",
      "an empty alert",
    ]);
    for (const { name } of EVERY_PAGE) {
      await page.goto(`${url}/${name}`);
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
      const heard = await heardOn(session);
      const lang = await page.evaluate("document.documentElement.lang");
      expect({ name, lang, missing: missing(heard) }).toEqual({
        ...{ name, missing: [] },
        lang: name.endsWith("-de") ? "de" : "en",
      });
      // who goes from heading to heading hears where access goes
      if (/^(?:login|grants|allow|no-grant)/.test(name))
        expect(
          heard.some((each) => each.role === "heading" && /claude|cursor|computer/i.test(each.name)),
        ).toBe(true);
      // what went wrong is the first that is read: the title
      if (name.startsWith("notice-") || name.startsWith("allow-changed")) {
        const alerts = heard.filter(({ role }) => role === "alert");
        expect({ name, alerts: alerts.length }).toEqual({ name, alerts: 1 });
        expect(heard[0]?.name).not.toContain("Allow");
      }
      if (TREES !== undefined)
        writeFileSync(
          join(TREES, `${name}.txt`),
          heard
            .filter(({ role }) => role !== "InlineTextBox")
            .map(
              ({ role, name: said, level, description, within }) =>
                `${"  ".repeat(within.length)}${role}${level ?? ""} ${said}${description && ` — ${description}`}`,
            )
            .join("\n"),
        );
    }
    await page.context().close();
  });

  test("Tab comes to everything that can be used, in the order of the page, and what has the focus is seen, under nothing", async () => {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    for (const { name } of EVERY_PAGE) {
      await page.goto(`${url}/${name}`);
      const usable = (await page.evaluate(`(() => {
        const all = [...document.querySelectorAll("a[href], button, select, summary, input:not([type=hidden])")];
        const first = all.find((each) => each.type === "radio");
        return all.filter((each) => each.type !== "radio" || each === first).map((at) => at.tagName + " " + (at.id || at.textContent.trim()));
      })()`)) as string[];
      const stops = await tabbed(page);
      expect({
        name,
        stops: stops.map(({ what }) => what),
        unseen: stops.filter(({ seen }) => !seen),
      }).toEqual({
        ...{ name, stops: usable },
        unseen: [],
      });
    }
    await page.context().close();
  });

  test("of forty grants the last can be picked by the arrows, and the way on stays in sight", async () => {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    await page.goto(`${url}/forty`);
    const go = page.locator(".stays button:not(.no)");
    const no = page.locator(".stays .no");
    for (const button of [go, no]) expect(await button.evaluate(isInSight)).toBe(true);
    await page.locator("input[type=radio]").first().press("ArrowUp");
    const last = page.locator("input[type=radio]").last();
    expect(await last.isChecked()).toBe(true);
    for (const each of [last, go, no]) expect(await each.evaluate(isInSight)).toBe(true);
    await page.context().close();
  });
});
