import type { Hono } from 'hono';
import { decimalAmount } from '../../kernel/amounts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { NoticesPage, UnsettledPage } from '../../promises/use/console.tsx';
import {
  endServiceEndpoint,
  readEndpoints,
  repeatNotices,
  setServiceEndpoint,
  settleTransfer,
  turnNoticeSecret,
  unsettledTransfers,
} from '../../promises/use/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { type ConsolePage, openConsole } from '../console-page.ts';
import { askPresence } from './fresh-presence.ts';
import { goTo, readForm, show, type Web } from './page.tsx';

/** Transfers whose end nobody knows, and what services of the site are told. */
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
  app.get(addresses.serviceNotices, async (context) => {
    const page = await openConsole(context, web);
    return show(page, await noticesPage(page, {}));
  });
  app.post(addresses.serviceNotices, async (context) => postNotices(await openConsole(context, web)));
}

type NoticesProps = Parameters<typeof NoticesPage>[0];

async function noticesPage(page: ConsolePage, said: Partial<Pick<NoticesProps, 'issued' | 'answer'>>) {
  const { language, frame, version, gate, roles } = page;
  if (!roles.includes('owner')) throw new Refusal('not_found', 'there is nothing here for you');
  const declared = version.declarations.services.map(({ id, words }) => ({ id, label: words[language] }));
  const rows = await readEndpoints(gate.parts.db);
  const endpoints = rows.map((row) => ({ ...row, label: labelOf(page, row.service) }));
  const { issued = null, answer = null } = said;
  return <NoticesPage {...{ language, frame, endpoints, declared, issued, answer }} />;
}

const labelOf = ({ version, language }: ConsolePage, service: string) =>
  version.declarations.services.find(({ id }) => id === service)?.words[language] ?? service;

async function postNotices(page: ConsolePage): Promise<Response> {
  const { order = '', service = '', address = '' } = await readForm(page);
  const ask = askPresence(page, addresses.serviceNotices);
  if (ask !== undefined) return ask;
  const { gate, asker } = page;
  const shown = async (secret: string | null) =>
    show(page, await noticesPage(page, { issued: secret === null ? null : { label: labelOf(page, service), secret } }));
  if (order === 'again' || order === 'again-delivered') {
    const { output } = await gate.pass(repeatNotices, asker, { service, days: order === 'again' ? 0 : 7 });
    return show(page, await noticesPage(page, { answer: output }));
  }
  if (order === 'secret' || order === 'secret-now') {
    const overlapHours = order === 'secret' ? 24 : 0;
    return await shown((await gate.pass(turnNoticeSecret, asker, { service, overlapHours })).output.secret);
  }
  if (order === 'end') {
    await gate.pass(endServiceEndpoint, asker, { service });
    return goTo(page, addresses.serviceNotices);
  }
  try {
    return await shown((await gate.pass(setServiceEndpoint, asker, { service, address })).output.secret);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
    return show(page, await noticesPage(page, { answer: 'wrong-address' }), 422);
  }
}
