import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { root } from '../../src/root.ts';
import { openBrowser } from '../../test/testkit/browser.ts';
import { freePort } from '../../test/testkit/free-port.ts';
import { markPage, markPages, markPayloads, markResponses } from './mark-pages.mjs';

const script = readFileSync(join(root, 'examples/marking/mark-links.js'), 'utf8');
const PAGE = `<!doctype html><html lang="en"><head><title>Lamps</title></head><body>
<a id="out" href="https://other.example/?a=1&amp;b=2" rel="nofollow">Other</a> <a id="in" href="/lamps">Lamps</a>
<a id="mail" href="mailto:lamps@example.org">Write</a></body></html>`;

test('a page made by a server of the Fetch kind leaves it with its links marked and its policy named', async () => {
  const port = await freePort();
  const own = `http://127.0.0.1:${port}`;
  const app = new Hono();
  app.use(markPages({ own, policy: 'https://data.example/policy' }));
  app.get('/', (context) => context.html(PAGE));
  app.get('/data', (context) => context.json({ page: PAGE }));
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
  try {
    const html = await (await fetch(own)).text();
    assert.match(
      html,
      /<a id="out" href="https:\/\/other\.example\/\?a=1&amp;b=2" rel="noopener noreferrer external" referrerpolicy="no-referrer">Other/,
    );
    assert.match(html, /leaving-words/);
    assert.match(html, /<a id="in" href="\/lamps">Lamps<\/a>/);
    assert.match(html, /<link rel="privacy-policy" href="https:\/\/data\.example\/policy"><\/head>/);
    assert.deepEqual(await (await fetch(`${own}/data`)).json(), { page: PAGE });
    const again = markPage(html, { own, policy: 'https://data.example/policy' });
    assert.equal(again, html, 'marking twice is marking once');
  } finally {
    server.close();
  }
});

test('the same in Express and in Fastify, and data is left alone by both', async () => {
  const site = { own: 'http://127.0.0.1', policy: 'https://data.example/policy' };
  const page = PAGE.replace('/lamps', 'https://data.example/forms/news');
  const onExpress = express();
  onExpress.use(markResponses(site));
  onExpress.get('/', (_request, response) => void response.send(page));
  onExpress.get('/data', (_request, response) => void response.json({ page }));
  const listening = onExpress.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const onFastify = fastify();
  onFastify.addHook('onSend', markPayloads(site));
  onFastify.get('/', (_request, reply) => reply.type('text/html').send(page));
  onFastify.get('/data', () => ({ page }));
  const addresses = [
    `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    await onFastify.listen({ port: 0, host: '127.0.0.1' }),
  ];
  try {
    for (const address of addresses) {
      const answer = await fetch(address);
      const html = await answer.text();
      assert.match(html, /<a id="out"[^>]*rel="noopener noreferrer external"/);
      assert.match(
        html,
        /<a id="in" href="https:\/\/data\.example\/forms\/news">/,
        'where the policy stands is no other site',
      );
      assert.match(html, /<link rel="privacy-policy"/);
      assert.equal(Number(answer.headers.get('content-length')), Buffer.byteLength(html));
      assert.deepEqual(await (await fetch(`${address}/data`)).json(), { page });
    }
  } finally {
    listening.close();
    await onFastify.close();
  }
});

test('the script marks what leaves, also what is added later, and leaves the rest alone', async () => {
  const app = new Hono();
  app.get('/mark-links.js', (context) => context.body(script, 200, { 'content-type': 'text/javascript' }));
  app.get('/', (context) =>
    context.html(
      PAGE.replace('</head>', '<script src="/mark-links.js" defer data-words="(elsewhere)"></script></head>'),
      200,
      { 'content-security-policy': "default-src 'self'" },
    ),
  );
  const port = await freePort();
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
  await using browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<p><a id="late" href="https://late.example/">Late</a></p>');
    });
    await page.waitForSelector('#late[data-leaving]');
    for (const id of ['out', 'late']) {
      const link = page.locator(`#${id}`);
      assert.match((await link.getAttribute('rel')) ?? '', /noreferrer/);
      assert.equal(await link.getAttribute('referrerpolicy'), 'no-referrer');
      assert.match((await link.textContent()) ?? '', /\(elsewhere\)/);
    }
    for (const id of ['in', 'mail']) assert.equal(await page.locator(`#${id}`).getAttribute('data-leaving'), null);
    assert.deepEqual(
      errors.filter((one) => !one.includes('favicon')),
      [],
    );
  } finally {
    server.close();
  }
});
