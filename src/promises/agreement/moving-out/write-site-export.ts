import { createHash } from 'node:crypto';
import type { Gate } from '../../../kernel/gate/gate.ts';
import { versionInForce } from '../../../kernel/gate/parts.ts';
import { BATCH_PERSONS_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { writeAgeFile } from '../../../kernel/safekeeping/age-file.ts';
import { TAR_END, type TarMember, tarMember } from '../../../kernel/tar.ts';
import { endSiteExport } from './end-site-export.ts';
import { exportPerson } from './export-person.ts';
import * as store from './store.ts';

/** Several at once, so that the database is not waited for; few, because each may have files. */
const AT_ONCE = 4;
const worker = { kind: 'worker' } as const;

export interface SiteExport {
  readonly persons: number;
  readonly bytes: number;
  /** SHA-256 of the file, and of the manifest in it. */
  readonly digest: string;
  readonly manifest: string;
}

interface Listed {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Carries out the owner's order: one file, encrypted to the owner's key as it is written, of which no more than a few
 * persons are in memory at a time. Broken half way there is no file, and the order stands.
 * @throws Refusal `not_found` where no owner ordered it
 */
export async function writeSiteExport(gate: Gate, path: string, hear: (persons: number) => void): Promise<SiteExport> {
  const { db } = gate.parts;
  const order = await store.openExport(db);
  if (order === undefined) {
    throw new Refusal('not_found', 'no owner has ordered this in the last 7 days: it is ordered at /console/backups');
  }
  const done = { persons: 0, manifest: '' };
  const written = await writeAgeFile(path, [order.recipient], archive(gate, order, done, hear));
  await gate.pass(endSiteExport, worker, { export: order.exportId, ...done });
  return { ...done, bytes: written.bytes, digest: written.digest.toString('hex') };
}

async function* archive(
  gate: Gate,
  { exportId }: store.SiteExportRow,
  done: { persons: number; manifest: string },
  hear: (persons: number) => void,
): AsyncGenerator<Buffer> {
  const at = gate.parts.clock.now();
  const batches: Listed[] = [];
  let first: Listed[] = [];
  const put = (list: Listed[], member: TarMember): Buffer => {
    const sha256 = createHash('sha256').update(member.content).digest('hex');
    list.push({ name: member.name, bytes: member.content.length, sha256 });
    return tarMember(member, at);
  };
  for await (const member of siteMembers(gate, at)) yield put(first, member);
  yield put(batches, json('manifests/site.json', first));
  let after: string | null = null;
  for (let batch = 1; ; batch += 1) {
    const ids = await store.personsAfter(gate.parts.db, after, BATCH_PERSONS_MAX);
    if (ids.length === 0) break;
    after = ids.at(-1) ?? null;
    first = [];
    const lines: string[] = [];
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      const outputs = await Promise.all(some.map((personId) => exportOne(gate, exportId, personId)));
      for (const { line, files } of outputs.flatMap((one) => one ?? [])) {
        lines.push(`${JSON.stringify(line)}\n`);
        for (const file of files) yield put(first, file);
      }
    }
    const name = String(batch).padStart(6, '0');
    yield put(first, { name: `persons/${name}.jsonl`, content: Buffer.from(lines.join('')) });
    yield put(batches, json(`manifests/${name}.json`, first));
    done.persons += lines.length;
    hear(done.persons);
  }
  const manifest = json('manifest.json', { format: 'kristalux/site/v1', persons: done.persons, manifests: batches });
  done.manifest = createHash('sha256').update(manifest.content).digest('hex');
  yield tarMember(manifest, at);
  yield TAR_END;
}

/** @returns undefined for somebody who was erased meanwhile */
async function exportOne(gate: Gate, exportId: string, personId: string) {
  try {
    return (await gate.pass(exportPerson, worker, { export: exportId, personId })).output;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** What the site says of itself: which policy was in force when, with everything that it declared. */
async function* siteMembers({ parts }: Gate, at: Date): AsyncGenerator<TarMember> {
  const now = await versionInForce(parts);
  const { origin } = parts.site;
  yield json('site.json', { format: 'kristalux/site/v1', madeAt: at, origin, policyVersion: now.number });
  for (const number of await store.versionNumbers(parts.db)) {
    const { digest, publishedAt, binding, words, translations, declarations } = await parts.shelf.byNumber(number);
    const told = { number, digest, publishedAt, binding, words, translations, declarations };
    yield json(`versions/${number}.json`, told);
  }
}

const json = (name: string, content: unknown): TarMember => ({
  name,
  content: Buffer.from(`${JSON.stringify(content, null, 1)}\n`),
});
