import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../src/root.ts';

interface Fault {
  readonly name: string;
  readonly url: string;
  readonly severity: string;
  readonly since: string;
}
interface Audit {
  readonly DAYS: Readonly<Record<string, number>>;
  readonly judge: (
    report: unknown,
    known: readonly Fault[],
    today: string,
  ) => { readonly faults: readonly Fault[]; readonly breaches: readonly string[] };
}
const { DAYS, judge } = (await import(pathToFileURL(join(root, 'tools/audit.mjs')).href)) as Audit;

const url = 'https://example.org/advisory';
const report = (severity: string) => ({
  vulnerabilities: {
    parser: { name: 'parser', via: [{ url, severity }] },
    // What only stands on a package with a fault is told with it.
    framework: { name: 'framework', via: ['parser'] },
  },
});

test('a package with a known fault stays no longer than SECURITY.md allows (ASVS 15.2.1)', () => {
  const first = judge(report('high'), [], '2026-11-01');
  assert.deepEqual(first, { faults: [{ name: 'parser', url, severity: 'high', since: '2026-11-01' }], breaches: [] });
  assert.deepEqual(judge(report('high'), first.faults, '2026-11-15').breaches, []);
  const late = judge(report('high'), first.faults, '2026-11-16');
  assert.match(late.breaches[0] ?? '', /^parser: high, known for 15 days, 14 are allowed/);
  // Repaired and gone from the list; what the registry cannot be asked about is no good news.
  assert.deepEqual(judge({ vulnerabilities: {} }, late.faults, '2026-11-17'), { faults: [], breaches: [] });
  assert.deepEqual(judge(null, late.faults, '2026-11-17'), {
    faults: late.faults,
    breaches: ['the registry did not answer'],
  });
});

test('SECURITY.md says the same days as the program that holds packages to them', () => {
  const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  for (const [severity, days] of Object.entries(DAYS)) {
    if (severity === 'info') continue;
    assert.match(text, new RegExp(`^\\| ${severity} \\| ${days} days \\|$`, 'm'));
  }
});
