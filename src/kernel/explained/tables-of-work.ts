import type { ExplainedTable } from './explained-table.ts';
import { ofPerson as of } from './of-a-person.ts';

type Columns = ExplainedTable['columns'];

const ofSite = (table: string, ru: string, en: string, uk: string, columns: Columns): ExplainedTable => ({
  table,
  whose: 'site',
  holds: { ru, en, uk },
  kept: 'with-the-site',
  erased: 'nobody-s',
  columns,
  exported: false,
});

/** What the administration has to do with what people left, and what comes from other systems. */
export const TABLES_OF_WORK: readonly ExplainedTable[] = [
  {
    ...of(
      'form_nonce',
      'По чему узнают форму, отправленную дважды',
      'What a form that is sent twice is known by',
      'За чим упізнають форму, надіслану двічі',
      { nonce_hash: 'secret', person_id: 'person', submission_id: 'id', request_mac: 'secret', at: 'time' },
    ),
    exported: false,
  },
  of(
    'inbox',
    'Что из оставленного ждёт ответа и кто взялся',
    'What of it waits for an answer, and who took it',
    'Що із залишеного чекає на відповідь і хто взявся',
    {
      person_id: 'person',
      submission_id: 'id',
      form: 'name',
      left_at: 'time',
      state: 'word',
      taken_by: 'staff',
      taken_at: 'time',
      done_at: 'time',
    },
  ),
  of(
    'inbox_reminder',
    'Кто из сотрудников попросил письмо о числе ждущих',
    'Who of the staff asked for a mail with the number that waits',
    'Хто зі співробітників попросив лист про кількість тих, що чекають',
    { person_id: 'person', asked_at: 'time', settled_on: 'time' },
  ),
  of(
    'erasure_request',
    'Просьба стереть данные силами администрации',
    'A request that staff erase the data',
    'Прохання стерти дані силами адміністрації',
    { person_id: 'person', at: 'time' },
  ),
  of(
    'import_row',
    'Откуда и когда данные перенесены',
    'From where and when data were brought',
    'Звідки й коли перенесено дані',
    { person_id: 'person', import_id: 'id', row_number: 'count', earlier_text_id: 'id', at: 'time' },
  ),
  ofSite(
    'earlier_text',
    'Тексты политики, действовавшие на сайте прежде, по заявлению владельца',
    'Texts of the policy that were in force on the site before, as its owner stated',
    'Тексти політики, що діяли на сайті раніше, за заявою власника',
    { earlier_text_id: 'id', digest: 'proof', words: 'text', stated_by: 'text', stated_at: 'time' },
  ),
  ofSite('canned_answer', 'Заготовленные ответы', 'Kept answers', 'Заготовлені відповіді', {
    canned_answer_id: 'id',
    title: 'text',
    answer: 'text',
    written_at: 'time',
  }),
  ofSite(
    'form_refusal',
    'Сколько раз за день форма не принята',
    'How often on a day a form was refused',
    'Скільки разів за день форму не прийнято',
    { form: 'name', day: 'time', reason: 'word', times: 'count' },
  ),
  ofSite('sender', 'От кого идут рассылки', 'Whom bulletins are from', 'Від кого йдуть розсилки', {
    address: 'text',
    name: 'text',
    since: 'time',
  }),
  {
    ...ofSite(
      'returned_address',
      'Адреса, с которых письма вернулись, по их отпечатку',
      'Addresses that mail came back from, by their hash',
      'Адреси, з яких листи повернулися, за їх відбитком',
      { tag: 'tag:pd:EmailAddress', times: 'count', last_as: 'word', last_at: 'time', silent_since: 'time' },
    ),
    whose: 'address',
    erased: 'stays',
  },
  ofSite(
    'ended_key',
    'Ключи, от которых отказались',
    'Keys that were turned away from',
    'Ключі, від яких відмовилися',
    {
      name: 'word',
      made_at: 'time',
      ended_at: 'time',
      destroyed_at: 'time',
      gone_at: 'time',
    },
  ),
  of(
    'appointment',
    'Когда и куда человек записался, чтобы подтвердить личность',
    'When and where a person has an appointment to prove identity',
    'Коли й куди людина записалася, щоб підтвердити особу',
    { person_id: 'person', proof_id: 'id', place_id: 'id', at: 'time', seat: 'count' },
  ),
  of(
    'objection',
    'Возражения на решение о доказательстве; слова запечатаны',
    'Objections to a decision on a proof; the words are sealed',
    'Заперечення на рішення про доказ; слова запечатано',
    {
      person_id: 'person',
      objection_id: 'id',
      proof_id: 'id',
      record_id: 'id',
      made_at: 'time',
      outcome: 'word',
      decided_by: 'staff',
      decided_at: 'time',
      reviewer: 'word',
    },
  ),
  ofSite('desk_place', 'Где можно подтвердить личность', 'Where identity can be proved', 'Де можна підтвердити особу', {
    place_id: 'id',
    name: 'text',
    address: 'text',
    zone: 'text',
    slot_minutes: 'count',
    seats: 'count',
    opened_at: 'time',
    closed_at: 'time',
  }),
  ofSite('desk_hours', 'Часы этих мест', 'The hours of these places', 'Години цих місць', {
    place_id: 'id',
    weekday: 'count',
    from_minute: 'count',
    to_minute: 'count',
  }),
];
