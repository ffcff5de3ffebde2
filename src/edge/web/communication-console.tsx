import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';
import {
  BulletinLook,
  BulletinPage,
  type BulletinState,
  BulletinsPage,
  DeliveryPage,
} from '../../promises/communication/console.tsx';
import {
  BULLETIN_CHARACTERS_MAX,
  checkMailDns,
  confirmBulletin,
  endBulletin,
  lookAt,
  nameSender,
  nameTopic,
  pauseBulletin,
  previewBulletin,
  problemsOfText,
  relayIsDeclared,
  removeSender,
  resumeBulletin,
  seeBulletins,
  stopByLetter,
  tryBulletin,
  writeBulletin,
} from '../../promises/communication/index.ts';
import { addresses } from '../../ui/addresses.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { type ConsolePage, openConsole } from '../console-page.ts';
import { letLook } from '../headers.ts';
import { type FormValues, goTo, readForm, show, type Web } from './page.tsx';

/** Bulletins, topics, and stops that came by letter. */
export function communicationConsole(app: Hono, web: Web): void {
  const at = (path: string, handle: (page: ConsolePage) => Promise<Response>) =>
    app.get(path, async (context) => handle(await openConsole(context, web)));
  const post = (path: string, handle: (page: ConsolePage, sent: FormValues) => Promise<Response>) =>
    app.post(path, async (context) => {
      const page = await openConsole(context, web);
      return await handle(page, await readForm(page));
    });
  at(addresses.bulletins, async (page) => show(page, await bulletinsPage(page, {}, {})));
  at(addresses.newBulletin, showNew);
  post(addresses.bulletins, (page, sent) => postText(page, null, sent));
  post(addresses.bulletinLook, showLook);
  post(addresses.stopByLetter, postLetter);
  post(addresses.nameTopic, postTopic);
  at(addresses.delivery, showDelivery);
  post(addresses.nameSender, postSender);
  post(addresses.removeSender, async (page, { address }) => {
    await page.gate.pass(removeSender, page.asker, { address });
    return goTo(page, addresses.bulletins);
  });
  at('/console/bulletins/:id', async (page) => show(page, await bulletinPage(page, idOf(page), {}, {})));
  post('/console/bulletins/:id', (page, sent) => postText(page, idOf(page), sent));
  post('/console/bulletins/:id/trial', async (page) => {
    await page.gate.pass(tryBulletin, page.asker, { bulletin: idOf(page), origin: web.face.origin });
    return goTo(page, addresses.bulletin(idOf(page)));
  });
  for (const [step, act] of [
    ['pause', pauseBulletin],
    ['resume', resumeBulletin],
  ] as const) {
    post(`/console/bulletins/:id/${step}`, async (page) => {
      await page.gate.pass(act, page.asker, { bulletin: idOf(page) });
      return goTo(page, addresses.bulletin(idOf(page)));
    });
  }
  post('/console/bulletins/:id/confirm', async (page, { shown, startsAt = '' }) => {
    const bulletin = idOf(page);
    const start = startsAt === '' ? {} : { startsAt: `${startsAt.slice(0, 16)}:00Z` };
    await page.gate.pass(confirmBulletin, page.asker, { bulletin, origin: web.face.origin, shown, ...start });
    return goTo(page, addresses.bulletin(bulletin));
  });
  post('/console/bulletins/:id/end', async (page) => {
    await page.gate.pass(endBulletin, page.asker, { bulletin: idOf(page) });
    return goTo(page, addresses.bulletins);
  });
}

const idOf = (page: ConsolePage): string => page.context.req.param('id') ?? '';

/** What was typed so far, kept nowhere: shown in a frame of the page it is typed in, and in no other. */
async function showLook(page: ConsolePage, sent: FormValues): Promise<Response> {
  const { language, frame, web, version, context } = page;
  const { output } = await page.gate.pass(seeBulletins, page.asker, {});
  const written = LANGUAGES.find((one) => one === sent['language']) ?? language;
  const markdown = (sent['markdown'] ?? '').slice(0, BULLETIN_CHARACTERS_MAX);
  const { name: siteName, contact } = version.declarations.site;
  const topic = output.topics.find((one) => one.topic === sent['topic'])?.[written] ?? '';
  const source = { language: written, subject: sent['subject'] ?? '', markdown, topic, siteName, contact };
  const compiled = markdown.trim() === '' ? null : lookAt({ ...source, origin: web.face.origin }, version.number);
  letLook(context);
  const problems = problemsOfText(markdown);
  return show(page, <BulletinLook {...{ language, written, compiled, problems }} style={frame.style} />);
}

async function showNew(page: ConsolePage): Promise<Response> {
  const { output } = await page.gate.pass(seeBulletins, page.asker, {});
  const { languages } = page.version.declarations.site;
  const values = {
    topic: output.topics[0]?.topic ?? '',
    sender: output.senders[0]?.address ?? '',
    proven: 'any',
    language: languages[0] ?? page.language,
    markdown: wordsOf(page.language).communication.console.sample,
  };
  return show(page, newPage(page, output, values, {}));
}

type PageProblems = Parameters<typeof BulletinsPage>[0]['problems'];
/** What an author chooses from. */
interface Offered {
  readonly topics: Topics;
  readonly senders: readonly { readonly address: string; readonly name: string }[];
  readonly countries: readonly string[];
}
type Topics = readonly ({ readonly topic: string } & Readonly<Record<Language, string>>)[];

async function bulletinsPage(page: ConsolePage, values: FormValues, problems: PageProblems) {
  const { language, frame, web, context } = page;
  const { output } = await page.gate.pass(seeBulletins, page.asker, {});
  const bulletins = output.bulletins.map((row) => ({
    id: row.bulletinId,
    subject: (row.subjects.find((one) => one.language === language) ?? row.subjects[0])?.subject ?? '—',
    topic: output.topics.find(({ topic }) => topic === row.topic)?.[language] ?? row.topic,
    state: stateOf(row, page),
    audience: row.audience,
    accepted: row.progress?.accepted ?? 0,
  }));
  const letterDone = context.req.query('letter') === 'done';
  const mayWrite = page.roles.some((role) => writeBulletin.askers.includes(role));
  return (
    <BulletinsPage
      {...{ language, frame, bulletins, mayWrite, letterDone, values, problems }}
      senders={output.senders}
      relay={web.delivery.relay !== null}
    />
  );
}

interface Standing {
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
  readonly pausedAt: Date | null;
  readonly startsAt: Date | null;
  readonly progress: { readonly waiting: number } | null;
}

function stateOf({ confirmedAt, endedAt, pausedAt, startsAt, progress }: Standing, page: ConsolePage): BulletinState {
  if (endedAt !== null) return 'ended';
  if (confirmedAt === null) return 'draft';
  if (pausedAt !== null) return 'paused';
  if (startsAt !== null && startsAt > page.gate.parts.clock.now()) return 'scheduled';
  if ((progress?.waiting ?? 0) === 0) return 'done';
  return page.web.delivery.relay === null ? 'waits' : 'going';
}

function newPage(page: ConsolePage, offered: Offered, values: FormValues, problems: PageProblems) {
  const nothing = { previews: [], trials: [], audience: [], shown: null, progress: null, startsAt: null };
  const none = { id: null, draft: true, ended: false, paused: false, ...nothing };
  return (
    <BulletinPage
      {...none}
      {...choices(page, offered)}
      chosenCountries={new Set(chosenIn(values))}
      language={page.language}
      frame={page.frame}
      script={page.web.script.path}
      values={values}
      problems={problems}
    />
  );
}

/** The countries whose boxes were marked. */
const chosenIn = (sent: FormValues): readonly string[] =>
  Object.keys(sent).flatMap((name) => (name.startsWith('countries.') ? [name.slice('countries.'.length)] : []));

function choices(page: ConsolePage, { topics, senders, countries }: Offered) {
  const named = new Intl.DisplayNames([page.language], { type: 'region' });
  return {
    senders: senders.map(({ address, name }) => ({
      id: address,
      label: name === '' ? address : `${name} <${address}>`,
    })),
    countries: countries.map((id) => ({ id, label: named.of(id) ?? id })),
    topics: topics.map((one) => ({ id: one.topic, label: one[page.language] })),
    languages: LANGUAGES.map((id) => ({
      id,
      label: new Intl.DisplayNames([page.language], { type: 'language' }).of(id) ?? id,
    })),
  };
}

async function bulletinPage(page: ConsolePage, id: string, sent: FormValues, problems: PageProblems) {
  const { language, frame, web } = page;
  const { output } = await page.gate.pass(previewBulletin, page.asker, { bulletin: id, origin: web.face.origin });
  const { bulletin, sources, previews } = output;
  const chosen = sent['language'] ?? page.context.req.query('text') ?? sources[0]?.language ?? language;
  const source = sources.find((one) => one.language === chosen);
  const values = {
    topic: bulletin.topic,
    sender: bulletin.senderAddress,
    proven: bulletin.proven === null ? 'any' : bulletin.proven ? 'proven' : 'unproven',
    language: chosen,
    subject: source?.subject ?? '',
    markdown: source?.markdown ?? wordsOf(language).communication.console.sample,
    ...sent,
  };
  const { confirmedAt, endedAt, startsAt } = bulletin;
  return (
    <BulletinPage
      {...{ language, frame, id, values, problems, previews, ...choices(page, output) }}
      script={web.script.path}
      trials={output.trials}
      paused={bulletin.pausedAt !== null}
      startsAt={startsAt !== null && startsAt > page.gate.parts.clock.now() ? startsAt : null}
      chosenCountries={new Set(chosenIn(sent).length > 0 ? chosenIn(sent) : (bulletin.countries ?? []))}
      draft={confirmedAt === null && endedAt === null}
      ended={endedAt !== null}
      audience={output.audience}
      shown={output.shown}
      progress={confirmedAt === null ? null : output.progress}
    />
  );
}

async function postText(page: ConsolePage, id: string | null, sent: FormValues): Promise<Response> {
  const { asker } = page;
  const { topic, sender, proven, language, subject, markdown } = sent;
  const asked = {
    topic,
    sender,
    proven,
    countries: chosenIn(sent),
    language,
    subject,
    markdown,
    ...(id === null ? {} : { bulletin: id }),
  };
  try {
    const { output } = await page.gate.pass(writeBulletin, asker, asked);
    return goTo(page, `${addresses.bulletin(output.bulletin)}?text=${encodeURIComponent(language ?? '')}`);
  } catch (error) {
    const problems = problemsOf(error);
    if (id !== null) return show(page, await bulletinPage(page, id, sent, problems), 422);
    const { output } = await page.gate.pass(seeBulletins, asker, {});
    return show(page, newPage(page, output, sent, problems), 422);
  }
}

async function postLetter(page: ConsolePage, sent: FormValues): Promise<Response> {
  try {
    await page.gate.pass(stopByLetter, page.asker, { from: sent['from'] });
    return goTo(page, `${addresses.bulletins}?letter=done`);
  } catch (error) {
    return show(page, await bulletinsPage(page, sent, problemsOf(error)), 422);
  }
}

async function postSender(page: ConsolePage, sent: FormValues): Promise<Response> {
  try {
    await page.gate.pass(nameSender, page.asker, { address: sent['address'], name: sent['name'] ?? '' });
    return goTo(page, addresses.bulletins);
  } catch (error) {
    return show(page, await bulletinsPage(page, sent, problemsOf(error)), 422);
  }
}

/** How messages leave, and what stands in DNS just now. */
async function showDelivery(page: ConsolePage): Promise<Response> {
  const { gate, asker, language, frame, version, web } = page;
  const { output } = await gate.pass(seeBulletins, asker, {});
  const { relay, signingKeys, intakeDomain } = web.delivery;
  const senders = output.senders.map(({ address }) => address);
  const records = await checkMailDns(web.delivery.names, { senders, relay, keys: signingKeys, intakeDomain });
  const declared = relay !== null && relayIsDeclared(relay, version.declarations.site.mailRelay);
  return show(
    page,
    <DeliveryPage
      {...{ language, frame, intakeDomain, records, waiting: output.waiting }}
      relay={relay && { ...relay, declared }}
      selectors={signingKeys.map(({ selector }) => selector)}
    />,
  );
}

async function postTopic(page: ConsolePage, sent: FormValues): Promise<Response> {
  const { topic, ru, en, uk } = sent;
  try {
    await page.gate.pass(nameTopic, page.asker, { topic, ru, en, uk });
    return goTo(page, addresses.bulletins);
  } catch (error) {
    return show(page, await bulletinsPage(page, sent, problemsOf(error)), 422);
  }
}

/** The field a refusal names, as a problem of the form; every other refusal is a page of its own. */
function problemsOf(error: unknown): PageProblems {
  if (!(error instanceof Refusal) || error.code !== 'invalid' || error.detail.field === undefined) throw error;
  return { [error.detail.field]: 'malformed' };
}
