import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../../src/kernel/words.ts';
import {
  CannedAnswersPage,
  DemandsPage,
  DeskPage,
  DeskPlacesPage,
  InboxPage,
  ObjectionPage,
  OpenedSubmissionPage,
  PaperPage,
  ReviewPage,
  StartDemandPage,
  WaitingConversationPage,
  WaitingConversationsPage,
} from '../../src/promises/collection/console.tsx';
import {
  ConversationPage,
  ConversationsPage,
  DeskCodePage,
  ProofsPage,
  type ProofsPageProps,
} from '../../src/promises/collection/pages.tsx';
import type { Frame } from '../../src/ui/frame.ts';
import { day, words } from './gallery-words.ts';

const NAME = words('Имя и фамилия', 'Name', 'Ім’я та прізвище');
const ADDRESS = words('Почтовый адрес', 'Postal address', 'Поштова адреса');
const PLACE = words('Магазин на Кришталевой', 'Shop in Krystaleva', 'Крамниця на Кришталевій');
const PLACE_ADDRESS = words('Львов, Кришталева, 7', '7 Krystaleva, Lviv', 'Львів, Кришталева, 7');
const OBJECTS = words('В документе старая фамилия.', 'The document has my former name.', 'У документі старе прізвище.');
const TITLE = words('Когда доставка', 'When it comes', 'Коли доставка');
const CALL_BACK = words('Перезвоните мне', 'Call me back', 'Зателефонуйте мені');
const QUESTION = words(
  'Когда придёт лампа?\nЯ дома с утра.',
  'When will the lamp come?\nI am home in the morning.',
  'Коли прийде лампа?\nЯ вдома зранку.',
);
const ANSWER = words('Завтра до полудня.', 'Tomorrow before noon.', 'Завтра до полудня.');
/** A plain grey picture: enough to show where a document would be. */
const IMAGE =
  '/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCADIAUADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAL/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCsBaQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAH//Z';

/** The pages of the conversation and of proofs of identity, with made-up people. */
export function collectionPages(
  language: Language,
  at: (path: string) => Frame,
): Readonly<Record<string, () => JSX.Element>> {
  const say = (text: Readonly<Record<Language, string>>) => text[language];
  const messages = [
    { by: 'person' as const, at: day('2026-11-20T10:00'), text: say(QUESTION), file: null },
    { by: 'administration' as const, at: day('2026-11-20T11:30'), text: say(ANSWER), file: null },
    {
      by: 'person' as const,
      at: day('2026-11-20T12:00'),
      text: '',
      file: { id: '1', kind: 'picture' as const, bytes: 184_000 },
    },
  ];
  const writing = { language, missing: [], text: '', problem: undefined };
  const list = { begunAt: day('2026-11-20T10:00'), lastAt: day('2026-11-20T11:30') };
  const seen = [
    { label: say(NAME), type: 'name' as const, value: 'Анна Лампова' },
    {
      label: say(ADDRESS),
      type: 'address' as const,
      value: { street: 'Кришталева', building: '7', postcode: '79000', town: 'Львів', country: 'UA' },
    },
  ];
  const decision = { reason: 'data-contradicts' as const, values: seen, seen: 'd1g3st' };
  const paper = { language, code: '7K2MQ-X9D4T', until: day('2027-01-04T10:00') };
  const appointments = [{ at: day('2026-12-04T08:30'), place: say(PLACE) }];
  const conversation = { id: '1', begunAt: list.begunAt, messages, fileProblem: null };
  return {
    conversations: () =>
      ConversationsPage({
        ...writing,
        frame: at('/account/conversation'),
        conversations: [{ id: '1', ...list, lastBy: 'administration' }],
      }),
    'conversations-held-back': () =>
      ConversationsPage({ ...writing, frame: at('/account/conversation'), missing: [say(NAME)], conversations: [] }),
    conversation: () => ConversationPage({ ...writing, ...conversation, frame: at('/account/conversation/1') }),
    proofs: () =>
      ProofsPage({
        language,
        frame: at('/account/proofs'),
        demands: demands(say),
        answer: null,
        desk: desk(say),
        scanned: true,
        script: '/assets/passkeys.js',
      }),
    'proofs-refused': () =>
      ProofsPage({
        language,
        frame: at('/account/proofs'),
        demands: demands(say).slice(0, 1),
        answer: 'damaged',
        desk: NO_DESK,
        scanned: false,
        script: '/assets/passkeys.js',
      }),
    'desk-code': () =>
      DeskCodePage({
        language,
        frame: at('/account/proofs'),
        code: '7K2MQ-X9D4T',
        until: day('2026-12-04T10:00'),
        appointment: null,
      }),
    'desk-code-appointed': () =>
      DeskCodePage({
        language,
        frame: at('/account/proofs'),
        code: '7K2MQ-X9D4T',
        until: day('2026-12-04T10:00'),
        appointment: { at: day('2026-12-04T08:30'), name: say(PLACE), address: say(PLACE_ADDRESS) },
      }),
    'console-conversations': () =>
      WaitingConversationsPage({
        language,
        frame: at('/console/conversations'),
        conversations: [{ id: '1', ...list, whose: 'nobody' }],
      }),
    'console-conversation': () =>
      WaitingConversationPage({
        ...writing,
        ...conversation,
        whose: 'yours',
        canned: [{ id: '1', title: say(TITLE) }],
        frame: at('/console/conversations/1'),
      }),
    'console-answers': () =>
      CannedAnswersPage({
        language,
        frame: at('/console/answers'),
        canned: [{ id: '1', title: say(TITLE), answer: say(ANSWER) }],
        values: {},
        problems: {},
      }),
    'console-inbox': () =>
      InboxPage({
        language,
        frame: at('/console/inbox'),
        state: 'new',
        counts: { new: 1_204, taken: 1, done: 88 },
        submissions: [
          { id: '1', form: say(CALL_BACK), leftAt: day('2026-11-20T10:00'), takenByYou: false },
          { id: '2', form: say(CALL_BACK), leftAt: day('2026-11-20T10:05'), takenByYou: false },
        ],
        next: { leftAt: day('2026-11-20T10:05'), submission: '2' },
        reasons: [],
        reminded: false,
        address: true,
      }),
    'console-submission': () =>
      OpenedSubmissionPage({
        language,
        frame: at('/console/inbox/1'),
        submission: {
          id: '1',
          form: say(CALL_BACK),
          leftAt: day('2026-11-20T10:00'),
          writtenIn: 'українська',
          message: say(QUESTION),
          masked: [],
          fields: [{ id: 'name', label: say(NAME), type: 'name', value: 'Анна Лампова' }],
        },
      }),
    'console-demands': () =>
      DemandsPage({
        language,
        frame: at('/console/demands'),
        proofs: [
          { id: '1', madeAt: day('2026-11-21T09:00'), forAnother: false },
          { id: '2', madeAt: day('2026-11-21T09:30'), forAnother: true },
        ],
        letters: [{ id: '3', madeAt: day('2026-11-21T08:00') }],
        objections: [{ id: '4', madeAt: day('2026-11-21T07:00') }],
        demands: demands(say).map((demand, index) => ({ ...demand, own: false, byRule: index === 0 })),
      }),
    'console-demand': () =>
      StartDemandPage({
        language,
        frame: at('/console/demands/start'),
        fields: [
          { id: 'name', label: say(NAME) },
          { id: 'address', label: say(ADDRESS) },
        ],
        of: null,
        values: { account: 'brave-otter-4821-lamp', 'field.name': 'on', days: '30' },
        problems: { way: 'missing' },
      }),
    'console-review': () =>
      ReviewPage({
        language,
        frame: at('/console/proofs/1'),
        proof: { id: '1', image: IMAGE, mrz: [{ label: say(NAME), said: 'same' as const }], ...decision },
      }),
    'desk-places': () =>
      DeskPlacesPage({
        language,
        frame: at('/console/desk/places'),
        places: [{ placeId: '1', name: say(PLACE), address: say(PLACE_ADDRESS) }],
        values: { zone: 'Europe/Kyiv', 'weekday.1': 'on' },
        problems: { from: 'malformed' },
      }),
    'paper-letter': () =>
      PaperPage({ ...paper, frame: at('/console/proofs/1'), paper: { kind: 'letter', values: seen.slice(1) } }),
    'paper-slip': () => PaperPage({ ...paper, frame: at('/console/desk'), paper: { kind: 'slip' } }),
    'console-objection': () =>
      ObjectionPage({
        language,
        frame: at('/console/objections/1'),
        objection: {
          id: '1',
          madeAt: day('2026-11-20T10:00'),
          text: say(OBJECTS),
          fields: [say(NAME)],
          demandReason: 'data-contradicts',
          decision: 'refused',
          reason: 'shows-another-value',
        },
      }),
    desk: () =>
      DeskPage({ language, frame: at('/console/desk'), answer: { kind: 'decided' }, appointments, visit: null }),
    'desk-visit': () =>
      DeskPage({
        language,
        frame: at('/console/desk'),
        answer: null,
        appointments: [],
        visit: { code: '7K2MQ-X9D4T', ...decision },
      }),
  };
}

const NO_DESK = { places: [], slots: [] };

function desk(say: (text: Readonly<Record<Language, string>>) => string): ProofsPageProps['desk'] {
  return {
    places: [{ id: '1', name: say(PLACE), address: say(PLACE_ADDRESS), zone: 'Europe/Kyiv' }],
    slots: [{ place: '1', at: day('2026-12-04T08:30') }],
  };
}

function demands(say: (text: Readonly<Record<Language, string>>) => string): ProofsPageProps['demands'] {
  const demanded = {
    fields: [say(NAME)],
    ways: ['online', 'offline', 'post'] as const,
    demandedAt: day('2026-11-18T09:00'),
    deadline: day('2026-12-18T09:00'),
  };
  const given = {
    id: '1',
    way: 'online' as const,
    slipUntil: null,
    slipEnteredAt: null,
    appointment: null,
    objectedAt: null,
    objection: null,
    strength: 'strong' as const,
    pathway: 'non-biometric' as const,
    attendance: 'remote-unattended' as const,
    madeAt: day('2026-11-19T09:00'),
    givenUpAt: null,
    document: null,
    decidedAt: day('2026-11-19T12:00'),
    forgottenAt: day('2026-11-19T12:00'),
  };
  return [
    {
      ...demanded,
      id: '1',
      state: 'waiting',
      reason: 'large-transfer',
      heldBack: 'large-transfers',
      rule: { id: 'large', version: 3, amount: 1_500_000, currency: 'UAH' },
      proofs: [{ ...given, decision: 'again', reason: 'not-whole', reviewer: 'another' }],
    },
    {
      ...demanded,
      id: '2',
      state: 'proven',
      fields: [say(NAME), say(ADDRESS)],
      reason: 'data-contradicts',
      heldBack: 'nothing',
      rule: null,
      proofs: [
        {
          ...given,
          decision: 'approved',
          reason: null,
          document: 'passport',
          reviewer: 'sole',
          slipUntil: day('2027-01-04T10:00'),
        },
      ],
    },
  ];
}
