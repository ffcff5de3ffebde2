import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { CannedAnswersPage } from '../../promises/collection/console.tsx';
import {
  dropCannedAnswer,
  keepCannedAnswer,
  listConversations,
  readCannedAnswers,
} from '../../promises/collection/index.ts';
import { addresses } from '../../ui/addresses.ts';
import type { Problems } from '../../ui/problems.tsx';
import { type ConsolePage, openConsole } from '../console-page.ts';
import { type FormValues, goTo, readForm, show, type Web } from './page.tsx';

/** Answers that are kept to be written again. */
export function cannedAnswers(app: Hono, web: Web): void {
  app.get('/console/answers', async (context) => {
    const page = await openConsole(context, web);
    return show(page, await answersPage(page, {}, {}));
  });
  app.post('/console/answers', async (context) => {
    const page = await openConsole(context, web);
    const sent = await readForm(page);
    try {
      await page.gate.pass(keepCannedAnswer, page.asker, { title: sent['title'], text: sent['text'] });
      return goTo(page, addresses.cannedAnswers);
    } catch (error) {
      const field = error instanceof Refusal ? error.detail.field : undefined;
      if (field !== 'title' && field !== 'text') throw error;
      const problem = (sent[field] ?? '').trim() === '' ? ('missing' as const) : ('malformed' as const);
      return show(page, await answersPage(page, sent, { [field]: problem }), 422);
    }
  });
  app.post('/console/answers/:id/drop', async (context) => {
    const page = await openConsole(context, web);
    await readForm(page);
    await page.gate.pass(dropCannedAnswer, page.asker, { answer: context.req.param('id') });
    return goTo(page, addresses.cannedAnswers);
  });
}

async function answersPage(page: ConsolePage, values: FormValues, problems: Problems) {
  const { language, frame, gate } = page;
  // The list of conversations is asked for its roles: who may not see it gets no answers either.
  await gate.pass(listConversations, page.asker, {});
  return (
    <CannedAnswersPage {...{ language, frame, values, problems }} canned={await readCannedAnswers(gate.parts.db)} />
  );
}
