import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { parseFileValue } from '../../promises/collection/index.ts';
import { CredentialsPage, PeoplePage, PersonCardPage, StaffPage } from '../../promises/security/console.tsx';
import {
  approveStaffRecovery,
  beginStaffRecovery,
  endCredential,
  endInvitation,
  endRole,
  endSessionsOf,
  endStaffRecovery,
  findPerson,
  giveRole,
  inviteStaff,
  issueCredential,
  listCredentials,
  seePersonCard,
  seeStaff,
  suspendStaff,
  unmaskField,
} from '../../promises/security/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { sayCountry } from '../../ui/countries.ts';
import { type ConsolePage, openConsole } from '../console-page.ts';
import { shownValue } from './agreement.tsx';
import { fileAnswer } from './conversation-files.ts';
import { askPresence } from './fresh-presence.ts';
import { sayEntry } from './history.ts';
import { goTo, readForm, show, type Web } from './page.tsx';

/** People, staff and credentials in the console. */
export function securityConsole(app: Hono, web: Web): void {
  const at = (path: string, handle: (page: ConsolePage) => Promise<Response>) =>
    app.get(path, async (context) => handle(await openConsole(context, web)));
  const post = (path: string, handle: (page: ConsolePage) => Promise<Response>) =>
    app.post(path, async (context) => handle(await openConsole(context, web)));
  at(addresses.people, async (page) => show(page, peoplePage(page, null)));
  post(addresses.people, postPeople);
  at('/console/people/:card', async (page) => show(page, await cardPage(page, null, null)));
  post('/console/people/:card/unmask', postUnmask);
  at(addresses.staff, async (page) => show(page, await staffPage(page, null)));
  post(addresses.staff, postGiveRole);
  post(addresses.invitations, postInvite);
  post('/console/staff/invitations/:invitation/end', postEndInvitation);
  post('/console/staff/:card/suspend', (page) => postSuspend(page, true));
  post('/console/staff/:card/resume', (page) => postSuspend(page, false));
  post('/console/staff/:card/:role/end', postEndRole);
  post('/console/people/:card/sessions/end', postEndSessions);
  post('/console/people/:card/recoveries', postBeginRecovery);
  post('/console/people/:card/recoveries/:number/approve', postApproveRecovery);
  post('/console/people/:card/recoveries/:number/end', postEndRecovery);
  at(addresses.credentials, async (page) => show(page, await credentialsPage(page, null)));
  post(addresses.credentials, postIssue);
  post('/console/credentials/:kind/:name/end', postEndCredentials);
}

function peoplePage({ language, frame }: ConsolePage, cards: readonly string[] | null) {
  return <PeoplePage {...{ language, frame, cards }} />;
}

async function postPeople(page: ConsolePage): Promise<Response> {
  const { identifier = '' } = await readForm(page);
  const { output } = await page.gate.pass(findPerson, page.asker, { identifier });
  return show(page, peoplePage(page, output.cards));
}

type CardProps = Parameters<typeof PersonCardPage>[0];

async function cardPage(page: ConsolePage, unmasked: CardProps['unmasked'], answer: CardProps['answer']) {
  const { language, frame, gate, version, context } = page;
  const card = context.req.param('card') ?? '';
  const before = context.req.query('before');
  const asked = before === undefined ? { card } : { card, before };
  const { output } = await gate.pass(seePersonCard, page.asker, asked);
  const saying = { version, language, acts: gate.acts };
  const fields = output.fields.map(({ field, since, verifiedHow }) => ({
    id: field,
    label: version.declarations.fields.find(({ id }) => id === field)?.words[language] ?? field,
    since,
    verified: verifiedHow !== null,
  }));
  return (
    <PersonCardPage
      {...{ language, frame, card, fields, unmasked, answer }}
      country={output.country === null ? null : sayCountry(output.country, language)}
      countryHow={output.countryHow}
      personLanguage={output.language}
      paused={output.restricted}
      recoveries={output.recoveries}
      endsSessions={page.roles.some((role) => role === 'support' || role === 'owner')}
      uses={output.entries.map((entry) => sayEntry({ ...entry, inLog: false }, saying))}
      older={output.older}
    />
  );
}

async function postUnmask(page: ConsolePage): Promise<Response> {
  const { field = '', reason = '' } = await readForm(page);
  const { gate, context, version, language } = page;
  const card = context.req.param('card');
  try {
    const { output } = await gate.pass(unmaskField, page.asker, { card, field, reason });
    const declared = version.declarations.fields.find(({ id }) => id === output.field);
    if (declared === undefined) throw new Refusal('not_found', 'no such field is declared any more');
    const { words, type } = declared;
    const file = parseFileValue(output.value);
    if (file !== undefined) return fileAnswer(page, file);
    const unmasked = { label: words[language], type, value: shownValue(declared, output.value) };
    return show(page, await cardPage(page, unmasked, null));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const noReason = error.code === 'forbidden_by_policy' && error.detail.missing?.includes('reasonGiven') === true;
    if (!noReason && error.code !== 'conflict') throw error;
    return show(page, await cardPage(page, null, noReason ? 'no-reason' : 'empty'), 422);
  }
}

async function staffPage(
  page: ConsolePage,
  answer: Parameters<typeof StaffPage>[0]['answer'],
  invited: string | null = null,
) {
  const { language, frame, gate } = page;
  const { output } = await gate.pass(seeStaff, page.asker, {});
  return <StaffPage {...{ language, frame, answer, invited }} staff={output.staff} invitations={output.invitations} />;
}

async function postGiveRole(page: ConsolePage): Promise<Response> {
  const { accountName = '', role = '', label = '' } = await readForm(page);
  const ask = askPresence(page, addresses.staff);
  if (ask !== undefined) return ask;
  try {
    await page.gate.pass(giveRole, page.asker, { accountName, role, label });
    return show(page, await staffPage(page, 'done'));
  } catch (error) {
    if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.code)) throw error;
    return show(page, await staffPage(page, error.code === 'invalid' ? 'unknown' : 'already'), 422);
  }
}

async function postEndRole(page: ConsolePage): Promise<Response> {
  await readForm(page);
  const ask = askPresence(page, addresses.staff);
  if (ask !== undefined) return ask;
  const { card, role } = page.context.req.param();
  try {
    await page.gate.pass(endRole, page.asker, { card, role });
    return goTo(page, addresses.staff);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'conflict') throw error;
    return show(page, await staffPage(page, 'last'), 409);
  }
}

async function postInvite(page: ConsolePage): Promise<Response> {
  const { invitedRole = '', invitedLabel = '' } = await readForm(page);
  const ask = askPresence(page, addresses.staff);
  if (ask !== undefined) return ask;
  const { output } = await page.gate.pass(inviteStaff, page.asker, { role: invitedRole, label: invitedLabel });
  return show(page, await staffPage(page, null, output.address), 201);
}

async function postEndInvitation(page: ConsolePage): Promise<Response> {
  await readForm(page);
  const ask = askPresence(page, addresses.staff);
  if (ask !== undefined) return ask;
  await page.gate.pass(endInvitation, page.asker, { invitation: page.context.req.param('invitation') });
  return goTo(page, addresses.staff);
}

async function postSuspend(page: ConsolePage, suspended: boolean): Promise<Response> {
  await readForm(page);
  const ask = askPresence(page, addresses.staff);
  if (ask !== undefined) return ask;
  try {
    await page.gate.pass(suspendStaff, page.asker, { card: page.context.req.param('card'), suspended });
    return goTo(page, addresses.staff);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'conflict') throw error;
    return show(page, await staffPage(page, 'last'), 409);
  }
}

async function postEndSessions(page: ConsolePage): Promise<Response> {
  await readForm(page);
  const card = page.context.req.param('card') ?? '';
  const ask = askPresence(page, addresses.personCard(card));
  if (ask !== undefined) return ask;
  await page.gate.pass(endSessionsOf, page.asker, { card });
  return goTo(page, addresses.personCard(card));
}

async function postBeginRecovery(page: ConsolePage): Promise<Response> {
  const { number = '', checkedHow = '' } = await readForm(page);
  const card = page.context.req.param('card') ?? '';
  try {
    await page.gate.pass(beginStaffRecovery, page.asker, { card, number, checkedHow });
    return goTo(page, addresses.personCard(card));
  } catch (error) {
    if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.code)) throw error;
    const answer = error.code === 'invalid' ? 'recovery-unknown' : 'recovery-same';
    return show(page, await cardPage(page, null, answer), 422);
  }
}

async function postApproveRecovery(page: ConsolePage): Promise<Response> {
  await readForm(page);
  const { card = '', number = '' } = page.context.req.param() as Record<string, string>;
  try {
    await page.gate.pass(approveStaffRecovery, page.asker, { card, number });
    return goTo(page, addresses.personCard(card));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'forbidden_by_policy') throw error;
    return show(page, await cardPage(page, null, 'recovery-same'), 403);
  }
}

async function postEndRecovery(page: ConsolePage): Promise<Response> {
  await readForm(page);
  const { card = '', number = '' } = page.context.req.param() as Record<string, string>;
  await page.gate.pass(endStaffRecovery, page.asker, { card, number });
  return goTo(page, addresses.personCard(card));
}

async function credentialsPage(page: ConsolePage, issued: Parameters<typeof CredentialsPage>[0]['issued']) {
  const { language, frame, gate, version } = page;
  const { services, providers } = version.declarations;
  const label = (kind: string, name: string) =>
    (kind === 'service' ? services : providers).find(({ id }) => id === name)?.words[language] ?? name;
  const rows = await listCredentials(gate.parts.db);
  const declared = [
    ...services.map(({ id, words }) => ({ id: `service/${id}`, label: words[language] })),
    ...providers.map(({ id, words }) => ({ id: `provider/${id}`, label: words[language] })),
  ];
  const credentials = rows.map(({ kind, name, createdAt, endedAt, lastUsedAt }) => ({
    ...{ kind, name, createdAt, endedAt, lastUsedAt },
    older: rows.some((one) => one.kind === kind && one.name === name && !one.endedAt && one.createdAt > createdAt),
    label: label(kind, name),
  }));
  return <CredentialsPage {...{ language, frame, credentials, declared, issued }} />;
}

async function postIssue(page: ConsolePage): Promise<Response> {
  const { whom = '' } = await readForm(page);
  const ask = askPresence(page, addresses.credentials);
  if (ask !== undefined) return ask;
  const [kind = '', name = ''] = whom.split('/');
  const { output } = await page.gate.pass(issueCredential, page.asker, { kind, name });
  const { services, providers } = page.version.declarations;
  const declared = (kind === 'service' ? services : providers).find(({ id }) => id === name);
  const { secret, signingSecret } = output;
  const label = declared?.words[page.language] ?? name;
  return show(page, await credentialsPage(page, { label, secret, signingSecret }), 201);
}

async function postEndCredentials(page: ConsolePage): Promise<Response> {
  const { older } = await readForm(page);
  const ask = askPresence(page, addresses.credentials);
  if (ask !== undefined) return ask;
  const { kind, name } = page.context.req.param();
  await page.gate.pass(endCredential, page.asker, { kind, name, older: older === 'yes' });
  return goTo(page, addresses.credentials);
}
