import type { Page } from 'playwright-core';
import { takePicture } from './take-picture.ts';
import { violations } from './violations.ts';

const LOOKS = [
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
  { name: 'desktop', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 900, colorScheme: 'dark' },
] as const;

/**
 * Takes the page as it stands on a phone and a desktop, light and dark, and says what is wrong with it: what axe finds,
 * what is wider than the screen. The page ends as it began: on a desktop, light.
 */
export async function look(page: Page, name: string): Promise<readonly string[]> {
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
    await takePicture(page, `story-${name}.${kind}`);
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
