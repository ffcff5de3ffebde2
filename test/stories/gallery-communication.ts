import type { JSX } from 'hono/jsx/jsx-runtime';
import { LANGUAGES, type Language } from '../../src/kernel/words.ts';
import { BulletinPage, BulletinsPage, DeliveryPage } from '../../src/promises/communication/console.tsx';
import { MessagePage, MessagesPage, StopPage } from '../../src/promises/communication/pages.tsx';
import type { Frame } from '../../src/ui/frame.ts';
import { words } from './gallery-words.ts';

interface Frames {
  readonly language: Language;
  /** The frame of somebody signed in, and of a stranger. */
  readonly own: (path: string) => Frame;
  readonly at: (path: string) => Frame;
}

const NAME = words('Лавка ламп', 'Lamps', 'Крамниця ламп');
const TOKEN = 'XgTq3p2b0v8mN1kLr5sYw7cZaE4dHfJ6uQiOxRtGyBs';
const NEWS = words('Новости', 'News', 'Новини');
const SALES = words('Распродажи', 'Sales', 'Розпродажі');
const SUBJECT = words('Открылся магазин на Приморской', 'A shop opened by the sea', 'Відкрилася крамниця біля моря');
const TEXT = words(
  'Мы открыли магазин ламп на Приморской улице.\n\nНе хотите таких писем: https://lamps.example/stop/…',
  'We opened a shop of lamps by the sea.\n\nStop such messages: https://lamps.example/stop/…',
  'Ми відкрили крамницю ламп біля моря.\n\nНе хочете таких листів: https://lamps.example/stop/…',
);

/** The pages of messages, stops and bulletins, by the names of their pictures. */
export function communicationPages({ language, own, at }: Frames): Readonly<Record<string, () => JSX.Element>> {
  const subject = SUBJECT[language];
  const day = new Date('2026-11-20T09:30:00Z');
  const messages = {
    language,
    frame: own('/account/messages'),
    topics: [
      { topic: null, name: null, stopped: false, stoppedWithAll: false, undoable: true },
      { topic: 'news', name: NEWS[language], stopped: false, stoppedWithAll: false, undoable: true },
      { topic: 'sales', name: SALES[language], stopped: true, stoppedWithAll: false, undoable: false },
    ],
    messages: [
      { id: '1', subject, at: null, outcome: null, returnedAs: null },
      { id: '2', subject, at: day, outcome: 'accepted' as const, returnedAs: null },
      { id: '3', subject, at: day, outcome: 'unknown' as const, returnedAs: null },
      { id: '4', subject, at: day, outcome: 'accepted' as const, returnedAs: 'full' as const },
    ],
    mailComesBack: false,
    next: 'c5b9a6f0-1d0e-4a38-9f0e-1f6f0a1b2c3d',
  };
  const message = {
    subject,
    text: TEXT[language],
    at: day,
    outcome: 'accepted' as const,
    entry: 17,
    version: 2,
    token: TOKEN,
  };
  const stop = { language, frame: at(`/stop/${TOKEN}`), token: TOKEN };
  const senders = [{ address: 'news@lamps.example', name: NAME[language] }];
  const list = { senders, relay: true, mayWrite: true, letterDone: false, problems: {}, values: {} };
  const bulletins = (['draft', 'going', 'done', 'ended'] as const).map((state, index) => ({
    id: String(index),
    subject,
    topic: NEWS[language],
    state,
    audience: state === 'draft' ? null : 1204,
    accepted: 800,
  }));
  return {
    messages: () => MessagesPage(messages),
    'messages-none': () => MessagesPage({ ...messages, messages: [], next: null }),
    'messages-come-back': () => MessagesPage({ ...messages, mailComesBack: true }),
    message: () => MessagePage({ language, frame: own('/account/messages/1'), message }),
    stop: () => StopPage({ ...stop, state: 'asking' }),
    'stop-done': () => StopPage({ ...stop, state: 'stopped' }),
    'stop-signed-in': () => StopPage({ ...stop, frame: own(`/stop/${TOKEN}`), state: 'stopped' }),
    bulletins: () => BulletinsPage({ language, frame: own('/console/bulletins'), bulletins, ...list }),
    'bulletins-no-relay': () =>
      BulletinsPage({
        language,
        frame: own('/console/bulletins'),
        bulletins: [],
        ...list,
        relay: false,
        letterDone: true,
      }),
    bulletin: () => BulletinPage(bulletin(language, own, true)),
    'bulletin-refused': () => BulletinPage(bulletin(language, own, false)),
    'bulletin-sent': () =>
      BulletinPage({
        ...bulletin(language, own, true),
        draft: false,
        progress: PROGRESS,
      }),
    'bulletin-scheduled': () =>
      BulletinPage({
        ...bulletin(language, own, true),
        draft: false,
        startsAt: day,
        paused: true,
        progress: { ...PROGRESS, accepted: 0, waiting: 1204, unknown: 0, unknownAt: [] },
      }),
    delivery: () => DeliveryPage({ ...delivery(language, own), records: RECORDS }),
    'delivery-none': () =>
      DeliveryPage({ ...delivery(language, own), relay: null, selectors: [], intakeDomain: null, records: [] }),
  };
}

const PROGRESS = {
  accepted: 1100,
  waiting: 90,
  refused: 8,
  unknown: 1,
  withheld: 5,
  returned: 12,
  complaints: 1,
  stops: 4,
  minutesLeft: 3,
  unknownAt: [new Date('2026-11-20T09:31:07Z')],
};

const COUNTRIES = ['KZ', 'LV', 'UA'];

const RECORDS = [
  { what: 'spf', name: 'lamps.example', type: 'TXT', wanted: 'v=spf1 a mx -all', state: 'right' },
  {
    what: 'dkim',
    name: 'k1-ed._domainkey.lamps.example',
    type: 'TXT',
    wanted: 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
    state: 'wrong',
  },
  { what: 'dmarc', name: '_dmarc.lamps.example', type: 'TXT', wanted: 'v=DMARC1; p=quarantine', state: 'missing' },
  { what: 'intake', name: 'back.lamps.example', type: 'MX', wanted: '10 back.lamps.example', state: 'unknown' },
] as const;

function delivery(language: Language, own: Frames['own']) {
  return {
    language,
    frame: own('/console/delivery'),
    relay: { host: 'relay.example', loopback: false, declared: true },
    waiting: 90,
    selectors: ['k1-rsa', 'k1-ed'],
    intakeDomain: 'back.lamps.example',
  };
}

function bulletin(language: Language, own: Frames['own'], stopNamed: boolean) {
  const markdown = TEXT[language];
  return {
    language,
    frame: own('/console/bulletins/1'),
    id: '1',
    draft: true,
    ended: false,
    paused: false,
    startsAt: null,
    senders: [{ id: 'news@lamps.example', label: `${NAME[language]} <news@lamps.example>` }],
    countries: COUNTRIES.map((id) => ({
      id,
      label: new Intl.DisplayNames([language], { type: 'region' }).of(id) ?? id,
    })),
    chosenCountries: new Set(['UA']),
    trials: [{ at: new Date('2026-11-20T09:12:00Z'), settledAs: 'accepted' as const }],
    topics: [{ id: 'news', label: NEWS[language] }],
    languages: LANGUAGES.map((id) => ({ id, label: id })),
    values: {
      topic: 'news',
      sender: 'news@lamps.example',
      proven: 'any',
      language,
      subject: SUBJECT[language],
      markdown,
    },
    problems: stopNamed ? {} : { subject: 'missing' as const },
    previews: [{ language, subject: SUBJECT[language], markdown, plain: markdown, stopNamed }],
    audience: LANGUAGES.map((one, index) => ({ language: one, persons: 100 * (index + 1) })),
    shown: 'd1g3st',
    progress: null,
    script: '/assets/passkeys.js',
  };
}
