import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Instant } from './instant.tsx';

const AT = new Date('2026-11-22T23:41:59Z');

test('an instant is told in the reader’s language, in universal time, and exactly for machines', () => {
  const said = (language: 'ru' | 'en' | 'uk') => String(Instant({ at: AT, language }));
  assert.match(said('ru'), /^<time datetime="2026-11-22T23:41Z">22 ноября 2026 г\.,? (в )?23:41 UTC<\/time>$/);
  assert.match(said('en'), /^<time datetime="2026-11-22T23:41Z">22 November 2026,? (at )?23:41 UTC<\/time>$/);
  assert.match(said('uk'), /^<time datetime="2026-11-22T23:41Z">22 листопада 2026 р\.,? (о )?23:41 UTC<\/time>$/);
});

test('a day gives away no minute', () => {
  assert.equal(
    String(Instant({ at: AT, language: 'ru', precision: 'day' })),
    '<time datetime="2026-11-22">22 ноября 2026 г.</time>',
  );
});
