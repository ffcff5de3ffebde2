import type { Locator } from 'playwright-core';

/** Follows a link that gives a file, and keeps the file at this path. */
export async function saveDownload(link: Locator, path: string): Promise<void> {
  const downloading = link.page().waitForEvent('download');
  await link.click();
  await (await downloading).saveAs(path);
}
