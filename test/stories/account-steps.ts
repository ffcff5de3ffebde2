import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { takePicture } from './take-picture.ts';
import { violations } from './violations.ts';

/** A browser of its own; what its console says, and what it asks of other sites, is heard. */
export async function openPages(browser: Browser, origin: string) {
  const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => {
    // A page that says no has its status; the browser repeats that in its console.
    if (/status of (401|422)/.test(message.text())) return;
    if (['error', 'warning'].includes(message.type())) heard.push(`${message.text()} ${page.url()}`);
  });
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) heard.push(`asked elsewhere: ${request.url()}`);
  });
  return { page, context, heard };
}

/**
 * A passkey provider without a human: verifies its holder and keeps discoverable credentials.
 * @returns whether its holder touches it when asked
 */
export async function addAuthenticator(
  context: BrowserContext,
  page: Page,
): Promise<(touched: boolean) => Promise<void>> {
  const debug = await context.newCDPSession(page);
  await debug.send('WebAuthn.enable');
  const { authenticatorId } = await debug.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async (enabled) => {
    await debug.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  };
}

/** A picture, and what axe finds on the page. */
export async function look(page: Page, name: string): Promise<void> {
  await takePicture(page, name);
  assert.deepEqual(await violations(page), [], `${name} is accessible`);
}
