import type { ExplainedTable } from './explained-table.ts';
import { ofSite as of } from './table-of.ts';

/** Bulletins, and the stops of them: of the site, or of an address that is known by its keyed hash alone. */
export const TABLES_OF_MESSAGES: readonly ExplainedTable[] = [
  of('topic', 'Темы писем', 'Topics of messages', 'Теми листів', {
    topic: 'name',
    name_ru: 'text',
    name_en: 'text',
    name_uk: 'text',
    since: 'time',
  }),
  of('bulletin', 'Рассылки', 'Bulletins', 'Розсилки', {
    bulletin_id: 'id',
    topic: 'name',
    sender_name: 'text',
    sender_address: 'text',
    written_at: 'time',
    confirmed_at: 'time',
    origin: 'text',
    audience: 'count',
    countries: 'word',
    proven: 'word',
    starts_at: 'time',
    paused_at: 'time',
    test_of: 'id',
    spread_to: 'id',
    ended_at: 'time',
  }),
  of('bulletin_text', 'Тексты рассылок', 'Texts of bulletins', 'Тексти розсилок', {
    bulletin_id: 'id',
    language: 'word',
    subject: 'text',
    markdown: 'text',
    html: 'text',
    plain: 'text',
  }),
  {
    ...of(
      'address_stop',
      'Отказ от рассылки по необратимой метке адреса: переживает стирание',
      'A stop by the irreversible mark of an address: it outlives erasure',
      'Відмова від розсилки за незворотною міткою адреси: переживає стирання',
      {
        tag: 'tag:pd:EmailAddress',
        stop_id: 'id',
        topic: 'name',
        how: 'word',
        at: 'time',
        undone_at: 'time',
        person_id: 'person',
        bulletin_id: 'id',
      },
    ),
    whose: 'address',
    erased: 'unlinked',
  },
  {
    ...of(
      'stop_link',
      'Ссылки отказа в отправленных письмах',
      'Links to stop, in messages that were sent',
      'Посилання відмови в надісланих листах',
      {
        token_hash: 'secret',
        return_hash: 'secret',
        tag: 'tag:pd:EmailAddress',
        topic: 'name',
        person_id: 'person',
        bulletin_id: 'id',
      },
    ),
    whose: 'address',
    erased: 'unlinked',
  },
];
