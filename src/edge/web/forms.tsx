import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { leaveForm, useOwnKey } from '../../promises/agreement/index.ts';
import { FormLeftPage, FormPage, OwnPage } from '../../promises/agreement/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { keepSession } from './cookies.ts';
import { formInputs, leftFields, problemsOf, typedAgain } from './declared-inputs.ts';
import { type FormValues, goTo, openPage, type Page, readForm, show, type Web } from './page.tsx';

/** Declared forms, and the page of who left one without an account. */
export function formRoutes(app: Hono, web: Web): void {
  app.get('/forms/:form', async (context) => {
    const page = await openPage(context, web);
    return show(page, formPage(page, context.req.param('form'), {}, {}));
  });
  app.post('/forms/:form', async (context) => postForm(await openPage(context, web), context.req.param('form')));
  // The key stands in the address, so the page names none of it to anybody: no referrer, no cache, no look-up by GET.
  app.get('/mine/:key', async (context) => {
    const page = await openPage(context, web);
    context.header('x-robots-tag', 'noindex');
    const frame = { ...page.frame, path: '/' };
    return show(page, <OwnPage language={page.language} frame={frame} ownKey={context.req.param('key')} />);
  });
  app.post('/mine/:key', async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    const { output } = await page.gate.pass(useOwnKey, page.asker, { key: context.req.param('key') });
    keepSession(page, output.session);
    return goTo(page, addresses.data);
  });
}

function formPage(page: Page, id: string, values: FormValues, problems: Parameters<typeof FormPage>[0]['problems']) {
  const { language, frame, version } = page;
  const declared = version.declarations.forms.find((one) => one.id === id && id !== 'registration');
  if (declared === undefined) throw new Refusal('not_found', 'there is no such form');
  const form = {
    id,
    title: declared.words[language],
    lead: declared.lead[language],
    fields: formInputs(version.declarations, id, language),
    message: declared.message,
  };
  return <FormPage {...{ language, frame, form, values, problems }} />;
}

async function postForm(page: Page, form: string): Promise<Response> {
  const sent = await readForm(page);
  const { language, frame, version, gate } = page;
  const fields = leftFields(sent);
  const { message } = sent;
  try {
    const given = { form, fields, language, policyVersion: version.number };
    const input = message === undefined || message.trim() === '' ? given : { ...given, message };
    const { output } = await gate.pass(leaveForm, page.asker, input);
    const held = version.declarations.fields
      .filter(({ id }) => fields[id] !== undefined)
      .map(({ words }) => words[language]);
    const ownAddress = output.key === null ? null : `${page.web.face.origin}${addresses.own(output.key)}`;
    return show(page, <FormLeftPage {...{ language, frame, held, ownAddress }} version={output.version} />, 201);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
    return show(page, formPage(page, form, typedAgain(sent), problemsOf(error, sent)), 422);
  }
}
