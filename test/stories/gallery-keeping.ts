import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../../src/kernel/words.ts';
import { SealedPage, SealPage, TakeCopyPage } from '../../src/promises/agreement/pages.tsx';
import { explainStorage } from '../../src/promises/protection/index.ts';
import { StoragePage } from '../../src/promises/protection/pages.tsx';
import { BackupsPage } from '../../src/promises/use/console.tsx';
import type { Frame } from '../../src/ui/frame.ts';

type Version = Parameters<typeof explainStorage>[0];

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 3, 12));
const FIELDS = [
  {
    id: 'phone',
    category: 'pd:TelephoneNumber',
    retentionDays: 365,
    words: { ru: 'Телефон', en: 'Telephone number', uk: 'Телефон' },
  },
];

/** The pages about keeping: what is stored, backups, one's copy, the seal. */
export function keepingPages(
  language: Language,
  own: (path: string) => Frame,
): Readonly<Record<string, () => JSX.Element>> {
  const storage = explainStorage({ number: 2, declarations: { fields: FIELDS } } as unknown as Version, []);
  const backups = {
    move: {
      orderedAt: new Date('2026-05-04T10:00:00Z'),
      last: { endedAt: new Date('2026-05-04T10:00:00Z'), persons: 1234 },
      answer: null,
    },
    language,
    frame: own('/console/backups'),
    plan: { kind: 'on' as const, folder: '/backups', hours: 24, keep: 30 },
    last: { dataBackup: at(22), keyBackup: at(22), drill: null },
    runs: [
      { begunAt: at(22), endedAt: null, bytes: 48_000_000, failure: null },
      { begunAt: at(21), endedAt: at(21), bytes: 0, failure: 'the backup could not be written to /backups (ENOSPC)' },
      { begunAt: at(20), endedAt: at(20), bytes: 0, failure: null },
    ],
    keyBackups: [
      { fileName: 'kristalux-20261122T031200000Z.keys.age', destroyBy: at(28), overdue: false },
      { fileName: 'kristalux-20261001T031200000Z.keys.age', destroyBy: at(1), overdue: true },
    ],
  };
  const never = { dataBackup: null, keyBackup: null, drill: null };
  return {
    storage: () => StoragePage({ language, frame: own('/policy/storage'), storage }),
    backups: () => BackupsPage(backups),
    'backups-off': () => BackupsPage({ ...backups, plan: { kind: 'off' }, last: never, runs: [], keyBackups: [] }),
    copy: () =>
      TakeCopyPage({
        language,
        frame: own('/account/copy'),
        password: true,
        requestedAt: at(21),
        answer: 'wrong-phrase',
      }),
    seal: () =>
      SealPage({
        language,
        frame: own('/account/seal'),
        copiesUntil: at(22),
        password: true,
        answer: 'wrong-password',
      }),
    sealed: () =>
      SealedPage({
        language,
        frame: own('/account/seal'),
        ownKey: 'abcd-efgh-2345-ijkl-mnop-6723-qrst-uvwx-yz23-4567-abcd-efgh-ijkl',
      }),
  };
}
