import type { Hono } from 'hono';
import { verifierKey } from '../../kernel/ledger/note.ts';
import { PASSWORD_CHARACTERS_MIN } from '../../kernel/limits.ts';
import type { Field } from '../../kernel/policy/declarations.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';
import {
  confirmOrigin,
  leaveData,
  openAccount,
  recordDocument,
  register,
  seeOwnData,
  seeOwnHistory,
  takeReceipt,
  takeReceipts,
  takeRecord,
  takeStatement,
} from '../../promises/agreement/index.ts';
import {
  OwnDataPage,
  passwordInput,
  ReceiptsPage,
  RecordPage,
  RegisteredPage,
  RegisterPage,
} from '../../promises/agreement/pages.tsx';
import { parseFileValue, stillFits, structured, WAYS } from '../../promises/collection/index.ts';
import { passkeyCreationOptions, passwordOf } from '../../promises/security/index.ts';
import { pauseUse, resumeUse } from '../../promises/use/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { accountPage } from './account.tsx';
import { type FileTurns, fileAnswer } from './conversation-files.ts';
import { keepDevice, keepSession, seenOf } from './cookies.ts';
import { declaredInputs, formInputs, isProblem, leftFields, problemsOf, typedAgain } from './declared-inputs.ts';
import { askPresenceWithoutPassword } from './fresh-presence.ts';
import { historyPage } from './history-page.tsx';
import { type FormValues, goTo, openPage, type Page, readForm, show, signedIn, type Web } from './page.tsx';
import { readAnswer } from './passkey-answer.ts';
import { readDeclared } from './read-declared.ts';
import { codePage } from './security.tsx';

export function agreementRoutes(app: Hono, web: Web, turns: FileTurns): void {
  app.get('/register', async (context) => {
    const page = await openPage(context, web);
    return show(page, registerPage(page, {}, {}));
  });
  app.post('/register', async (context) => postRegister(await openPage(context, web)));
  app.get(addresses.passkeyRegistration, async (context) => registrationOptions(await openPage(context, web)));
  app.get('/account/records/:id', async (context) => recordPage(await openPage(context, web), context.req.param('id')));
  app.get('/account/records/:id/record.jsonld', async (context) => {
    const page = await openPage(context, web);
    const { output } = await page.gate.pass(takeRecord, signedIn(page), { submission: context.req.param('id') });
    const text = JSON.stringify(recordDocument(output, web.face.origin), null, 2);
    return context.body(text, 200, {
      'content-type': 'application/ld+json',
      'content-disposition': 'attachment; filename="record.jsonld"',
      'cache-control': 'no-store',
    });
  });
  app.post(addresses.openAccount, async (context) => postOpenAccount(await openPage(context, web)));
  app.post(addresses.confirmOrigin, async (context) => {
    const page = await openPage(context, web);
    await readForm(page);
    await page.gate.pass(confirmOrigin, signedIn(page), {
      language: page.language,
      policyVersion: page.version.number,
    });
    return goTo(page, addresses.data);
  });
  for (const [path, act] of [
    [addresses.pause, pauseUse],
    [addresses.resume, resumeUse],
  ] as const) {
    app.post(path, async (context) => {
      const page = await openPage(context, web);
      await readForm(page);
      await page.gate.pass(act, signedIn(page), {});
      return goTo(page, addresses.data);
    });
  }
  app.get('/account', async (context) => accountPage(await openPage(context, web)));
  app.get('/account/data', async (context) => {
    const page = await openPage(context, web);
    return show(page, await ownDataPage(page, null, {}, {}));
  });
  app.post('/account/data', async (context) => postOwnData(await openPage(context, web), turns));
  app.get('/account/data/:field/file', async (context) => {
    const page = await openPage(context, web);
    const { output } = await page.gate.pass(seeOwnData, signedIn(page), {});
    const left = output.fields.find(({ field }) => field === context.req.param('field'));
    const file = left && parseFileValue(left.value);
    if (file === undefined) throw new Refusal('not_found', 'no file was left in this field');
    return fileAnswer(page, file);
  });
  app.get('/account/history', async (context) => historyPage(await openPage(context, web)));
  app.get('/account/receipts', async (context) => receiptsPage(await openPage(context, web)));
  app.get('/account/receipts/statement', async (context) => statement(await openPage(context, web)));
  app.get('/account/receipts/several', async (context) => {
    const page = await openPage(context, web);
    const { from, to } = context.req.query();
    const { output } = await page.gate.pass(takeReceipts, signedIn(page), { from, to });
    return download(page, output.file, `entries-${from}-${to}.tlog-proof`);
  });
  app.get('/account/receipts/:file{[0-9]+\\.tlog-proof}', async (context) => {
    const page = await openPage(context, web);
    const n = context.req.param('file').replace('.tlog-proof', '');
    const { output } = await page.gate.pass(takeReceipt, signedIn(page), { n });
    return download(page, output.receipt, `entry-${n}.tlog-proof`);
  });
}

function registerPage(page: Page, values: FormValues, problems: Parameters<typeof RegisterPage>[0]['problems']) {
  const { language, frame, version, web } = page;
  const fields = formInputs(version.declarations, 'registration', language);
  return (
    <RegisterPage
      {...{ language, frame, fields, values, problems }}
      passwordMinimum={PASSWORD_CHARACTERS_MIN}
      script={web.script.path}
    />
  );
}

/** What a browser needs to make the passkey of an account that is still to be made. */
async function registrationOptions({ web, version, context, asker }: Page): Promise<Response> {
  const name = version.declarations.site.name ?? new URL(web.face.origin).host;
  const options = await passkeyCreationOptions(web.gate.parts, asker, name);
  return context.json(options, 200, { 'cache-control': 'no-store' });
}

async function postRegister(page: Page): Promise<Response> {
  const sent = await readForm(page);
  const { language, version, frame, gate } = page;
  const { password = '', answer = '' } = sent;
  if (answer === '' && password.length < PASSWORD_CHARACTERS_MIN) {
    return show(
      page,
      registerPage(page, typedAgain(sent), { password: password === '' ? 'missing' : 'too-short' }),
      422,
    );
  }
  try {
    const fields = leftFields(sent);
    const missing = formInputs(version.declarations, 'registration', language).find(
      ({ id, required }) => required && fields[id] === undefined,
    );
    if (missing !== undefined) {
      throw new Refusal('invalid', `\`${missing.id}\` is needed`, { field: `fields.${missing.id}` });
    }
    const key =
      answer === ''
        ? { password }
        : { passkey: { attestation: readAnswer(answer), name: wordsOf(language).agreement.register.passkeyName } };
    const given = { fields, ...key, language, policyVersion: version.number, seen: seenOf(page) };
    const { output } = await gate.pass(register, page.asker, given);
    // A pair of address and password that exists is a sign-in: there is no new name to show, and a code may be asked.
    if ('step' in output && typeof output.step === 'string') {
      return show(page, codePage(page, output.step, null, false));
    }
    keepSession(page, output.session);
    keepDevice(page, output.device);
    if (output.accountName === undefined) return goTo(page, addresses.account);
    const shown = { ...frame, signedIn: true };
    const { accountName, recoveryCodes, version: under } = output;
    return show(
      page,
      <RegisteredPage {...{ language, frame: shown, accountName, recoveryCodes }} version={under} />,
      201,
    );
  } catch (error) {
    if (!(error instanceof Refusal) || !['invalid', 'unauthenticated'].includes(error.code)) throw error;
    const ofPasskey = answer !== '' && error.detail.field?.startsWith('fields') !== true;
    const problems = ofPasskey ? { passkey: 'malformed' as const } : problemsOf(error, sent);
    return show(page, registerPage(page, typedAgain(sent), problems), 422);
  }
}

/** Stands in the place of a field where it was the key of a seal that did not fit. */
export const WRONG_KEY = 'seal/key';

export async function ownDataPage(
  page: Page,
  answered: Parameters<typeof OwnDataPage>[0]['answered'],
  values: FormValues,
  problems: Parameters<typeof OwnDataPage>[0]['problems'],
) {
  const { language, frame, gate, version } = page;
  const { output } = await gate.pass(seeOwnData, signedIn(page), {});
  const declared = version.declarations.fields;
  const fields = declaredInputs(declared, language).map((input, index) => {
    const left = output.fields.find(({ field }) => field === input.id);
    const field = declared[index];
    if (left === undefined || field === undefined) return { ...input, held: null };
    return {
      ...input,
      held: {
        value: shownValue(field, left.value),
        since: left.since,
        version: left.underVersion ?? (left.origin === 'left-here' ? version.number : null),
        verified: sayVerified(left.verified),
        origin: left.origin,
        fits: stillFits(field, left.value),
        until: field.retentionDays === null ? null : new Date(left.since.getTime() + field.retentionDays * 86_400_000),
      },
    };
  });
  const submissions = output.submissions.map((one) => ({
    id: one.submissionId,
    at: one.at,
    form: sayForm(version, one.form, language),
    version: one.version,
  }));
  const password = await passwordOf(gate.parts.db, signedIn(page).personId);
  const sealed = { count: output.sealed.length, fields: output.sealed, wrongKey: answered?.field === WRONG_KEY };
  return (
    <OwnDataPage
      {...{ language, frame, fields, values, problems, submissions, sealed }}
      withoutAccount={password === undefined}
      hasPassword={password !== 'none'}
      answered={sealed.wrongKey ? null : answered}
      paused={output.paused}
    />
  );
}

/** When and how a value was proven; a way that no page has words for is left out, never guessed. */
function sayVerified(verified: { readonly at: Date | null; readonly how: string } | null) {
  if (verified === null || verified.at === null) return null;
  return { at: verified.at, how: WAYS.find((way) => way === verified.how) ?? null };
}

/** A declared form by its words; the pages of the program itself, where data is left too, by their titles. */
export function sayForm(version: Version, form: string, language: Language): string {
  const declared = version.declarations.forms.find(({ id }) => id === form);
  const { agreement, collection } = wordsOf(language);
  const own: Readonly<Record<string, string>> = {
    profile: agreement.data.title,
    conversation: collection.conversation.title,
    confirmation: wordsOf(language).inbox.origin.waiting,
    proof: collection.proofs.title,
  };
  return declared?.words[language] ?? own[form] ?? form;
}

/** A value as pages show it: an address in its parts, and of a file its kind and size alone. */
export function shownValue(field: Field, kept: string): string | Readonly<Record<string, string>> {
  const value = structured(field, kept);
  if (typeof value === 'string' || value['content'] === undefined) return value;
  const { content: _, ...shown } = value;
  return shown;
}

async function postOwnData(page: Page, turns: FileTurns): Promise<Response> {
  signedIn(page);
  const { values: sent, files, pass } = await readDeclared(page, turns);
  const fields = leftFields(sent, files);
  const [field = ''] = Object.keys(fields);
  const password = sent[passwordInput(field)];
  const input = { fields, language: page.language, ...(password === undefined || password === '' ? {} : { password }) };
  try {
    await pass(() => page.gate.pass(leaveData, page.asker, input));
    return show(page, await ownDataPage(page, { field, saved: true }, {}, {}));
  } catch (error) {
    const wrong = isProblem(error, files);
    if (!wrong && (!(error instanceof Refusal) || error.code !== 'presence_required')) throw error;
    const ask = await askPresenceWithoutPassword(page, addresses.data);
    if (ask !== undefined) return ask;
    const came = { field, saved: false };
    const problems = wrong ? problemsOf(error, sent, files) : { [passwordInput(field)]: 'wrong-password' as const };
    return show(page, await ownDataPage(page, came, typedAgain(sent), problems), 422);
  }
}

async function postOpenAccount(page: Page): Promise<Response> {
  const asker = signedIn(page);
  const { password = '' } = await readForm(page);
  const again = async (problem: 'missing' | 'too-short' | 'too-common') =>
    show(page, await ownDataPage(page, null, {}, { password: problem }), 422);
  if (password.length < PASSWORD_CHARACTERS_MIN) return await again(password === '' ? 'missing' : 'too-short');
  try {
    const { output } = await page.gate.pass(openAccount, asker, { password });
    const { language, frame } = page;
    return show(page, <RegisteredPage {...{ language, frame }} {...output} />, 201);
  } catch (error) {
    if (!(error instanceof Refusal) || error.detail.field !== 'password') throw error;
    return await again('too-common');
  }
}

async function receiptsPage(page: Page): Promise<Response> {
  const { language, frame, gate } = page;
  const { output } = await gate.pass(seeOwnHistory, signedIn(page), {});
  const { keys, site } = gate.parts;
  return show(
    page,
    <ReceiptsPage
      {...{ language, frame }}
      entriesTotal={output.entries[0]?.n ?? 0}
      receipts={output.entries.filter(({ inLog }) => inLog).map(({ n, kind, at }) => ({ n, kind, at }))}
      command={`npx kristalux ledger verify entry-1.tlog-proof --key '${verifierKey(site.origin, keys.ledger)}'`}
    />,
  );
}

async function statement(page: Page): Promise<Response> {
  const { output } = await page.gate.pass(takeStatement, signedIn(page), {});
  return download(page, output.statement, 'statement.txt');
}

function download(page: Page, text: string, name: string): Response {
  return page.context.body(text, 200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  });
}

async function recordPage(page: Page, submission: string): Promise<Response> {
  const { language, frame, gate } = page;
  const { output } = await gate.pass(takeRecord, signedIn(page), { submission });
  const record = {
    id: output.submission,
    at: output.at,
    form: output.form.words?.[language] ?? sayForm(page.version, output.form.id, language),
    shownIn: new Intl.DisplayNames([language], { type: 'language' }).of(output.language) ?? output.language,
    version: output.policy.version,
    digest: output.policy.digest,
    changedSince: output.policy.changedSince,
    message: output.message,
    fields: output.fields.map((field) => ({
      label: field.words?.[language] ?? field.id,
      why: field.why?.[language] ?? '',
      category: field.category ?? '',
      basis: field.legalBasis?.[language] ?? null,
      kept:
        field.retentionDays === null
          ? wordsOf(language).agreement.data.untilErased
          : wordsOf(language).inbox.days(field.retentionDays),
    })),
  };
  return show(page, <RecordPage {...{ language, frame, record }} />);
}
