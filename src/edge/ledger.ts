import type { Hono } from 'hono';
import type { Gate } from '../kernel/gate/gate.ts';
import { latestCheckpoint } from '../kernel/ledger/checkpoint.ts';
import { proveGrowth } from '../kernel/ledger/growth.ts';
import { isOurNote, publicBytes, publicKeyOf, verifierKey } from '../kernel/ledger/note.ts';
import { signersOf } from '../kernel/ledger/signers/key-change.ts';
import { readLedgerKeys } from '../kernel/ledger/signers/store.ts';
import { readEarlierLedgers } from '../kernel/ledger/store.ts';
import { parseTileName, readTile } from '../kernel/ledger/tiles.ts';
import { Refusal } from '../kernel/refusal.ts';

/** The public log (C2SP tlog-tiles): checkpoint, key, tiles. Commitments say nothing, so all of it is open. */
export function ledgerRoutes(app: Hono, { parts }: Gate): void {
  const text = { 'content-type': 'text/plain; charset=utf-8' };
  app.get('/ledger/checkpoint', async (context) => {
    const note = await latestCheckpoint(parts.db);
    if (note === undefined) throw new Refusal('not_found', 'the log is empty');
    return context.body(note, 200, { ...text, 'cache-control': 'no-cache' });
  });
  app.get('/ledger/key', (context) =>
    context.body(`${verifierKey(parts.site.origin, parts.keys.ledger)}\n`, 200, text),
  );
  // Every key that has signed this ledger, newest first, each but the first with the note by which it followed.
  app.get('/ledger/keys', async (context) => {
    const rows = await readLedgerKeys(parts.db);
    const own = { publicKey: publicBytes(parts.keys.ledger), since: null, endedAt: null, change: null };
    const keys = rows.length === 0 ? [own] : rows.toReversed();
    return context.json(
      keys.map(({ publicKey, since, endedAt, change }) => {
        return { key: verifierKey(parts.site.origin, publicKeyOf(publicKey)), since, until: endedAt, change };
      }),
    );
  });
  // The same notes in one file, as `ledger verify` takes them beside what they are needed for.
  app.get('/ledger/key-changes', async (context) => {
    const changes = (await readLedgerKeys(parts.db)).flatMap(({ change }) => change ?? []);
    return context.body(changes.join('\n'), 200, text);
  });
  // For those who check: this ledger, its witnesses and how many of them suffice (c2sp.org/tlog-policy).
  app.get('/ledger/policy', (context) => {
    const key = verifierKey(parts.site.origin, parts.keys.ledger);
    const lines = parts.witnesses?.lines ?? ['quorum none'];
    return context.body(`${[`log ${key} ${parts.baseUrl()}/ledger`, ...lines].join('\n')}\n`, 200, text);
  });
  app.get('/ledger/consistency/:older{[1-9][0-9]{0,14}}', async (context) => {
    const proof = await proveGrowth(parts.db, Number(context.req.param('older')));
    if (proof === undefined) throw new Refusal('not_found', 'the log is not so long yet');
    return context.body(proof, 200, { ...text, 'cache-control': 'no-cache' });
  });
  // Ledgers of this site that lost entries and were ended: whoever holds a receipt of one finds its last checkpoint here.
  app.get('/ledger/earlier', async (context) => {
    const earlier = await readEarlierLedgers(parts.db);
    const signers = await signersOf(parts.db, parts.keys.ledger);
    return context.json(
      earlier.map(({ origin, size, note, endedAt }) => {
        const signer = signers.find((one) => isOurNote(note, origin, one)) ?? parts.keys.ledger;
        return { origin, key: verifierKey(origin, signer), size, checkpoint: note, endedAt };
      }),
    );
  });
  app.get('/ledger/tile/*', async (context) => {
    const name = parseTileName(context.req.path.replace('/ledger/tile/', ''));
    const tile = name === undefined ? undefined : await readTile(parts.db, name);
    if (tile === undefined) throw new Refusal('not_found', 'there is no such tile');
    return context.body(new Uint8Array(tile), 200, {
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
}
