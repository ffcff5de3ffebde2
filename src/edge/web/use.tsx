import type { Hono } from 'hono';
import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { decimalAmount, minorAmount } from '../../kernel/amounts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { seeOwnData } from '../../promises/agreement/index.ts';
import {
  cancelTransfer,
  confirmTransfer,
  dealingsOfPerson,
  endDealing,
  handOverByForm,
  joinDealing,
  SIGN_IN_REFERENCE,
  seeDealing,
  seeTransfer,
  startTransfer,
  transferOfDealing,
  transferState,
  transfersOfPerson,
} from '../../promises/use/index.ts';
import {
  DealingPage,
  type DealingState,
  DealingsPage,
  LeavePage,
  StartTransferPage,
  TransferPage,
  TransfersPage,
} from '../../promises/use/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { sayAmount } from '../../ui/numbers.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { letFormsLead } from '../headers.ts';
import { shownValue } from './agreement.tsx';
import { fieldLabels } from './collection-words.ts';
import { askPresenceWithoutPassword, hasPassword } from './fresh-presence.ts';
import { type FormValues, goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';

export function useRoutes(app: Hono, web: Web): void {
  app.get('/account/dealings', async (context) => dealingsPage(await openPage(context, web)));
  app.get('/account/dealings/:id', async (context) =>
    dealingPage(await openPage(context, web), context.req.param('id')),
  );
  app.post('/account/dealings/:id/join', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    const dealing = context.req.param('id');
    await page.gate.pass(joinDealing, signedIn(page), { dealing });
    return goTo(page, addresses.dealing(dealing));
  });
  app.post('/account/dealings/:id/end', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    await page.gate.pass(endDealing, signedIn(page), { dealing: context.req.param('id') });
    return goTo(page, addresses.dealings);
  });
  app.get('/account/transfers', async (context) => transfersPage(await openPage(context, web)));
  app.get('/account/transfers/start', async (context) => {
    const page = await openPage(context, web);
    signedIn(page);
    return show(page, startPage(page, {}, {}));
  });
  app.post('/account/transfers/start', async (context) => postStart(await openPage(context, web)));
  app.get('/account/transfers/:id', async (context) => {
    const page = await openPage(context, web);
    return show(page, await transferPage(page, context.req.param('id'), null));
  });
  app.post('/account/transfers/:id/confirm', async (context) =>
    postConfirm(await openPage(context, web), context.req.param('id')),
  );
  app.post('/account/transfers/:id/leave', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    return await leavePage(page, context.req.param('id'));
  });
  app.post('/account/transfers/:id/cancel', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    await page.gate.pass(cancelTransfer, signedIn(page), { transfer: context.req.param('id') });
    return goTo(page, addresses.transfers);
  });
}

async function dealingsPage(page: Page): Promise<Response> {
  const { language, frame, version, gate } = page;
  const rows = await dealingsOfPerson(gate.parts.db, signedIn(page).personId);
  const dealings = rows.map((row) => {
    const service = version.declarations.services.find(({ id }) => id === row.service);
    return {
      id: row.dealingId,
      service: service?.words[language] ?? row.service,
      purpose: service?.purposes.find(({ id }) => id === row.purpose)?.words[language] ?? row.purpose,
      openedAt: row.openedAt,
      state: stateOf(row),
    };
  });
  return show(page, <DealingsPage {...{ language, frame, dealings }} />);
}

function stateOf(row: { readonly joinedAt: Date | null; readonly endedAt: Date | null }): DealingState {
  if (row.endedAt !== null) return row.joinedAt === null ? 'declined' : 'ended';
  return row.joinedAt === null ? 'open' : 'joined';
}

async function dealingPage(page: Page, id: string): Promise<Response> {
  const { language, frame, version, gate } = page;
  const { output } = await gate.pass(seeDealing, signedIn(page), { dealing: id });
  const { output: own } = await gate.pass(seeOwnData, page.asker, {});
  const transfer = await transferOfDealing(gate.parts.db, id);
  const fields = output.fields.map((name) => {
    const field = version.declarations.fields.find((one) => one.id === name);
    return {
      label: field?.words[language] ?? name,
      why: field?.why[language] ?? '',
      held: own.fields.some((one) => one.field === name),
    };
  });
  const dealing = {
    id: output.id,
    state: stateOf(output),
    service: output.service.words?.[language] ?? output.service.id,
    purpose: output.purpose.words?.[language] ?? output.purpose.id,
    // A sign-in has no number at the service.
    reference: output.reference === SIGN_IN_REFERENCE ? wordsOf(language).use.entering.reference : output.reference,
    openedAt: output.openedAt,
    fields,
    transferId: transfer?.transferId ?? null,
    mayStartTransfer: output.proposed !== null && transfer === undefined && stateOf(output) === 'joined',
  };
  return show(page, <DealingPage {...{ language, frame, dealing }} />);
}

async function transfersPage(page: Page): Promise<Response> {
  const { language, frame, version, gate } = page;
  const rows = await transfersOfPerson(gate.parts.db, signedIn(page).personId);
  const now = gate.parts.clock.now();
  const transfers = rows.map((row) => ({
    id: row.transferId,
    recipient: version.declarations.providers.find(({ id }) => id === row.provider)?.words[language] ?? row.provider,
    amount: { value: decimalAmount(row.amount, row.currency), currency: row.currency },
    at: row.startedAt,
    state: transferState(row, now),
  }));
  return show(page, <TransfersPage {...{ language, frame, transfers }} />);
}

function startPage(page: Page, values: FormValues, problems: Parameters<typeof StartTransferPage>[0]['problems']) {
  const { language, frame, version } = page;
  const methods = version.declarations.providers.flatMap((provider) =>
    provider.methods.map((method) => ({
      id: `${provider.id}/${method.id}`,
      label: `${provider.words[language]}: ${method.words[language]}`,
    })),
  );
  return <StartTransferPage {...{ language, frame, methods, values, problems }} currencies={CURRENCIES} />;
}

/** What a person may type in; a service proposes in any currency. */
const CURRENCIES = ['UAH', 'RUB', 'EUR', 'USD', 'GBP', 'PLN', 'KZT', 'BYN'];

async function postStart(page: Page): Promise<Response> {
  const asker = signedIn(page);
  const sent = await readForm(page);
  const [provider = '', method = ''] = (sent.method ?? '').split('/');
  const { currency = '', payee = '', dealing } = sent;
  if (dealing !== undefined) {
    const { output } = await page.gate.pass(startTransfer, asker, { dealing });
    return goTo(page, addresses.transfer(output.id));
  }
  const amount = minorAmount(sent.amount ?? '', currency);
  const account = (sent.account ?? '').trim();
  const problems = {
    ...(account === '' || isValidIBAN(electronicFormatIBAN(account) ?? '') ? {} : { account: 'malformed' as const }),
    ...(method === '' ? { method: 'missing' as const } : {}),
    ...(amount === undefined ? { amount: 'malformed' as const } : {}),
    ...(CURRENCIES.includes(currency) ? {} : { currency: 'not-in-list' as const }),
    ...(payee.trim() === '' ? { payee: 'missing' as const } : payee.length > 140 ? { payee: 'too-long' as const } : {}),
  };
  if (Object.keys(problems).length > 0) return show(page, startPage(page, sent, problems), 422);
  const transfer = { provider, method, amount, currency, payee: payee.trim(), ...(account === '' ? {} : { account }) };
  const { output } = await page.gate.pass(startTransfer, asker, { transfer });
  return goTo(page, addresses.transfer(output.id));
}

async function transferPage(page: Page, id: string, answer: Parameters<typeof TransferPage>[0]['answer']) {
  const { language, frame, version, gate } = page;
  const { output } = await gate.pass(seeTransfer, signedIn(page), { transfer: id });
  const transfer = {
    id: output.id,
    state: output.state,
    recipient: {
      name: output.provider?.words[language] ?? '—',
      kind: output.provider?.kind ?? ('payment-provider' as const),
      country: output.provider?.country ?? '',
    },
    method: output.method?.words[language] ?? '—',
    amount: { value: decimalAmount(output.amount, output.currency), currency: output.currency },
    payee: output.payee,
    payeeAccount: output.payeeAccount,
    problems: output.problems,
    page: output.page,
    byForm: output.byForm,
    missing: fieldLabels(page, output.missing),
    held: output.held && {
      ...output.held,
      fields: fieldLabels(page, output.held.fields),
      missing: fieldLabels(page, output.held.missing),
    },
    fields: output.fields.map(({ field: name, why, value }) => {
      const field = version.declarations.fields.find((one) => one.id === name);
      return {
        label: field?.words[language] ?? name,
        type: field?.type ?? ('text' as const),
        value: value === null || field === undefined ? null : shownValue(field, value),
        why: why?.[language] ?? '',
      };
    }),
    path: output.path,
  };
  const password = await hasPassword(page);
  // Also the answer to a form: its links to other languages lead to the transfer, where a GET is answered.
  const at = { ...frame, path: addresses.transfer(id) };
  return <TransferPage {...{ language, transfer, answer }} frame={at} shown={output.shown} password={password} />;
}

/** The answer is the sink: a form with what was confirmed, which the person's own browser sends to this one address. */
async function leavePage(page: Page, id: string): Promise<Response> {
  const { language, frame, version, gate, context } = page;
  const { transfer, form, provider } = await handOverByForm(gate, signedIn(page), id);
  const words = wordsOf(language).use.transfer;
  const amount = decimalAmount(transfer.amount, transfer.currency);
  const fields = provider.page === undefined ? transfer.confirmed : [];
  const said = [
    [words.amount, sayAmount(amount, transfer.currency, language)],
    [words.recipient, provider.words[language]],
    ...(fields ?? []).map(({ field }) => {
      const declared = version.declarations.fields.find((one) => one.id === field);
      return [words.field, declared?.words[language] ?? field] as const;
    }),
  ] as const;
  letFormsLead(context, new URL(form.action).origin);
  const at = { ...frame, path: addresses.transfer(id) };
  return show(page, <LeavePage {...{ language, form, said }} frame={at} recipient={provider.words[language]} />);
}

async function postConfirm(page: Page, id: string): Promise<Response> {
  const asker = signedIn(page);
  const { shown = '', password = '' } = await readForm(page);
  const ask = await askPresenceWithoutPassword(page, addresses.transfer(id));
  if (ask !== undefined) return ask;
  try {
    const { output } = await page.gate.pass(confirmTransfer, asker, { transfer: id, shown, password });
    if (output.byForm) return await leavePage(page, id);
    return goTo(page, addresses.transfer(id));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const wrong = error.code === 'presence_required' || error.detail.field === 'password';
    const changed = error.code === 'forbidden_by_policy' && (error.detail.missing ?? []).includes('asShown');
    if (!wrong && !changed) throw error;
    return show(page, await transferPage(page, id, wrong ? 'wrong-password' : 'changed'), wrong ? 403 : 409);
  }
}
