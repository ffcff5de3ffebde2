import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import type { EntryBody } from '../../kernel/ledger/entry.ts';
import { REPLAY_DAYS, REPLAY_ENTRIES_MAX } from '../../kernel/limits.ts';
import type { Section } from '../../kernel/policy/names.ts';
import { replay } from '../../kernel/policy/replay.ts';
import { readRecorded } from './store.ts';

/** A recorded decision that another version would have made otherwise, or about which it cannot be said. */
export interface OtherwiseDecided {
  readonly n: number;
  readonly at: Date;
  /** The act's name. */
  readonly kind: string;
  readonly asker: string;
  /** The version that decided. */
  readonly version: number;
  readonly was: 'allowed' | 'refused';
  readonly now: 'allowed' | 'refused' | 'cannot-be-said';
  readonly sections: readonly Section[];
}

/**
 * «Как новые правила решили бы то, что было»: the person's own decisions of the last year, decided once more by another
 * version (by default the one in force) from the facts that their entries hold. Opens nothing and changes nothing.
 */
export const replayOwnHistory = defineAct({
  name: 'replayOwnHistory',
  section: 'changes',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'спрашивает, как другая версия решила бы его прошлое',
    en: 'asks how another version would have decided their past',
    uk: 'запитує, як інша версія вирішила б її минуле',
  },
  method: 'GET',
  path: '/own-history/replay',
  input: z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000_000).optional() }),
  recording: 'none',
  changesFacts: false,
  reach: ownReach,
  async run({ tx, at, reached, input, parts, version: inForce }) {
    const since = new Date(at.getTime() - REPLAY_DAYS * 86_400_000);
    const rows = await readRecorded(tx, reached.personId, { since, limit: REPLAY_ENTRIES_MAX });
    const target = input.version === undefined ? inForce : await parts.shelf.byNumber(input.version);
    const numbers = [...new Set(rows.map(({ version }) => version))];
    const versions = new Map(
      await Promise.all(numbers.map(async (number) => [number, await parts.shelf.byNumber(number)] as const)),
    );
    const otherwise: OtherwiseDecided[] = [];
    let erased = 0;
    for (const row of rows) {
      const decidedBy = versions.get(row.version);
      if (row.body === null || decidedBy === undefined) {
        erased += 1;
        continue;
      }
      const body = JSON.parse(row.body) as EntryBody;
      // Allowed and then found nothing to do: the policy's answer was "allowed".
      const was = body.decision === 'refused' ? 'refused' : 'allowed';
      const again = replay(parts.floor, target.rules, decidedBy, body);
      if (again.answer === was) continue;
      const { n, at: when, kind, version } = row;
      const sections = again.answer === 'cannot-be-said' ? body.sections : again.sections;
      otherwise.push({ n, at: when, kind, asker: body.asker, version, was, now: again.answer, sections });
    }
    return { version: target.number, since, looked: rows.length - erased, erased, otherwise };
  },
});
