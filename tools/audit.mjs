// `npm run audit`: asks the registry which packages of an installation have known faults, keeps since when each is known
// (packaging/known-faults.json), and fails when one has stood longer than SECURITY.md allows, or the registry cannot be asked.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const KNOWN = 'packaging/known-faults.json';

/** Within how many days a fault of this severity is repaired, or the package is gone: the table in SECURITY.md. */
export const DAYS = { critical: 7, high: 14, moderate: 45, low: 90, info: 90 };

/**
 * @param report What `npm audit --json` says.
 * @param known The faults of the last time, each with the day on which it was first seen.
 * @returns The faults of today, and a sentence for each that has stood too long.
 */
export function judge(report, known, today) {
  if (typeof report?.vulnerabilities !== 'object') return { faults: known, breaches: ['the registry did not answer'] };
  const found = Object.values(report.vulnerabilities).flatMap(({ name, via }) =>
    via.filter((one) => typeof one === 'object').map(({ url, severity }) => ({ name, url, severity })),
  );
  const faults = found.map((fault) => {
    const before = known.find(({ name, url }) => name === fault.name && url === fault.url);
    return { ...fault, since: before?.since ?? today };
  });
  const breaches = faults.flatMap(({ name, url, severity, since }) => {
    const days = Math.floor((Date.parse(today) - Date.parse(since)) / 86_400_000);
    const most = DAYS[severity] ?? DAYS.critical;
    return days <= most ? [] : [`${name}: ${severity}, known for ${days} days, ${most} are allowed: ${url}`];
  });
  return { faults, breaches };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = ['audit', '--json', '--omit', 'dev', '--package-lock-only', '--loglevel=silent'];
  const { stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const known = JSON.parse(readFileSync(root + KNOWN, 'utf8'));
  const { faults, breaches } = judge(readReport(stdout), known, new Date().toISOString().slice(0, 10));
  writeFileSync(root + KNOWN, `${JSON.stringify(faults, null, 2)}\n`);
  for (const { name, severity, since } of faults) console.log(`${name}: ${severity}, known since ${since}`);
  for (const breach of breaches) console.error(`✖ ${breach}`);
  if (breaches.length === 0) console.log(`${faults.length} known faults, none longer than SECURITY.md allows`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}

function readReport(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
