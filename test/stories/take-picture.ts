import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../src/root.ts';

const pictures = join(root, 'screenshots');

/** The whole page as a picture, for people to look at. Only with `--write`: pictures take longer than what a test asks. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env.KRISTALUX_TEST_WRITE === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
