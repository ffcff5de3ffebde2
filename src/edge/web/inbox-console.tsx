import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { readCurrent } from '../../kernel/vault/store.ts';
import { InboxPage, OpenedSubmissionPage } from '../../promises/collection/console.tsx';
import {
  answerSubmission,
  askForCounts,
  endSubmission,
  hasReminder,
  INBOX_STATES,
  listSubmissions,
  parseFileValue,
  takeSubmission,
} from '../../promises/collection/index.ts';
import { addressField } from '../../promises/communication/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { type ConsolePage, openConsole } from '../console-page.ts';
import { sayForm, shownValue } from './agreement.tsx';
import { fieldLabels } from './collection-words.ts';
import { fileAnswer } from './conversation-files.ts';
import { goTo, readForm, show, type Web } from './page.tsx';
import { reasonsOf } from './reasons-of.ts';

/** «Обращения»: what people left in forms, taken, opened and closed by the staff. */
export function inboxConsole(app: Hono, web: Web): void {
  app.get('/console/inbox', async (context) => {
    const page = await openConsole(context, web);
    return show(page, await inboxPage(page, context.req.query(), []));
  });
  app.post('/console/inbox/reminder', async (context) => {
    const page = await openConsole(context, web);
    const { wanted } = await readForm(page);
    await page.gate.pass(askForCounts, page.asker, { wanted: wanted === 'yes' });
    return goTo(page, addresses.inbox);
  });
  app.post('/console/inbox/:id', async (context) =>
    openSubmission(await openConsole(context, web), context.req.param('id')),
  );
  app.post('/console/inbox/:id/files/:field', async (context) => {
    const page = await openConsole(context, web);
    await readForm(page);
    const { id: submission, field } = context.req.param();
    return await orSay(page, async () => {
      const { output } = await page.gate.pass(answerSubmission, page.asker, { submission });
      const left = output.fields.find((one) => one.field === field);
      const file = left && parseFileValue(left.value);
      if (file === undefined) throw new Refusal('not_found', 'no file was left in this field');
      return fileAnswer(page, file);
    });
  });
  for (const [step, act] of [
    ['take', takeSubmission],
    ['end', endSubmission],
  ] as const) {
    app.post(`/console/inbox/:id/${step}`, async (context) => {
      const page = await openConsole(context, web);
      await readForm(page);
      return await orSay(page, async () => {
        await page.gate.pass(act, page.asker, { submission: context.req.param('id') });
        return goTo(page, addresses.inboxState('taken'));
      });
    });
  }
}

async function inboxPage(page: ConsolePage, query: Record<string, string>, reasons: readonly string[]) {
  const { language, frame, gate, version, web } = page;
  const state = INBOX_STATES.find((one) => one === query['state']) ?? 'new';
  const { left, after } = query;
  const from = left === undefined || after === undefined ? {} : { after: { leftAt: left, submission: after } };
  const { output } = await gate.pass(listSubmissions, page.asker, { state, ...from });
  const submissions = output.submissions.map((one) => ({ ...one, form: sayForm(version, one.form, language) }));
  const { db } = gate.parts;
  const field = addressField(version.declarations)?.id ?? 'email';
  const carried = web.delivery.relay !== null;
  const reminded = carried ? await hasReminder(db, page.asker.personId) : null;
  const address = carried && (await db.transaction((tx) => readCurrent(tx, page.asker.personId, [field]))).length > 0;
  return (
    <InboxPage {...{ language, frame, state, reasons, reminded, address }} {...output} submissions={submissions} />
  );
}

/** Opened by a button and shown in its answer: looking at an address opens nothing. */
async function openSubmission(page: ConsolePage, id: string): Promise<Response> {
  await readForm(page);
  const { language, frame, gate, version } = page;
  return await orSay(page, async () => {
    const { output } = await gate.pass(answerSubmission, page.asker, { submission: id });
    const fields = output.fields.flatMap(({ field: name, value }) => {
      const field = version.declarations.fields.find((one) => one.id === name);
      return field === undefined
        ? []
        : [{ id: name, label: field.words[language], type: field.type, value: shownValue(field, value) }];
    });
    const submission = {
      ...output,
      fields,
      masked: fieldLabels(page, output.masked),
      form: sayForm(version, output.form, language),
      writtenIn: new Intl.DisplayNames([language], { type: 'language' }).of(output.language) ?? output.language,
    };
    return show(page, <OpenedSubmissionPage {...{ language, frame, submission }} />);
  });
}

/** What the policy does not permit is said above the list, where the reader was. */
async function orSay(page: ConsolePage, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'forbidden_by_policy') throw error;
    const reasons = reasonsOf(error, page.gate.acts, page.language);
    return show(page, await inboxPage(page, {}, reasons), error.status);
  }
}
