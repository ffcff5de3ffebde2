import type { Hono } from 'hono';
import { decimalAmount } from '../../kernel/amounts.ts';
import { UnsettledPage } from '../../promises/use/console.tsx';
import { settleTransfer, unsettledTransfers } from '../../promises/use/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { openConsole } from '../console-page.ts';
import { goTo, readForm, show, type Web } from './page.tsx';

/** Transfers whose end nobody knows: a person finds out and records it. */
export function useConsole(app: Hono, web: Web): void {
  app.get(addresses.consoleTransfers, async (context) => {
    const page = await openConsole(context, web);
    const { language, frame, version, gate } = page;
    const rows = await unsettledTransfers(gate.parts.db);
    const transfers = rows.map((row) => ({
      id: row.transferId,
      recipient: version.declarations.providers.find(({ id }) => id === row.provider)?.words[language] ?? row.provider,
      amount: { value: decimalAmount(row.amount, row.currency), currency: row.currency },
      handedOverAt: row.handedOverAt ?? row.startedAt,
      theirNumber: row.reference,
      state: row.reported === null ? ('unknown' as const) : ('reported' as const),
    }));
    return show(page, <UnsettledPage {...{ language, frame, transfers }} />);
  });
  app.post('/console/transfers/:id', async (context) => {
    const page = await openConsole(context, web);
    const { status = '' } = await readForm(page);
    await page.gate.pass(settleTransfer, page.asker, { transfer: context.req.param('id'), status });
    return goTo(page, addresses.consoleTransfers);
  });
}
