import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../src/root.ts';

const LOOKS = [
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
  { name: 'desktop', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 900, colorScheme: 'dark' },
] as const;

const pictures = join(root, 'screenshots');
const axe = readFileSync(createRequire(join(root, 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Takes the page as it stands on a phone and a desktop, light and dark, and says what is wrong with it: what axe finds,
 * what is wider than the screen. The page ends as it began: on a desktop, light.
 */
export async function look(page: Page, name: string): Promise<readonly string[]> {
  mkdirSync(pictures, { recursive: true });
  const found: string[] = [];
  for (const { name: kind, width, height, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    if (wide) found.push(`${name} ${kind}: wider than the screen`);
    // Contrast differs by colours, targets and order by width: one of each is enough for the rules of axe.
    if (kind === 'phone' || kind === 'desktop-dark') {
      found.push(...(await violations(page)).map((one) => `${name} ${kind}: ${one}`));
    }
    await page.screenshot({ path: join(pictures, `story-${name}.${kind}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

/** Whatever the browser complains about, and every request that is not to the given origin. */
export function listen(page: Page, origin: string): string[] {
  const heard: string[] = [];
  page.on('console', (message) => {
    // A page that is a refusal is told by its status, which the browser also writes to its console.
    const refusal = /status of 4\d\d/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !refusal) heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) heard.push(`a request to ${new URL(request.url()).host}`);
  });
  return heard;
}

interface AxeResults {
  readonly violations: {
    readonly id: string;
    readonly nodes: { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** Run through the debugger, which the page's own policy does not bind. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    async () => (await (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run()).violations,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
  );
}
