import type { ExplainedTable } from './explained-table.ts';
import { ofPerson as of } from './of-a-person.ts';

/** What guards a person's account, and by what the person is found. */
export const TABLES_OF_ACCOUNTS: readonly ExplainedTable[] = [
  {
    ...of(
      'own_key',
      'Ключ своей страницы без учётной записи',
      'The key of one’s own page without an account',
      'Ключ своєї сторінки без облікового запису',
      {
        key_hash: 'secret',
        person_id: 'person',
        created_at: 'time',
      },
    ),
    exported: false,
  },
  {
    ...of(
      'tag',
      'По чему человека находят, не храня этого',
      'What a person is found by, without holding it',
      'За чим людину знаходять, не зберігаючи цього',
      {
        tag: 'tag:pd:Identifying',
        index_name: 'word',
        epoch: 'count',
        person_id: 'person',
      },
    ),
    kept: 'until-replaced',
    exported: false,
  },
  of(
    'sign_in',
    'Чем входят: имя, адрес или телефон, и проверка пароля',
    'What one signs in by, and the check of the password',
    'Чим входять: ім’я, адреса або телефон, і перевірка пароля',
    {
      tag: 'tag:pd:Identifying',
      person_id: 'person',
      kind: 'word',
      verifier: 'secret:pd:Authenticating',
      created_at: 'time',
    },
  ),
  {
    ...of(
      'sign_in_step',
      'Вход, которому нужен второй фактор',
      'A sign-in that waits for a second factor',
      'Вхід, якому потрібен другий фактор',
      {
        step_hash: 'secret',
        person_id: 'person',
        expires_at: 'time',
      },
    ),
    kept: 'shortly',
    exported: false,
  },
  of('session', 'Сеансы', 'Sessions', 'Сеанси', {
    token_hash: 'secret',
    person_id: 'person',
    created_at: 'time',
    authenticated_at: 'time',
    seen_at: 'time',
    expires_at: 'time',
    ended_at: 'time',
    strong: 'word',
    looked_on: 'time',
    session_id: 'id',
    how: 'word',
    seen_record: 'id',
    new_device: 'word',
  }),
  of(
    'device',
    'Браузеры, из которых уже входили',
    'Browsers that have signed in before',
    'Браузери, з яких уже входили',
    {
      person_id: 'person',
      device_hash: 'secret',
      first_at: 'time',
      last_at: 'time',
    },
  ),
  of('passkey', 'Ключи доступа', 'Passkeys', 'Ключі доступу', {
    person_id: 'person',
    passkey_id: 'id',
    credential_id: 'proof',
    public_key: 'proof',
    sign_count: 'count',
    transports: 'word',
    backed_up: 'word',
    name_record: 'id',
    created_at: 'time',
    used_at: 'time',
  }),
  of('one_time_codes', 'Одноразовые коды', 'One-time codes', 'Одноразові коди', {
    person_id: 'person',
    secret_record: 'id',
    made_at: 'time',
    confirmed_at: 'time',
    last_step: 'count',
  }),
  of('recovery_code', 'Коды восстановления', 'Recovery codes', 'Коди відновлення', {
    code_hash: 'secret',
    person_id: 'person',
    made_at: 'time',
    used_at: 'time',
  }),
  of(
    'unmasking',
    'Когда и почему сотрудник открыл скрытое значение',
    'When and why staff unmasked a value',
    'Коли й чому співробітник відкрив приховане значення',
    {
      person_id: 'person',
      unmasking_id: 'id',
      n: 'count',
      field: 'name',
      role: 'word',
      reason_record: 'id',
      at: 'time',
    },
  ),
  {
    ...of(
      'person_card',
      'Случайный номер, под которым человека видит администрация',
      'The random number by which staff see a person',
      'Випадковий номер, під яким людину бачить адміністрація',
      {
        card_id: 'id',
        person_id: 'person',
      },
    ),
    exported: false,
  },
];
