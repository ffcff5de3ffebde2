import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { LANGUAGES, type Language } from '../../src/kernel/words.ts';
import { renderPage } from '../../src/ui/render.ts';
import { readPasskeyScript, readVerifierScript } from '../../src/ui/script.ts';
import { readStylesheet } from '../../src/ui/stylesheet.ts';
import { openBrowser } from '../testkit/browser.ts';
import { galleryPages } from './gallery-pages.ts';
import { takePicture } from './take-picture.ts';
import { type AxeRules, violations } from './violations.ts';

const CSP = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:";
const LOOKS = [
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
  { name: 'desktop', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 900, colorScheme: 'dark' },
] as const;
// What axe looks at is the same at every width, and but for colours in every colour scheme; but for words in every language.
const AXE_LOOKS: Readonly<Record<string, AxeRules>> = { phone: 'all', 'desktop-dark': 'colours' };

const stylesheet = readStylesheet();
const script = readPasskeyScript();
const verifier = readVerifierScript();
const server = createServer((request, response) => {
  response.setHeader('content-security-policy', CSP);
  const url = new URL(request.url ?? '/', 'http://here');
  if (url.pathname === stylesheet.path) {
    response.setHeader('content-type', 'text/css; charset=utf-8').end(stylesheet.body);
    return;
  }
  if (url.pathname === '/assets/passkeys.js') {
    response.setHeader('content-type', 'text/javascript; charset=utf-8').end(script.body);
    return;
  }
  if (url.pathname === '/assets/verify.js') {
    response.setHeader('content-type', 'text/javascript; charset=utf-8').end(verifier.body);
    return;
  }
  // The sign-in page asks at once what the browser may offer; here there is nobody to sign in.
  if (url.pathname === '/passkey-options') {
    response.setHeader('content-type', 'application/json').end('{}');
    return;
  }
  // What a page sends by itself, to look at what is being typed: nobody reads it here.
  if (request.method !== 'GET') {
    request.resume().once('end', () => response.writeHead(204).end());
    return;
  }
  const [, language, name] = url.pathname.split('/');
  const page = galleryPages(language as Language, stylesheet.path)[name ?? ''];
  response.statusCode = page === undefined ? 404 : 200;
  response.setHeader('content-type', 'text/html; charset=utf-8').end(page === undefined ? '' : renderPage(page()));
});
let browser: (Browser & AsyncDisposable) | undefined;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await openBrowser();
});

after(async () => {
  await browser?.[Symbol.asyncDispose]();
  server.close();
});

for (const language of LANGUAGES) {
  test(`every page in ${language} is accessible, loads nothing from elsewhere and fits a phone and a desktop`, async () => {
    const { port } = server.address() as AddressInfo;
    const origin = `http://127.0.0.1:${port}`;
    const found: string[] = [];
    // The first language is looked at in every way; the others differ only in their words, which a phone gives least room.
    const looks = language === LANGUAGES[0] ? LOOKS : LOOKS.filter(({ name }) => name === 'phone');
    const context = await browser!.newContext();
    const page = await context.newPage();
    const heard = listen(page, origin);
    for (const name of Object.keys(galleryPages(language, stylesheet.path))) {
      await page.goto(`${origin}/${language}/${name}`);
      for (const look of looks) {
        await page.setViewportSize({ width: look.width, height: look.height });
        await page.emulateMedia({ colorScheme: look.colorScheme });
        const wide = (await fits(page)) ? [] : ['wider than the screen'];
        const rules = language === LANGUAGES[0] ? AXE_LOOKS[look.name] : 'words';
        const wrong = rules === undefined ? [] : await violations(page, rules);
        found.push(...[...heard.splice(0), ...wrong, ...wide].map((one) => `${language}/${name} ${look.name}: ${one}`));
        await takePicture(page, `${name}.${language}.${look.name}`);
      }
    }
    await context.close();
    assert.deepEqual(found, []);
  });
}

/** Whatever the browser complained about, and every request that was not to the server under test. */
function listen(page: Page, origin: string): string[] {
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) heard.push(request.url());
  });
  return heard;
}

function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}
