import { readTogether } from '../../kernel/db/parts-of-person.ts';
import { seeOwnAccount } from '../../promises/agreement/index.ts';
import { AccountPage } from '../../promises/agreement/pages.tsx';
import { demandsWaiting } from '../../promises/collection/index.ts';
import { disclosuresCounted } from '../../promises/protection/index.ts';
import { readRecoveries, recoveriesCounted } from '../../promises/security/index.ts';
import { RecoveriesNotice } from '../../promises/security/pages.tsx';
import { transfersWaiting } from '../../promises/use/index.ts';
import type { Bar } from '../../ui/chart.tsx';
import { fieldLabels } from './collection-words.ts';
import { sayReceiver } from './history.ts';
import { type Page, show, signedIn } from './page.tsx';

/** What every promise has to say on the first page, in one statement. */
const notes = readTogether({
  transfers: transfersWaiting,
  demands: demandsWaiting,
  disclosures: disclosuresCounted,
  recoveries: recoveriesCounted,
});

/** The first page of the account. */
export async function accountPage(page: Page): Promise<Response> {
  const { personId } = signedIn(page);
  const { language, frame, gate, version } = page;
  const { db, reads, shelf } = gate.parts;
  const [{ output }, [noted]] = await Promise.all([
    gate.pass(seeOwnAccount, page.asker, {}),
    reads.read(notes, personId),
  ]);
  const { transfers = [], demands = [], disclosures = 0, recoveries = 0 } = noted ?? {};
  const agreedVersion = output.agreedVersion ?? version.number;
  const agreed = agreedVersion === version.number ? version : await shelf.byNumber(agreedVersion);
  const waiting = [
    ...transfers.map(({ id, payee, provider }) => ({
      kind: 'transfer' as const,
      id,
      label: payee ?? version.declarations.providers.find((one) => one.id === provider)?.words[language] ?? provider,
    })),
    ...demands.map(({ demandId, fields }) => ({
      kind: 'demand' as const,
      id: demandId,
      label: fieldLabels(page, fields).join(', '),
    })),
  ];
  return show(
    page,
    <AccountPage
      {...{ language, frame, waiting, agreedVersion, disclosures }}
      fieldsHeld={output.fieldsHeld}
      entriesTotal={output.entries}
      refusals={output.refusals}
      receivers={receiversOf(output.receivers, page)}
      policyChanged={agreed.meaning !== version.meaning}
    >
      <RecoveriesNotice
        {...{ language, frame }}
        recoveries={recoveries === 0 ? [] : await readRecoveries(db, personId)}
      />
    </AccountPage>,
  );
}

type Overview = Awaited<ReturnType<typeof seeOwnAccount.run>>;

/** Who received at least one field, the most frequent first. */
function receiversOf(receivers: Overview['receivers'], { version, language }: Page): readonly Bar[] {
  const counted = new Map<string, number>();
  for (const { times, ...receiver } of receivers) {
    const label = sayReceiver(receiver, version, language);
    counted.set(label, (counted.get(label) ?? 0) + times);
  }
  return [...counted].sort(([, a], [, b]) => b - a).map(([label, value]) => ({ label, value }));
}
