/**
 * Every page of a person in a real browser: axe finds nothing, nothing but the page is loaded, the way can be walked by
 * keyboard. `CHROMIUM=/usr/bin/chromium bun test tests/e2e/browser`; `PICTURES=folder` keeps pictures.
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { source } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { PAGE_HEADERS } from "../../../src/transport/express/oauth/page/layout.ts";
import { EVERY_PAGE } from "../../transport/express/oauth/page/every-page.ts";
import { openPersonDoor, type PersonDoor } from "../../transport/express/oauth/person/person-door.ts";

setDefaultTimeout(240_000);

const { CHROMIUM, PICTURES } = process.env;
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

type Violation = { readonly id: string; readonly nodes: readonly { readonly html: string }[] };

/** What axe finds, in light and in dark. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const violations = (await page.evaluate(
      "axe.run(document).then(({ violations }) => violations)",
    )) as Violation[];
    for (const { id, nodes } of violations)
      for (const { html } of nodes) found.push(`${colorScheme} ${id}: ${html}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined)
    await page.screenshot({ path: join(PICTURES, `consent-${name}.png`), fullPage: true });
}

describe.skipIf(CHROMIUM === undefined)("in a browser", () => {
  let browser: Browser;
  let door: PersonDoor;
  let pages: Server;
  let pagesUrl: string;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox"] });
    door = await openPersonDoor();
    pages = createServer((request, response) => {
      // so that finding nothing says something
      if (request.url === "/faulty") return void response.end('<html><main><img src="x"></main></html>');
      const shown = EVERY_PAGE.find(({ name }) => request.url === `/${name}`);
      if (!shown) response.writeHead(404).end();
      else
        response.writeHead(200, PAGE_HEADERS).end(shown.html.replace(/<meta http-equiv="refresh"[^>]*>/, ""));
    });
    await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
    pagesUrl = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser?.close();
    pages?.close();
    await door?.close();
  });

  /** A page that can be asked by axe, which the policy of the page itself would not let in. */
  async function open(viewport: typeof PHONE, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({
      viewport,
      locale: "en-GB",
      bypassCSP: true,
      javaScriptEnabled,
    });
    const page = await context.newPage();
    if (javaScriptEnabled) await page.addInitScript(source);
    return page;
  }

  test("axe finds nothing on any page, in light and dark, on phone and desktop; none is wider than its window", async () => {
    for (const viewport of [PHONE, DESKTOP]) {
      const page = await open(viewport);
      await page.goto(`${pagesUrl}/faulty`);
      expect(await violationsOf(page)).not.toEqual([]);
      for (const { name } of EVERY_PAGE) {
        await page.goto(`${pagesUrl}/${name}`);
        // what is folded is looked at too
        await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
        const violations = await violationsOf(page);
        const isWide = await page.evaluate(
          "document.documentElement.scrollWidth > document.documentElement.clientWidth",
        );
        expect({ name, violations, isWide }).toEqual({ name, violations: [], isWide: false });
        await picture(page, `${name}-${viewport === PHONE ? "phone" : "desktop"}`);
      }
      await page.context().close();
    }
  });

  test("the style counts under the page's own policy, and nothing is reported against it", async () => {
    const page = await (await browser.newContext()).newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    await page.goto(`${pagesUrl}/login`);
    const border = 'getComputedStyle(document.querySelector(".answers .no")).borderStyle';
    expect(await page.evaluate(border)).toBe("solid");
    expect(said.filter((text) => !text.includes("favicon"))).toEqual([]);
    await page.context().close();
  });

  test("by keyboard alone, without script, from the first page to yes", async () => {
    const uid = door.ask();
    const page = await open(PHONE, false);
    await page.goto(`${door.url}/oauth/consent/${uid}`);
    await page.getByRole("link", { name: "Log in at Home Assistant" }).press("Enter");
    await page.getByRole("button", { name: "Alex" }).press("Enter");
    await page.waitForURL(`${door.url}/oauth/consent/${uid}`);
    await page.getByRole("radio", { name: "operator" }).press("Space");
    await page.getByRole("button", { name: "Show what it opens" }).press("Enter");
    await page.waitForURL(/grant=operator/);
    await page.getByLabel("How long").selectOption("day");
    await page.getByRole("button", { name: "Allow" }).press("Enter");
    await page.waitForURL(`${door.url}/authorize/${uid}`);
    expect(door.answers.at(-1)).toMatchObject({ uid, allowed: { grantId: "operator" } });
    await page.context().close();
  });

  test("no is as near as yes, and as large", async () => {
    const uid = door.ask();
    const page = await open(PHONE, false);
    await page.goto(`${door.url}/oauth/consent/${uid}`);
    const [yes, no] = await Promise.all([
      page.getByRole("link", { name: "Log in at Home Assistant" }).boundingBox(),
      page.getByRole("button", { name: "Deny" }).boundingBox(),
    ]);
    expect([no?.width, no?.height, no?.y]).toEqual([yes?.width, yes?.height, yes?.y]);
    await page.getByRole("button", { name: "Deny" }).press("Enter");
    await page.waitForURL(`${door.url}/authorize/${uid}`);
    expect(door.answers.at(-1)).toEqual({ uid, denied: true });
    await page.context().close();
  });
});
