import type { App } from '../app.ts';
import { benchAggregates } from './aggregates.ts';
import { benchBackup } from './backup.ts';
import { benchBulletin } from './bulletin.ts';
import { benchCampaign } from './campaign.ts';
import { benchChanges } from './changes.ts';
import { benchDecisions } from './decisions.ts';
import { benchEpochs } from './epochs.ts';
import type { Figure } from './figure.ts';
import { benchForms } from './forms.ts';
import { benchGate } from './gate.ts';
import { benchGdpr } from './gdpr/gdpr.ts';
import { benchGrowth } from './growth.ts';
import { benchImport } from './import.ts';
import { benchLedger } from './ledger.ts';
import { benchLegal } from './legal.ts';
import { describeMachine, type Machine } from './machine.ts';
import { openPlace, type Place } from './open-place.ts';
import { benchPages } from './pages.ts';
import { benchProofs } from './proofs.ts';
import { benchReceipts } from './receipts.ts';
import { benchSecurity } from './security.ts';
import { benchServers } from './servers.ts';
import { benchSignIn, type SignInTools } from './sign-in.ts';
import { benchStart } from './start.ts';
import { benchTransfers } from './transfers.ts';

export interface BenchReport {
  readonly machine: Machine;
  readonly figures: readonly Figure[];
}

export interface BenchTools {
  /** Serves an app without taking it over: `end` stops listening and leaves the app open. Null: nothing over HTTP. */
  readonly serve: ((app: App) => Promise<{ readonly address: string; end(): Promise<void> }>) | null;
  /** What signing in to services needs of the edge. Absent: it is not measured. */
  readonly signIn?: SignInTools;
  /** How long one measurement takes. */
  readonly seconds: number;
  /** People in the place that is measured. */
  readonly people: number;
  /** People in the place that has grown. */
  readonly persons: number;
  /** The same where somebody asked for so many: a bench that needs few to be quick is then measured with them. */
  readonly asked?: number | undefined;
  /** Entries in the ledger that has grown. */
  readonly entries: number;
}

const BENCHES = {
  gate: benchGate,
  decisions: benchDecisions,
  ledger: benchLedger,
  bulletin: benchBulletin,
  campaign: benchCampaign,
  backup: benchBackup,
  forms: benchForms,
  import: benchImport,
  pages: benchPages,
  changes: benchChanges,
  security: benchSecurity,
  'sign-in': benchSignIn,
  start: benchStart,
  growth: benchGrowth,
  epochs: benchEpochs,
  transfers: benchTransfers,
  aggregates: benchAggregates,
  proofs: benchProofs,
  servers: benchServers,
  receipts: benchReceipts,
  legal: benchLegal,
  gdpr: benchGdpr,
} as const satisfies Record<string, (place: Place, tools: BenchTools) => Promise<readonly Figure[]>>;

export type BenchName = keyof typeof BENCHES;
export const BENCH_NAMES = Object.keys(BENCHES) as readonly BenchName[];
/** What is measured when nothing is named: all that is done within a minute. */
export const QUICK_BENCHES = BENCH_NAMES.filter(
  (name) =>
    ![
      'growth',
      'import',
      'campaign',
      'aggregates',
      'proofs',
      'servers',
      'receipts',
      'legal',
      'sign-in',
      'gdpr',
    ].includes(name),
);

/** Measures on a site of its own, which is gone afterwards. */
export async function bench(
  names: readonly BenchName[],
  tools: BenchTools,
  hear: (figure: Figure) => void,
): Promise<BenchReport> {
  const place = await openPlace(tools.people);
  try {
    const machine = await describeMachine(place.app.parts.db);
    const figures: Figure[] = [];
    for (const name of names) {
      const measured = await BENCHES[name](place, tools);
      measured.forEach(hear);
      figures.push(...measured);
    }
    return { machine, figures };
  } finally {
    await place.close();
  }
}
