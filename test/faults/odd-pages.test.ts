import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { pagesOf } from '../../src/edge/listener.ts';
import { webApp } from '../../src/edge/web.tsx';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { appointStaff } from '../testkit/staff.ts';
import { FUZZ_SEED } from './mutations.ts';

/** So many odd requests for each address; `FUZZ_RUNS=500 node tools/test.mjs odd-pages` is the long form. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 1);
const CANARY = 'Канарейка№7';

let kit: TestApp;
let origin: string;
let staff: TestPerson;
before(async () => {
  kit = await openTestApp({ ROLE: 'web' });
  await kit.publish();
  staff = await appointStaff(kit, 'owner', 'editor', 'verifier', 'legal-officer', 'support');
  origin = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

const NAMES = [
  ...[
    'csrf',
    'next',
    'id',
    'field',
    'fields',
    'fields.name',
    'fields.phone',
    'field.name',
    'name',
    'reason',
    'until',
    'from',
  ],
  ...[
    'to',
    'text',
    'title',
    'code',
    'password',
    'identifier',
    'language',
    'lang',
    'persons',
    'ground',
    'authority',
    'page',
  ],
  ...[
    'before',
    'after',
    'q',
    'state',
    'role',
    'accountName',
    'base',
    'file',
    'answer',
    'version',
    'at',
    'key',
    'country',
  ],
];
const ODD = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e999',
    '99999999999999999999',
    'NaN',
    'null',
    '2026-02-30',
    '0000-00-00',
    '2026-01-02',
    '1',
  ],
  ...[
    '../../etc/passwd',
    '%00',
    '\u0000',
    '\ud800',
    '\u202e',
    '<b>',
    '";--',
    '💡',
    '__proto__',
    'x'.repeat(3000),
    'name',
  ],
  ...['00000000-0000-4000-8000-000000000000', 'ru', 'delivery', 'contact', 'shop', CANARY],
];
/** What would end the session that the rest of the test needs. */
const ENDS = /sign-out|sessions|\/erasure|\/leave$/;
const value = fc.constantFrom(...ODD).map((odd) => (odd.length > 100 ? odd : `${odd}`));
const marked = fc.oneof(
  value,
  value.map((odd) => `${CANARY}${odd}`),
);
const form = fc.array(fc.tuple(fc.constantFrom(...NAMES), marked), { maxLength: 12 });
const place = fc.constantFrom(
  '00000000-0000-4000-8000-000000000000',
  '1',
  '2',
  'contact',
  'name',
  'shop',
  '%00',
  '%ff',
  '..',
  CANARY,
);

test('no page and no form, however odd what is sent to it, is a fault of ours or repeats it outside its inputs', async () => {
  const routes = webApp(pagesOf(kit.app, 'http://localhost')).routes;
  const pages = routes.filter(
    ({ method, path }) => ['GET', 'POST'].includes(method) && !/^\/(v1|assets|docs)\b|\*/.test(path),
  );
  const all = [...new Map(pages.map(({ method, path }) => [`${method} ${path}`, { method, path }])).values()];
  assert(all.length > 150, 'the pages are there to be asked');
  const csrf = /name="csrf" value="([^"]+)"/.exec(await (await ask('GET', '/account')).text())?.[1] ?? '';
  for (const { method, path } of all.filter(({ path }) => !ENDS.test(path))) {
    const asking = fc.asyncProperty(form, place, fc.boolean(), async (fields, id, signedIn) => {
      const filled = path.replaceAll(/:\w+(\{[^/]*\})?\??/g, encodeURI(id));
      const sent = new URLSearchParams([...fields, ...(method === 'POST' ? [['csrf', csrf] as [string, string]] : [])]);
      const answer =
        method === 'GET' ? await ask('GET', `${filled}?${sent}`, signedIn) : await ask('POST', filled, signedIn, sent);
      const text = await answer.text();
      assert(answer.status < 500, `${method} ${path}: ${answer.status} ${kit.logged.at(-1)}`);
      const outside = text.replaceAll(/<textarea[\s\S]*?<\/textarea>|(value|href|action)="[^"]*"/g, '');
      assert(!outside.includes(CANARY), `${method} ${path} repeats what was sent`);
    });
    await fc.assert(asking, { seed: FUZZ_SEED, numRuns: RUNS });
  }
  assert.equal((await ask('GET', '/account')).status, 200, 'whoever asked was signed in to the end');
  assert.doesNotMatch(kit.logged.join('\n'), new RegExp(CANARY), 'nor does any line of the log');
});

/** As the person who works here, or as a stranger. */
async function ask(method: string, path: string, signedIn = true, body?: URLSearchParams): Promise<Response> {
  const headers = {
    origin,
    'accept-language': 'ru',
    ...(signedIn ? { cookie: `kristalux-session=${staff.token}` } : {}),
  };
  return await fetch(`${origin}${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
}
