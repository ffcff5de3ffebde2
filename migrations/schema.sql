-- The sum of all migrations. Written by `node tools/test.mjs --write schema`; never edited.

create table activity (
  day date not null,
  act text not null,
  answer text not null,
  times bigint not null,
  constraint activity_pkey PRIMARY KEY (day, act, answer),
  constraint activity_answer_check CHECK ((answer = ANY (ARRAY['allowed'::text, 'refused'::text, 'undone'::text, 'turned-away'::text, 'broken'::text]))),
  constraint activity_times_check CHECK ((times > 0))
);

create table address_code (
  person_id uuid not null,
  session_id uuid not null,
  field text not null,
  record_id uuid not null,
  tag bytea,
  code_hash bytea,
  expires_at timestamp with time zone not null,
  constraint address_code_pkey PRIMARY KEY (person_id, session_id),
  constraint address_code_check CHECK (((tag IS NULL) = (code_hash IS NULL))),
  constraint address_code_code_hash_check CHECK ((length(code_hash) = 32)),
  constraint address_code_tag_check CHECK ((length(tag) = 32))
);

create table address_stop (
  tag bytea not null,
  stop_id uuid not null,
  topic text,
  how text not null,
  at timestamp with time zone default clock_timestamp() not null,
  undone_at timestamp with time zone,
  person_id uuid,
  bulletin_id uuid,
  constraint address_stop_pkey PRIMARY KEY (tag, stop_id),
  constraint address_stop_how_check CHECK ((how = ANY (ARRAY['link'::text, 'one-click'::text, 'letter'::text, 'account'::text, 'mailto'::text, 'reply'::text, 'complaint'::text]))),
  constraint address_stop_tag_check CHECK ((length(tag) = 32))
);
CREATE INDEX address_stop_bulletin ON address_stop USING btree (bulletin_id) WHERE (bulletin_id IS NOT NULL);
CREATE INDEX address_stop_person ON address_stop USING btree (person_id) WHERE (person_id IS NOT NULL);

create table aggregate_group (
  aggregate text not null,
  value text not null,
  persons bigint not null,
  constraint aggregate_group_pkey PRIMARY KEY (aggregate, value),
  constraint aggregate_group_aggregate_fkey FOREIGN KEY (aggregate) REFERENCES aggregate_release(aggregate) ON DELETE CASCADE
);

create table aggregate_release (
  aggregate text not null,
  by text not null,
  released_at timestamp with time zone default clock_timestamp() not null,
  constraint aggregate_release_pkey PRIMARY KEY (aggregate)
);

create table appointment (
  person_id uuid not null,
  proof_id uuid not null,
  place_id uuid not null,
  at timestamp with time zone not null,
  seat integer not null,
  constraint appointment_pkey PRIMARY KEY (person_id, proof_id),
  constraint appointment_place_id_at_seat_key UNIQUE (place_id, at, seat),
  constraint appointment_person_id_proof_id_fkey FOREIGN KEY (person_id, proof_id) REFERENCES proof(person_id, proof_id) ON DELETE CASCADE,
  constraint appointment_place_id_fkey FOREIGN KEY (place_id) REFERENCES desk_place(place_id),
  constraint appointment_seat_check CHECK ((seat >= 1))
);

create table backup (
  backup_id uuid not null,
  kind text not null,
  file_name text not null,
  made_at timestamp with time zone not null,
  bytes bigint not null,
  digest bytea not null,
  ledger_size bigint not null,
  verified_at timestamp with time zone not null,
  destroy_by timestamp with time zone,
  folder text,
  destroyed_at timestamp with time zone,
  constraint backup_pkey PRIMARY KEY (backup_id),
  constraint backup_bytes_check CHECK ((bytes > 0)),
  constraint backup_check CHECK (((kind = 'keys'::text) = (destroy_by IS NOT NULL))),
  constraint backup_digest_check CHECK ((length(digest) = 32)),
  constraint backup_kind_check CHECK ((kind = ANY (ARRAY['data'::text, 'keys'::text]))),
  constraint backup_ledger_size_check CHECK ((ledger_size >= 0))
);
CREATE INDEX backup_made ON backup USING btree (made_at);

create table backup_run (
  run_id uuid not null,
  folder text not null,
  stamp text not null,
  begun_at timestamp with time zone default clock_timestamp() not null,
  bytes bigint default 0 not null,
  ended_at timestamp with time zone,
  failure text,
  constraint backup_run_pkey PRIMARY KEY (run_id),
  constraint backup_run_bytes_check CHECK ((bytes >= 0)),
  constraint backup_run_check CHECK (((failure IS NULL) OR (ended_at IS NOT NULL)))
);
CREATE INDEX backup_run_begun ON backup_run USING btree (begun_at);

create table brought_password (
  person_id uuid not null,
  scheme bytea not null,
  verifier bytea not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint brought_password_pkey PRIMARY KEY (person_id),
  constraint brought_password_verifier_check CHECK ((length(verifier) = 32))
);

create table bulletin (
  bulletin_id uuid not null,
  topic text not null,
  sender_name text not null,
  sender_address text not null,
  written_at timestamp with time zone default clock_timestamp() not null,
  confirmed_at timestamp with time zone,
  origin text,
  audience integer,
  ended_at timestamp with time zone,
  countries text[],
  proven boolean,
  starts_at timestamp with time zone,
  paused_at timestamp with time zone,
  test_of uuid,
  spread_to uuid,
  constraint bulletin_pkey PRIMARY KEY (bulletin_id),
  constraint bulletin_test_of_fkey FOREIGN KEY (test_of) REFERENCES bulletin(bulletin_id),
  constraint bulletin_topic_fkey FOREIGN KEY (topic) REFERENCES topic(topic),
  constraint bulletin_audience_check CHECK ((audience >= 0)),
  constraint bulletin_check CHECK (((confirmed_at IS NULL) = (audience IS NULL))),
  constraint bulletin_check1 CHECK (((confirmed_at IS NULL) = (origin IS NULL))),
  constraint bulletin_countries_check CHECK (((cardinality(countries) >= 1) AND (cardinality(countries) <= 250))),
  constraint bulletin_sender_address_check CHECK ((length(sender_address) <= 254)),
  constraint bulletin_sender_name_check CHECK ((length(sender_name) <= 100))
);
CREATE INDEX bulletin_test ON bulletin USING btree (test_of) WHERE (test_of IS NOT NULL);

create table bulletin_copy (
  person_id uuid not null,
  bulletin_id uuid not null,
  language text not null,
  not_before timestamp with time zone,
  settled_at timestamp with time zone,
  settled_as text,
  returned_as text,
  returned_at timestamp with time zone,
  constraint bulletin_copy_pkey PRIMARY KEY (person_id, bulletin_id),
  constraint bulletin_copy_bulletin_id_fkey FOREIGN KEY (bulletin_id) REFERENCES bulletin(bulletin_id),
  constraint bulletin_copy_check CHECK (((settled_at IS NULL) = (settled_as IS NULL))),
  constraint bulletin_copy_check1 CHECK (((returned_as IS NULL) = (returned_at IS NULL))),
  constraint bulletin_copy_returned_as_check CHECK ((returned_as = ANY (ARRAY['gone'::text, 'full'::text, 'refused'::text, 'complaint'::text]))),
  constraint bulletin_copy_settled_as_check CHECK ((settled_as = ANY (ARRAY['accepted'::text, 'refused'::text, 'unknown'::text, 'withheld'::text])))
);
CREATE INDEX bulletin_copy_bulletin ON bulletin_copy USING btree (bulletin_id, settled_as);
CREATE INDEX bulletin_copy_open ON bulletin_copy USING btree (bulletin_id, person_id) WHERE (settled_at IS NULL);

create table bulletin_hand_over (
  person_id uuid not null,
  bulletin_id uuid not null,
  attempt integer not null,
  entry bigint not null,
  version integer not null,
  at timestamp with time zone not null,
  outcome text,
  outcome_at timestamp with time zone,
  lane uuid,
  constraint bulletin_hand_over_pkey PRIMARY KEY (person_id, bulletin_id, attempt),
  constraint bulletin_hand_over_person_id_bulletin_id_fkey FOREIGN KEY (person_id, bulletin_id) REFERENCES bulletin_copy(person_id, bulletin_id) ON DELETE CASCADE,
  constraint bulletin_hand_over_version_fkey FOREIGN KEY (version) REFERENCES policy_version(number),
  constraint bulletin_hand_over_attempt_check CHECK ((attempt >= 1)),
  constraint bulletin_hand_over_check CHECK (((outcome IS NULL) = (outcome_at IS NULL))),
  constraint bulletin_hand_over_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'refused'::text, 'deferred'::text, 'unknown'::text])))
);
CREATE INDEX bulletin_hand_over_open ON bulletin_hand_over USING btree (bulletin_id) WHERE (outcome IS NULL);

create table bulletin_text (
  bulletin_id uuid not null,
  language text not null,
  subject text not null,
  markdown text not null,
  html text,
  plain text,
  constraint bulletin_text_pkey PRIMARY KEY (bulletin_id, language),
  constraint bulletin_text_bulletin_id_fkey FOREIGN KEY (bulletin_id) REFERENCES bulletin(bulletin_id),
  constraint bulletin_text_check CHECK (((html IS NULL) = (plain IS NULL))),
  constraint bulletin_text_markdown_check CHECK (((length(markdown) >= 1) AND (length(markdown) <= 8000))),
  constraint bulletin_text_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 150)))
);

create table canned_answer (
  canned_answer_id uuid not null,
  title text not null,
  answer text not null,
  written_at timestamp with time zone default clock_timestamp() not null,
  constraint canned_answer_pkey PRIMARY KEY (canned_answer_id),
  constraint canned_answer_answer_check CHECK (((length(answer) >= 1) AND (length(answer) <= 4000))),
  constraint canned_answer_title_check CHECK (((length(title) >= 1) AND (length(title) <= 100)))
);

create table checkpoint (
  size bigint not null,
  root bytea not null,
  note text not null,
  at timestamp with time zone default clock_timestamp() not null,
  witnessed boolean default false not null,
  constraint checkpoint_pkey PRIMARY KEY (size),
  constraint checkpoint_root_check CHECK ((length(root) = 32)),
  constraint checkpoint_size_check CHECK ((size >= 0))
);
CREATE INDEX checkpoint_witnessed ON checkpoint USING btree (size) WHERE witnessed;

create table code_letter (
  tag bytea not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint code_letter_tag_check CHECK ((length(tag) = 32))
);
CREATE INDEX code_letter_tag ON code_letter USING btree (tag, at);

create table conversation (
  person_id uuid not null,
  conversation_id uuid not null,
  begun_at timestamp with time zone default clock_timestamp() not null,
  last_at timestamp with time zone default clock_timestamp() not null,
  last_by text not null,
  assigned_to uuid,
  assigned_at timestamp with time zone,
  constraint conversation_pkey PRIMARY KEY (person_id, conversation_id),
  constraint conversation_conversation_id_key UNIQUE (conversation_id),
  constraint conversation_assigned CHECK (((assigned_to IS NULL) = (assigned_at IS NULL))),
  constraint conversation_last_by_check CHECK ((last_by = ANY (ARRAY['person'::text, 'administration'::text])))
);
CREATE INDEX conversation_waiting ON conversation USING btree (last_at) WHERE (last_by = 'person'::text);

create table conversation_message (
  person_id uuid not null,
  record_id uuid not null,
  conversation_id uuid not null,
  written_by text not null,
  at timestamp with time zone default clock_timestamp() not null,
  kind text default 'text'::text not null,
  bytes integer,
  constraint conversation_message_pkey PRIMARY KEY (person_id, record_id),
  constraint conversation_message_person_id_conversation_id_fkey FOREIGN KEY (person_id, conversation_id) REFERENCES conversation(person_id, conversation_id) ON DELETE CASCADE,
  constraint conversation_message_bytes_check CHECK ((bytes > 0)),
  constraint conversation_message_file CHECK (((kind = 'text'::text) = (bytes IS NULL))),
  constraint conversation_message_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'picture'::text, 'pdf'::text]))),
  constraint conversation_message_written_by_check CHECK ((written_by = ANY (ARRAY['person'::text, 'administration'::text])))
);
CREATE INDEX conversation_message_order ON conversation_message USING btree (person_id, conversation_id, at);

create table copy_request (
  person_id uuid not null,
  language text not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint copy_request_pkey PRIMARY KEY (person_id),
  constraint copy_request_language_check CHECK ((language = ANY (ARRAY['ru'::text, 'en'::text, 'uk'::text])))
);
CREATE INDEX copy_request_at ON copy_request USING btree (at);

create table cosignature (
  size bigint not null,
  witness text not null,
  line text not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint cosignature_pkey PRIMARY KEY (size, witness),
  constraint cosignature_size_fkey FOREIGN KEY (size) REFERENCES checkpoint(size) ON DELETE CASCADE,
  constraint cosignature_witness_check CHECK (((length(witness) >= 1) AND (length(witness) <= 200)))
);
CREATE INDEX cosignature_by_witness ON cosignature USING btree (witness, size);

create table credential (
  credential_id uuid not null,
  kind text not null,
  name text not null,
  secret_hash bytea not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  ended_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint credential_pkey PRIMARY KEY (credential_id),
  constraint credential_secret_hash_key UNIQUE (secret_hash),
  constraint credential_kind_check CHECK ((kind = ANY (ARRAY['service'::text, 'provider'::text]))),
  constraint credential_secret_hash_check CHECK ((length(secret_hash) = 32))
);
CREATE INDEX credential_name ON credential USING btree (kind, name) WHERE (ended_at IS NULL);

create table dealing (
  dealing_id uuid not null,
  service text not null,
  purpose text not null,
  reference text not null,
  proposed jsonb,
  opened_at timestamp with time zone default clock_timestamp() not null,
  person_id uuid,
  joined_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  constraint dealing_pkey PRIMARY KEY (dealing_id),
  constraint dealing_check CHECK (((person_id IS NULL) = (joined_at IS NULL))),
  constraint dealing_check1 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint dealing_ended_by_check CHECK ((ended_by = ANY (ARRAY['person'::text, 'service'::text]))),
  constraint dealing_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 100)))
);
CREATE INDEX dealing_person ON dealing USING btree (person_id, joined_at) WHERE (person_id IS NOT NULL);

create table demand (
  person_id uuid not null,
  demand_id uuid not null,
  fields text[] not null,
  reason text not null,
  ways text[] not null,
  held_back text not null,
  demanded_by uuid,
  demanded_at timestamp with time zone default clock_timestamp() not null,
  deadline timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  rule text,
  rule_version integer,
  from_amount bigint,
  from_currency text,
  proven_at timestamp with time zone,
  constraint demand_pkey PRIMARY KEY (person_id, demand_id),
  constraint demand_demand_id_key UNIQUE (demand_id),
  constraint demand_fields_check CHECK (((cardinality(fields) >= 1) AND (cardinality(fields) <= 10))),
  constraint demand_from_amount_check CHECK ((from_amount > 0)),
  constraint demand_from_currency_check CHECK ((from_currency ~ '^[A-Z]{3}$'::text)),
  constraint demand_held_back_check CHECK ((held_back = ANY (ARRAY['nothing'::text, 'transfers'::text, 'large-transfers'::text]))),
  constraint demand_reason_check CHECK ((reason = ANY (ARRAY['data-contradicts'::text, 'someone-else-claims'::text, 'large-transfer'::text, 'age-matters'::text, 'law-requires'::text]))),
  constraint demand_rule_check CHECK ((((demanded_by IS NULL) = (rule IS NOT NULL)) AND ((rule IS NULL) = (rule_version IS NULL)) AND ((rule IS NULL) = (from_amount IS NULL)) AND ((rule IS NULL) = (from_currency IS NULL)) AND ((rule IS NOT NULL) = (held_back = 'large-transfers'::text)))),
  constraint demand_ways_check CHECK (((ways <@ ARRAY['online'::text, 'offline'::text, 'post'::text]) AND ((cardinality(ways) >= 1) AND (cardinality(ways) <= 3))))
);
CREATE INDEX demand_open ON demand USING btree (deadline, demand_id) WHERE ((withdrawn_at IS NULL) AND (proven_at IS NULL));

create table desk_hours (
  place_id uuid not null,
  weekday integer not null,
  from_minute integer not null,
  to_minute integer not null,
  constraint desk_hours_pkey PRIMARY KEY (place_id, weekday, from_minute),
  constraint desk_hours_place_id_fkey FOREIGN KEY (place_id) REFERENCES desk_place(place_id),
  constraint desk_hours_check CHECK ((from_minute < to_minute)),
  constraint desk_hours_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint desk_hours_to_minute_check CHECK (((to_minute >= 1) AND (to_minute <= 1440))),
  constraint desk_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

create table desk_place (
  place_id uuid not null,
  name text not null,
  address text not null,
  zone text not null,
  slot_minutes integer not null,
  seats integer not null,
  opened_at timestamp with time zone default clock_timestamp() not null,
  closed_at timestamp with time zone,
  constraint desk_place_pkey PRIMARY KEY (place_id),
  constraint desk_place_seats_check CHECK (((seats >= 1) AND (seats <= 50))),
  constraint desk_place_slot_minutes_check CHECK (((slot_minutes >= 5) AND (slot_minutes <= 240)))
);

create table device (
  person_id uuid not null,
  device_hash bytea not null,
  first_at timestamp with time zone default clock_timestamp() not null,
  last_at timestamp with time zone default clock_timestamp() not null,
  constraint device_pkey PRIMARY KEY (person_id, device_hash),
  constraint device_device_hash_check CHECK ((length(device_hash) = 32))
);

create table earlier_ledger (
  origin text not null,
  size bigint not null,
  note text not null,
  ended_at timestamp with time zone default clock_timestamp() not null,
  entry bigint,
  constraint earlier_ledger_pkey PRIMARY KEY (origin),
  constraint earlier_ledger_size_check CHECK ((size >= 0))
);

create table earlier_text (
  earlier_text_id uuid not null,
  digest bytea not null,
  words text not null,
  stated_by text not null,
  stated_at timestamp with time zone default clock_timestamp() not null,
  constraint earlier_text_pkey PRIMARY KEY (earlier_text_id),
  constraint earlier_text_digest_check CHECK ((length(digest) = 32)),
  constraint earlier_text_stated_by_check CHECK (((length(stated_by) >= 1) AND (length(stated_by) <= 200))),
  constraint earlier_text_words_check CHECK (((length(words) >= 1) AND (length(words) <= 200000)))
);

create table ended_key (
  name text not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone default clock_timestamp() not null,
  destroyed_at timestamp with time zone,
  gone_at timestamp with time zone,
  constraint ended_key_pkey PRIMARY KEY (name),
  constraint ended_key_check CHECK (((destroyed_at IS NULL) = (gone_at IS NULL)))
);

create table entry (
  person_id uuid not null,
  n bigint not null,
  kind text not null,
  at timestamp with time zone not null,
  version integer not null,
  leaf bytea not null,
  salt bytea,
  body text,
  log_index bigint,
  constraint entry_pkey PRIMARY KEY (person_id, n),
  constraint entry_check CHECK (((salt IS NULL) = (body IS NULL))),
  constraint entry_leaf_check CHECK ((length(leaf) = 32)),
  constraint entry_n_check CHECK ((n >= 1)),
  constraint entry_salt_check CHECK ((length(salt) = 32))
);
CREATE INDEX entry_legal ON entry USING btree (person_id, n) WHERE (kind = ANY (ARRAY['receiveLegalRequest'::text, 'deliverLegalRequest'::text, 'answerLegalRequest'::text]));
CREATE UNIQUE INDEX entry_log_index ON entry USING btree (log_index) WHERE (log_index IS NOT NULL);
CREATE INDEX entry_pending ON entry USING btree (at, person_id, n) WHERE (log_index IS NULL);

create table erasure_request (
  person_id uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint erasure_request_pkey PRIMARY KEY (person_id)
);
CREATE INDEX erasure_request_at ON erasure_request USING btree (at);

create table forgetting_due (
  person_id uuid not null,
  due_id uuid default gen_random_uuid() not null,
  record_id uuid,
  constraint forgetting_due_pkey PRIMARY KEY (person_id, due_id)
);

create table form_nonce (
  nonce_hash bytea not null,
  person_id uuid not null,
  submission_id uuid not null,
  request_mac bytea not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint form_nonce_pkey PRIMARY KEY (nonce_hash),
  constraint form_nonce_nonce_hash_check CHECK ((length(nonce_hash) = 32)),
  constraint form_nonce_request_mac_check CHECK ((length(request_mac) = 32))
);
CREATE INDEX form_nonce_person ON form_nonce USING btree (person_id);

create table form_refusal (
  form text not null,
  day date not null,
  reason text not null,
  times bigint default 1 not null,
  constraint form_refusal_pkey PRIMARY KEY (form, day, reason),
  constraint form_refusal_reason_check CHECK ((reason = ANY (ARRAY['hidden-field'::text, 'too-often'::text])))
);

create table held_person (
  legal_request_id uuid not null,
  "position" integer not null,
  person_id uuid not null,
  country text,
  constraint held_person_pkey PRIMARY KEY (legal_request_id, "position"),
  constraint held_person_legal_request_id_fkey FOREIGN KEY (legal_request_id) REFERENCES hold(legal_request_id),
  constraint held_person_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
);

create table held_value (
  holder_id uuid not null,
  record_id uuid not null,
  person_id uuid not null,
  field text not null,
  version integer not null,
  sealed bytea not null,
  left_at timestamp with time zone not null,
  constraint held_value_pkey PRIMARY KEY (holder_id, record_id)
);

create table held_value_key (
  person_id uuid not null,
  record_id uuid not null,
  version integer not null,
  wrapped bytea not null,
  held_at timestamp with time zone default clock_timestamp() not null,
  constraint held_value_key_pkey PRIMARY KEY (person_id, record_id),
  constraint held_value_key_version_check CHECK ((version >= 1))
);

create table hold (
  legal_request_id uuid not null,
  holder_id uuid not null,
  until timestamp with time zone not null,
  set_at timestamp with time zone default clock_timestamp() not null,
  set_by uuid not null,
  renewed_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint hold_pkey PRIMARY KEY (legal_request_id),
  constraint hold_holder_id_key UNIQUE (holder_id),
  constraint hold_legal_request_id_fkey FOREIGN KEY (legal_request_id) REFERENCES legal_request(legal_request_id),
  constraint hold_check CHECK ((until > set_at))
);

create table idempotency (
  key_hash bytea not null,
  request_mac bytea not null,
  reference uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint idempotency_pkey PRIMARY KEY (key_hash),
  constraint idempotency_key_hash_check CHECK ((length(key_hash) = 32)),
  constraint idempotency_request_mac_check CHECK ((length(request_mac) = 32))
);
CREATE INDEX idempotency_at ON idempotency USING btree (at);

create table import_row (
  person_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  earlier_text_id uuid,
  at timestamp with time zone default clock_timestamp() not null,
  constraint import_row_pkey PRIMARY KEY (person_id, import_id),
  constraint import_row_earlier_text_id_fkey FOREIGN KEY (earlier_text_id) REFERENCES earlier_text(earlier_text_id),
  constraint import_row_row_number_check CHECK ((row_number >= 1))
);
CREATE UNIQUE INDEX import_row_number ON import_row USING btree (import_id, row_number);

create table inbox (
  person_id uuid not null,
  submission_id uuid not null,
  form text not null,
  left_at timestamp with time zone default date_trunc('milliseconds'::text, clock_timestamp()) not null,
  state text default 'new'::text not null,
  taken_by uuid,
  taken_at timestamp with time zone,
  done_at timestamp with time zone,
  constraint inbox_pkey PRIMARY KEY (person_id, submission_id),
  constraint inbox_submission_id_key UNIQUE (submission_id),
  constraint inbox_check CHECK (((state = 'new'::text) = (taken_by IS NULL))),
  constraint inbox_check1 CHECK (((taken_by IS NULL) = (taken_at IS NULL))),
  constraint inbox_check2 CHECK (((state = 'done'::text) = (done_at IS NOT NULL))),
  constraint inbox_state_check CHECK ((state = ANY (ARRAY['new'::text, 'taken'::text, 'done'::text])))
);
CREATE INDEX inbox_state ON inbox USING btree (state, left_at, submission_id);

create table inbox_reminder (
  person_id uuid not null,
  asked_at timestamp with time zone default clock_timestamp() not null,
  settled_on date,
  constraint inbox_reminder_pkey PRIMARY KEY (person_id)
);

create table job (
  job_id uuid not null,
  kind text not null,
  person_id uuid,
  reference uuid,
  run_at timestamp with time zone default clock_timestamp() not null,
  attempts integer default 0 not null,
  taken_at timestamp with time zone,
  done_at timestamp with time zone,
  failed_at timestamp with time zone,
  failure text,
  constraint job_pkey PRIMARY KEY (job_id)
);
CREATE INDEX job_due ON job USING btree (run_at) WHERE ((done_at IS NULL) AND (failed_at IS NULL));
CREATE INDEX job_failed ON job USING btree (failed_at DESC) WHERE (failed_at IS NOT NULL);

create table key_check (
  name text not null,
  check_value bytea not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  constraint key_check_pkey PRIMARY KEY (name),
  constraint key_check_check_value_check CHECK ((length(check_value) = 32))
);

create table ledger_key (
  number integer not null,
  public_key bytea not null,
  since timestamp with time zone not null,
  change_note text,
  ended_at timestamp with time zone,
  constraint ledger_key_pkey PRIMARY KEY (number),
  constraint ledger_key_check CHECK (((change_note IS NULL) = (number = 1))),
  constraint ledger_key_number_check CHECK ((number >= 1)),
  constraint ledger_key_public_key_check CHECK ((length(public_key) = 32))
);

create table legal_request (
  legal_request_id uuid not null,
  ground text not null,
  authority_key text not null,
  received_at timestamp with time zone default clock_timestamp() not null,
  received_by uuid not null,
  expires_at timestamp with time zone not null,
  authenticated_at timestamp with time zone,
  authenticated_by uuid,
  scoped_at timestamp with time zone,
  scoped_by uuid,
  asked_fields text[],
  fields text[],
  left_from timestamp with time zone,
  left_until timestamp with time zone,
  found_at timestamp with time zone,
  found_by uuid,
  approved_at timestamp with time zone,
  approved_by uuid,
  produced_at timestamp with time zone,
  manifest jsonb,
  digest bytea,
  taken_at timestamp with time zone,
  taken_by uuid,
  delivered_at timestamp with time zone,
  delivered_by uuid,
  answered_at timestamp with time zone,
  answered_by uuid,
  answer text,
  gag_until timestamp with time zone,
  urgent boolean default false not null,
  objected_at timestamp with time zone,
  objected_by uuid,
  constraint legal_request_pkey PRIMARY KEY (legal_request_id),
  constraint legal_request_answer_check CHECK ((answer = ANY (ARRAY['no-data-held'::text, 'refused'::text]))),
  constraint legal_request_authority_key_check CHECK (((authority_key ~ '^age1[0-9a-z]+$'::text) AND (length(authority_key) <= 2000))),
  constraint legal_request_check CHECK (((authenticated_at IS NULL) = (authenticated_by IS NULL))),
  constraint legal_request_check1 CHECK (((scoped_at IS NULL) = (scoped_by IS NULL))),
  constraint legal_request_check10 CHECK (((manifest IS NULL) = (digest IS NULL))),
  constraint legal_request_check11 CHECK (((scoped_at IS NULL) OR (authenticated_at IS NOT NULL))),
  constraint legal_request_check12 CHECK (((found_at IS NULL) OR (scoped_at IS NOT NULL))),
  constraint legal_request_check13 CHECK (((approved_at IS NULL) OR ((found_by IS NOT NULL) AND (approved_by <> found_by)))),
  constraint legal_request_check14 CHECK (((produced_at IS NULL) OR (approved_at IS NOT NULL))),
  constraint legal_request_check15 CHECK (((manifest IS NULL) OR (produced_at IS NOT NULL))),
  constraint legal_request_check16 CHECK (((taken_at IS NULL) OR (manifest IS NOT NULL))),
  constraint legal_request_check17 CHECK (((delivered_at IS NULL) OR (taken_at IS NOT NULL))),
  constraint legal_request_check18 CHECK (((answered_at IS NULL) OR (taken_at IS NULL))),
  constraint legal_request_check2 CHECK (((scoped_at IS NULL) = (asked_fields IS NULL))),
  constraint legal_request_check3 CHECK (((scoped_at IS NULL) = (fields IS NULL))),
  constraint legal_request_check4 CHECK (((found_at IS NULL) = (found_by IS NULL))),
  constraint legal_request_check5 CHECK (((approved_at IS NULL) = (approved_by IS NULL))),
  constraint legal_request_check6 CHECK (((taken_at IS NULL) = (taken_by IS NULL))),
  constraint legal_request_check7 CHECK (((delivered_at IS NULL) = (delivered_by IS NULL))),
  constraint legal_request_check8 CHECK (((answered_at IS NULL) = (answered_by IS NULL))),
  constraint legal_request_check9 CHECK (((answered_at IS NULL) = (answer IS NULL))),
  constraint legal_request_digest_check CHECK ((length(digest) = 32)),
  constraint legal_request_objected CHECK (((objected_at IS NULL) = (objected_by IS NULL)))
);
CREATE INDEX legal_request_received ON legal_request USING btree (received_at DESC, legal_request_id);

create table legal_request_batch (
  legal_request_id uuid not null,
  batch integer not null,
  made_at timestamp with time zone not null,
  manifest jsonb,
  digest bytea,
  taken_at timestamp with time zone,
  constraint legal_request_batch_pkey PRIMARY KEY (legal_request_id, batch),
  constraint legal_request_batch_legal_request_id_fkey FOREIGN KEY (legal_request_id) REFERENCES legal_request(legal_request_id),
  constraint legal_request_batch_batch_check CHECK (((batch >= 1) AND (batch <= 100))),
  constraint legal_request_batch_check CHECK (((manifest IS NULL) = (digest IS NULL))),
  constraint legal_request_batch_check1 CHECK (((taken_at IS NULL) OR (digest IS NOT NULL))),
  constraint legal_request_batch_digest_check CHECK ((length(digest) = 32))
);

create table legal_request_person (
  legal_request_id uuid not null,
  "position" integer not null,
  person_id uuid,
  produced_at timestamp with time zone,
  produced_fields text[],
  digest bytea,
  bytes integer,
  dealing_id uuid,
  told_at timestamp with time zone,
  constraint legal_request_person_pkey PRIMARY KEY (legal_request_id, "position"),
  constraint legal_request_person_legal_request_id_fkey FOREIGN KEY (legal_request_id) REFERENCES legal_request(legal_request_id),
  constraint legal_request_person_bytes_check CHECK ((bytes > 0)),
  constraint legal_request_person_check CHECK (((produced_at IS NULL) = (produced_fields IS NULL))),
  constraint legal_request_person_check1 CHECK (((digest IS NULL) = (bytes IS NULL))),
  constraint legal_request_person_check2 CHECK (((digest IS NOT NULL) = (COALESCE(produced_fields, '{}'::text[]) <> '{}'::text[]))),
  constraint legal_request_person_digest_check CHECK ((length(digest) = 32)),
  constraint legal_request_person_position_check CHECK ((("position" >= 1) AND ("position" <= 10000)))
);
CREATE UNIQUE INDEX legal_request_person_of ON legal_request_person USING btree (person_id, legal_request_id) WHERE (person_id IS NOT NULL);

create table log_tile (
  level smallint not null,
  number bigint not null,
  hashes bytea not null,
  constraint log_tile_pkey PRIMARY KEY (level, number),
  constraint log_tile_hashes_check CHECK ((((length(hashes) % 32) = 0) AND ((length(hashes) >= 32) AND (length(hashes) <= 8192)))),
  constraint log_tile_level_check CHECK (((level >= '-1'::integer) AND (level <= 7)))
);

create table mailbox_request (
  request_hash bytea not null,
  request_id uuid not null,
  tags bytea[] not null,
  expires_at timestamp with time zone not null,
  person_id uuid,
  code_hash bytea,
  constraint mailbox_request_pkey PRIMARY KEY (request_hash),
  constraint mailbox_request_request_id_key UNIQUE (request_id),
  constraint mailbox_request_check CHECK (((person_id IS NULL) = (code_hash IS NULL))),
  constraint mailbox_request_code_hash_check CHECK ((length(code_hash) = 32)),
  constraint mailbox_request_request_hash_check CHECK ((length(request_hash) = 32))
);
CREATE INDEX mailbox_request_expires ON mailbox_request USING btree (expires_at);

create table message_address (
  person_id uuid not null,
  field text not null,
  tag bytea not null,
  constraint message_address_pkey PRIMARY KEY (person_id, field),
  constraint message_address_tag_check CHECK ((length(tag) = 32))
);

create table migration (
  number integer not null,
  name text not null,
  sha256 bytea not null,
  applied_at timestamp with time zone default clock_timestamp() not null,
  constraint migration_pkey PRIMARY KEY (number),
  constraint migration_number_check CHECK ((number >= 1)),
  constraint migration_sha256_check CHECK ((length(sha256) = 32))
);
CREATE TRIGGER migration_came AFTER INSERT ON migration FOR EACH STATEMENT EXECUTE FUNCTION count_migrations();

create table objection (
  person_id uuid not null,
  objection_id uuid not null,
  proof_id uuid not null,
  record_id uuid not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  outcome text,
  decided_by uuid,
  decided_at timestamp with time zone,
  reviewer text,
  constraint objection_pkey PRIMARY KEY (person_id, objection_id),
  constraint objection_objection_id_key UNIQUE (objection_id),
  constraint objection_person_id_proof_id_key UNIQUE (person_id, proof_id),
  constraint objection_person_id_proof_id_fkey FOREIGN KEY (person_id, proof_id) REFERENCES proof(person_id, proof_id) ON DELETE CASCADE,
  constraint objection_check CHECK (((decided_at IS NULL) = (outcome IS NULL))),
  constraint objection_check1 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
  constraint objection_check2 CHECK (((decided_at IS NULL) = (reviewer IS NULL))),
  constraint objection_outcome_check CHECK ((outcome = ANY (ARRAY['kept'::text, 'set-aside'::text, 'withdrawn'::text]))),
  constraint objection_reviewer_check CHECK ((reviewer = ANY (ARRAY['another'::text, 'sole'::text])))
);
CREATE INDEX objection_waiting ON objection USING btree (made_at) WHERE (decided_at IS NULL);

create table one_time_codes (
  person_id uuid not null,
  secret_record uuid not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  confirmed_at timestamp with time zone,
  last_step bigint default 0 not null,
  constraint one_time_codes_pkey PRIMARY KEY (person_id)
);

create table own_key (
  key_hash bytea not null,
  person_id uuid not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint own_key_pkey PRIMARY KEY (key_hash),
  constraint own_key_key_hash_check CHECK ((length(key_hash) = 32))
);
CREATE INDEX own_key_person ON own_key USING btree (person_id);

create table owner_link (
  link_hash bytea not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  expires_at timestamp with time zone not null,
  claimed_at timestamp with time zone,
  invitation_id uuid,
  role text default 'owner'::text not null,
  constraint owner_link_pkey PRIMARY KEY (link_hash),
  constraint owner_link_invitation_id_key UNIQUE (invitation_id),
  constraint owner_link_link_hash_check CHECK ((length(link_hash) = 32)),
  constraint owner_link_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'editor'::text, 'verifier'::text, 'legal-officer'::text, 'support'::text])))
);

create table passkey (
  person_id uuid not null,
  passkey_id uuid not null,
  credential_id bytea not null,
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] not null,
  backed_up boolean not null,
  name_record uuid not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  used_at timestamp with time zone,
  constraint passkey_pkey PRIMARY KEY (person_id, passkey_id),
  constraint passkey_credential_id_key UNIQUE (credential_id),
  constraint passkey_credential_id_check CHECK (((length(credential_id) >= 1) AND (length(credential_id) <= 1023))),
  constraint passkey_sign_count_check CHECK ((sign_count >= 0))
);

create table person (
  person_id uuid not null,
  chain bytea not null,
  country text,
  country_how text,
  language text not null,
  restricted_at timestamp with time zone,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint person_pkey PRIMARY KEY (person_id),
  constraint person_chain_key UNIQUE (chain),
  constraint person_chain_check CHECK ((length(chain) = 16)),
  constraint person_check CHECK (((country IS NULL) = (country_how IS NULL))),
  constraint person_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint person_country_how_check CHECK ((country_how = ANY (ARRAY['declared'::text, 'verified'::text])))
);
CREATE TRIGGER person_came AFTER INSERT ON person REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION count_person();
CREATE TRIGGER person_changed AFTER UPDATE ON person REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION count_person();
CREATE TRIGGER person_went AFTER DELETE ON person REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION count_person();

create table person_card (
  card_id uuid not null,
  person_id uuid not null,
  constraint person_card_pkey PRIMARY KEY (card_id),
  constraint person_card_person_id_key UNIQUE (person_id)
);

create table person_count (
  by text not null,
  value text not null,
  persons bigint not null,
  constraint person_count_pkey PRIMARY KEY (by, value),
  constraint person_count_by_check CHECK ((by = ANY (ARRAY['country'::text, 'language'::text, 'month'::text])))
);

create table person_count_change (
  change_id uuid default gen_random_uuid() not null,
  by text not null,
  value text not null,
  persons integer not null,
  constraint person_count_change_pkey PRIMARY KEY (change_id)
);

create table person_key (
  person_id uuid not null,
  epoch integer not null,
  wrapped bytea not null,
  constraint person_key_pkey PRIMARY KEY (person_id),
  constraint person_key_epoch_check CHECK ((epoch >= 1))
);

create table person_stop (
  person_id uuid not null,
  stop_id uuid not null,
  topic text,
  how text not null,
  at timestamp with time zone default clock_timestamp() not null,
  undone_at timestamp with time zone,
  constraint person_stop_pkey PRIMARY KEY (person_id, stop_id),
  constraint person_stop_how_check CHECK ((how = ANY (ARRAY['link'::text, 'one-click'::text, 'letter'::text, 'account'::text, 'mailto'::text, 'reply'::text, 'complaint'::text])))
);
CREATE UNIQUE INDEX person_stop_now ON person_stop USING btree (person_id, COALESCE(topic, ''::text)) WHERE (undone_at IS NULL);

create table policy_version (
  number integer not null,
  digest bytea not null,
  meaning bytea not null,
  published_at timestamp with time zone default clock_timestamp() not null,
  published_by text not null,
  body text not null,
  constraint policy_version_pkey PRIMARY KEY (number),
  constraint policy_version_digest_check CHECK ((length(digest) = 32)),
  constraint policy_version_meaning_check CHECK ((length(meaning) = 32)),
  constraint policy_version_number_check CHECK ((number >= 1))
);

create table probe_result (
  section text not null,
  name text not null,
  version integer not null,
  passed boolean not null,
  changed boolean not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint probe_result_pkey PRIMARY KEY (section, name),
  constraint probe_result_version_fkey FOREIGN KEY (version) REFERENCES policy_version(number)
);

create table proof (
  person_id uuid not null,
  proof_id uuid not null,
  demand_id uuid not null,
  way text not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  record_id uuid,
  forgotten_at timestamp with time zone,
  code_hash bytea,
  code_until timestamp with time zone,
  given_up_at timestamp with time zone,
  decision text,
  reason text,
  document text,
  decided_by uuid,
  decided_at timestamp with time zone,
  reviewer text,
  letter_by uuid,
  slip_hash bytea,
  slip_until timestamp with time zone,
  slip_entered_at timestamp with time zone,
  mrz_record_id uuid,
  assigned_to uuid,
  constraint proof_pkey PRIMARY KEY (person_id, proof_id),
  constraint proof_code_hash_key UNIQUE (code_hash),
  constraint proof_proof_id_key UNIQUE (proof_id),
  constraint proof_slip_hash_key UNIQUE (slip_hash),
  constraint proof_person_id_demand_id_fkey FOREIGN KEY (person_id, demand_id) REFERENCES demand(person_id, demand_id),
  constraint proof_check1 CHECK (((code_hash IS NULL) = (code_until IS NULL))),
  constraint proof_check2 CHECK (((way = 'online'::text) OR (record_id IS NULL))),
  constraint proof_check3 CHECK (((decided_at IS NULL) = (decision IS NULL))),
  constraint proof_check4 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
  constraint proof_check5 CHECK (((decided_at IS NULL) = (reviewer IS NULL))),
  constraint proof_check6 CHECK (((decision IS NULL) OR ((decision = 'approved'::text) = (reason IS NULL)))),
  constraint proof_check7 CHECK (((decision IS DISTINCT FROM 'approved'::text) OR (document IS NOT NULL))),
  constraint proof_check8 CHECK (((decided_at IS NULL) OR (given_up_at IS NULL))),
  constraint proof_check9 CHECK (((decided_at IS NULL) OR (record_id IS NULL))),
  constraint proof_code_hash_check CHECK ((length(code_hash) = 32)),
  constraint proof_code_of_way CHECK (
CASE way
    WHEN 'online'::text THEN (code_hash IS NULL)
    WHEN 'offline'::text THEN (code_hash IS NOT NULL)
    ELSE true
END),
  constraint proof_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'again'::text, 'refused'::text]))),
  constraint proof_document_check CHECK ((document = ANY (ARRAY['passport'::text, 'internal-passport'::text, 'id-card'::text, 'driving-licence'::text, 'residence-permit'::text, 'letter'::text, 'other'::text]))),
  constraint proof_letter CHECK (((letter_by IS NOT NULL) = ((way = 'post'::text) AND (code_hash IS NOT NULL)))),
  constraint proof_mrz_goes CHECK (((decided_at IS NULL) OR (mrz_record_id IS NULL))),
  constraint proof_reason_check CHECK ((reason = ANY (ARRAY['unreadable'::text, 'not-whole'::text, 'expired'::text, 'wrong-document'::text, 'field-not-shown'::text, 'shows-another-value'::text, 'not-genuine'::text, 'someone-else'::text]))),
  constraint proof_reviewer_check CHECK ((reviewer = ANY (ARRAY['another'::text, 'sole'::text]))),
  constraint proof_slip CHECK (((slip_hash IS NULL) = (slip_until IS NULL))),
  constraint proof_slip_entered CHECK (((slip_entered_at IS NULL) OR (slip_hash IS NOT NULL))),
  constraint proof_slip_hash_check CHECK ((length(slip_hash) = 32)),
  constraint proof_way_check CHECK ((way = ANY (ARRAY['online'::text, 'offline'::text, 'post'::text])))
);
CREATE UNIQUE INDEX proof_standing ON proof USING btree (person_id, demand_id) WHERE ((decided_at IS NULL) AND (given_up_at IS NULL));
CREATE INDEX proof_waiting ON proof USING btree (way, made_at, proof_id) WHERE ((code_hash IS NULL) AND (decided_at IS NULL) AND (given_up_at IS NULL));

create table proved_address (
  person_id uuid not null,
  field text not null,
  tag bytea not null,
  record_id uuid not null,
  proved_at timestamp with time zone default clock_timestamp() not null,
  constraint proved_address_pkey PRIMARY KEY (person_id, field),
  constraint proved_address_tag_key UNIQUE (tag),
  constraint proved_address_tag_check CHECK ((length(tag) = 32))
);

create table recovery_code (
  code_hash bytea not null,
  person_id uuid not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  used_at timestamp with time zone,
  constraint recovery_code_pkey PRIMARY KEY (code_hash),
  constraint recovery_code_code_hash_check CHECK ((length(code_hash) = 32))
);
CREATE INDEX recovery_code_person ON recovery_code USING btree (person_id);

create table refusal_count (
  half text not null,
  act text not null,
  recipient text not null,
  refused bigint not null,
  constraint refusal_count_pkey PRIMARY KEY (half, act, recipient),
  constraint refusal_count_half_check CHECK ((half ~ '^[0-9]{4}-H[12]$'::text)),
  constraint refusal_count_refused_check CHECK ((refused > 0))
);

create table refusal_cursor (
  one boolean default true not null,
  log_index bigint not null,
  constraint refusal_cursor_pkey PRIMARY KEY (one),
  constraint refusal_cursor_one_check CHECK (one)
);

create table restoration (
  restored_at timestamp with time zone default clock_timestamp() not null,
  backup_made_at timestamp with time zone not null,
  values_kept bigint not null,
  values_forgotten bigint not null,
  constraint restoration_pkey PRIMARY KEY (restored_at)
);

create table restore_drill (
  at timestamp with time zone default clock_timestamp() not null,
  backup_made_at timestamp with time zone not null,
  values_opened bigint not null,
  constraint restore_drill_pkey PRIMARY KEY (at)
);

create table returned_address (
  tag bytea not null,
  times integer not null,
  last_as text not null,
  last_at timestamp with time zone default clock_timestamp() not null,
  silent_since timestamp with time zone,
  constraint returned_address_pkey PRIMARY KEY (tag),
  constraint returned_address_last_as_check CHECK ((last_as = ANY (ARRAY['gone'::text, 'full'::text, 'refused'::text]))),
  constraint returned_address_tag_check CHECK ((length(tag) = 32)),
  constraint returned_address_times_check CHECK ((times >= 1))
);

create table sealed_batch (
  day date not null,
  leaves integer not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  constraint sealed_batch_pkey PRIMARY KEY (day),
  constraint sealed_batch_leaves_check CHECK ((leaves >= 16))
);

create table sealed_entry (
  sealed_id uuid not null,
  matter_id uuid not null,
  person_id uuid,
  kind text not null,
  at timestamp with time zone not null,
  version integer not null,
  leaf bytea not null,
  salt bytea,
  body text,
  batched_at timestamp with time zone,
  opened_n bigint,
  constraint sealed_entry_pkey PRIMARY KEY (sealed_id),
  constraint sealed_entry_check CHECK (((salt IS NULL) = (body IS NULL))),
  constraint sealed_entry_check1 CHECK (((person_id IS NULL) = (body IS NULL))),
  constraint sealed_entry_check2 CHECK (((opened_n IS NULL) OR (batched_at IS NOT NULL))),
  constraint sealed_entry_leaf_check CHECK ((length(leaf) = 32)),
  constraint sealed_entry_salt_check CHECK ((length(salt) = 32))
);
CREATE INDEX sealed_entry_closed ON sealed_entry USING btree (matter_id, at) WHERE (opened_n IS NULL);
CREATE INDEX sealed_entry_person ON sealed_entry USING btree (person_id, matter_id) WHERE (person_id IS NOT NULL);
CREATE INDEX sealed_entry_waiting ON sealed_entry USING btree (matter_id, at) WHERE (batched_at IS NULL);

create table sender (
  address text not null,
  name text not null,
  since timestamp with time zone default clock_timestamp() not null,
  constraint sender_pkey PRIMARY KEY (address),
  constraint sender_address_check CHECK (((length(address) >= 3) AND (length(address) <= 254))),
  constraint sender_name_check CHECK ((length(name) <= 100))
);

create table service_endpoint (
  service text not null,
  address text not null,
  set_at timestamp with time zone default clock_timestamp() not null,
  older_until timestamp with time zone,
  rests_until timestamp with time zone,
  heard_at timestamp with time zone,
  constraint service_endpoint_pkey PRIMARY KEY (service),
  constraint service_endpoint_address_check CHECK ((length(address) <= 500)),
  constraint service_endpoint_service_check CHECK ((service ~ '^[a-z][a-z0-9-]{0,39}$'::text))
);

create table service_notice (
  person_id uuid not null,
  notice_id uuid not null,
  service text not null,
  purpose text not null,
  kind text not null,
  dealing_id uuid,
  transfer_id uuid,
  fields text[],
  status text,
  pseudonym text,
  at timestamp with time zone default clock_timestamp() not null,
  tries integer default 0 not null,
  delivered_at timestamp with time zone,
  given_up_at timestamp with time zone,
  failure text,
  constraint service_notice_pkey PRIMARY KEY (person_id, notice_id),
  constraint service_notice_failure_check CHECK ((failure = ANY (ARRAY['no-answer'::text, 'refused'::text, 'gone'::text, 'policy'::text]))),
  constraint service_notice_kind_check CHECK ((kind = ANY (ARRAY['dealing.joined'::text, 'dealing.ended'::text, 'data.changed'::text, 'person.paused'::text, 'person.resumed'::text, 'person.erased'::text, 'transfer.changed'::text])))
);
CREATE INDEX service_notice_service ON service_notice USING btree (service, at);

create table service_sign_in (
  kind text not null,
  key_hash bytea not null,
  uid_hash bytea,
  person_id uuid,
  dealing_id uuid,
  sealed bytea not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint service_sign_in_pkey PRIMARY KEY (kind, key_hash),
  constraint service_sign_in_key_hash_check CHECK ((length(key_hash) = 32)),
  constraint service_sign_in_kind_check CHECK ((kind = ANY (ARRAY['Session'::text, 'Interaction'::text, 'Grant'::text, 'AuthorizationCode'::text, 'AccessToken'::text, 'RefreshToken'::text, 'PushedAuthorizationRequest'::text, 'ReplayDetection'::text]))),
  constraint service_sign_in_uid_hash_check CHECK ((length(uid_hash) = 32))
);
CREATE INDEX service_sign_in_dealing ON service_sign_in USING btree (dealing_id) WHERE (dealing_id IS NOT NULL);
CREATE INDEX service_sign_in_expires ON service_sign_in USING btree (expires_at);
CREATE INDEX service_sign_in_person ON service_sign_in USING btree (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX service_sign_in_uid ON service_sign_in USING btree (uid_hash) WHERE (uid_hash IS NOT NULL);

create table session (
  token_hash bytea not null,
  person_id uuid not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  authenticated_at timestamp with time zone default clock_timestamp() not null,
  seen_at timestamp with time zone default clock_timestamp() not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  strong boolean default false not null,
  looked_on date,
  session_id uuid default gen_random_uuid() not null,
  how text default 'registration'::text not null,
  seen_record uuid,
  new_device boolean default false not null,
  glanced_on date,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_how_check CHECK ((how = ANY (ARRAY['registration'::text, 'password'::text, 'one-time-code'::text, 'recovery-code'::text, 'passkey'::text, 'recovery'::text]))),
  constraint session_token_hash_check CHECK ((length(token_hash) = 32))
);
CREATE UNIQUE INDEX session_id ON session USING btree (session_id);
CREATE INDEX session_person ON session USING btree (person_id);

create table sign_in (
  tag bytea not null,
  person_id uuid not null,
  kind text not null,
  verifier bytea not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  password text default 'long'::text not null,
  constraint sign_in_pkey PRIMARY KEY (tag, person_id),
  constraint sign_in_tag_fkey FOREIGN KEY (tag) REFERENCES sign_in_salt(tag) ON DELETE CASCADE,
  constraint sign_in_kind_check CHECK ((kind = ANY (ARRAY['account-name'::text, 'email'::text, 'phone'::text]))),
  constraint sign_in_password_check CHECK ((password = ANY (ARRAY['long'::text, 'short'::text, 'none'::text]))),
  constraint sign_in_verifier_check CHECK ((length(verifier) = 32))
);
CREATE INDEX sign_in_person ON sign_in USING btree (person_id);

create table sign_in_salt (
  tag bytea not null,
  salt bytea not null,
  constraint sign_in_salt_pkey PRIMARY KEY (tag),
  constraint sign_in_salt_salt_check CHECK ((length(salt) = 16)),
  constraint sign_in_salt_tag_check CHECK ((length(tag) = 32))
);

create table sign_in_step (
  step_hash bytea not null,
  person_id uuid not null,
  expires_at timestamp with time zone not null,
  constraint sign_in_step_pkey PRIMARY KEY (step_hash),
  constraint sign_in_step_step_hash_check CHECK ((length(step_hash) = 32))
);
CREATE INDEX sign_in_step_expires ON sign_in_step USING btree (expires_at);

create table site (
  single boolean default true not null,
  site_id uuid not null,
  origin text not null,
  facts_number bigint default 0 not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  migrations integer default 0 not null,
  constraint site_pkey PRIMARY KEY (single),
  constraint site_origin_check CHECK ((origin ~ '^kristalux/[a-z2-7]{16}$'::text)),
  constraint site_single_check CHECK (single)
);

create table site_export (
  export_id uuid not null,
  recipient text not null,
  ordered_at timestamp with time zone default clock_timestamp() not null,
  ended_at timestamp with time zone,
  persons integer,
  manifest bytea,
  constraint site_export_pkey PRIMARY KEY (export_id),
  constraint site_export_manifest_check CHECK ((length(manifest) = 32)),
  constraint site_export_persons_check CHECK ((persons >= 0)),
  constraint site_export_recipient_check CHECK ((length(recipient) <= 5000))
);
CREATE UNIQUE INDEX site_export_open ON site_export USING btree ((true)) WHERE (ended_at IS NULL);

create table spent_challenge (
  challenge_hash bytea not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint spent_challenge_pkey PRIMARY KEY (challenge_hash),
  constraint spent_challenge_challenge_hash_check CHECK ((length(challenge_hash) = 32))
);
CREATE INDEX spent_challenge_at ON spent_challenge USING btree (at);

create table staff (
  person_id uuid not null,
  role text not null,
  since timestamp with time zone default clock_timestamp() not null,
  ended_at timestamp with time zone,
  suspended_at timestamp with time zone,
  constraint staff_pkey PRIMARY KEY (person_id, role, since),
  constraint staff_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'editor'::text, 'verifier'::text, 'legal-officer'::text, 'support'::text])))
);
CREATE UNIQUE INDEX staff_now ON staff USING btree (person_id, role) WHERE (ended_at IS NULL);

create table staff_recovery (
  key_hash bytea not null,
  number text not null,
  asked_at timestamp with time zone default clock_timestamp() not null,
  person_id uuid,
  checked_how text,
  begun_by uuid,
  begun_at timestamp with time zone,
  ready_at timestamp with time zone,
  needs_second boolean,
  approved_by uuid,
  approved_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint staff_recovery_pkey PRIMARY KEY (key_hash),
  constraint staff_recovery_number_key UNIQUE (number),
  constraint staff_recovery_check CHECK (((person_id IS NULL) = (begun_by IS NULL))),
  constraint staff_recovery_check1 CHECK (((person_id IS NULL) = (ready_at IS NULL))),
  constraint staff_recovery_check2 CHECK (((person_id IS NULL) = (needs_second IS NULL))),
  constraint staff_recovery_check3 CHECK (((approved_by IS NULL) = (approved_at IS NULL))),
  constraint staff_recovery_check4 CHECK (((approved_by IS NULL) OR (approved_by <> begun_by))),
  constraint staff_recovery_checked_how_check CHECK ((checked_how = ANY (ARRAY['document'::text, 'in-person'::text, 'conversation'::text]))),
  constraint staff_recovery_key_hash_check CHECK ((length(key_hash) = 32)),
  constraint staff_recovery_number_check CHECK ((number ~ '^[0-9a-z]{4}-[0-9a-z]{4}$'::text))
);
CREATE INDEX staff_recovery_person ON staff_recovery USING btree (person_id) WHERE (person_id IS NOT NULL);

create table stop_link (
  token_hash bytea not null,
  tag bytea not null,
  topic text not null,
  person_id uuid,
  return_hash bytea,
  bulletin_id uuid,
  constraint stop_link_pkey PRIMARY KEY (token_hash),
  constraint stop_link_return_hash_key UNIQUE (return_hash),
  constraint stop_link_return_hash_check CHECK ((length(return_hash) = 32)),
  constraint stop_link_tag_check CHECK ((length(tag) = 32)),
  constraint stop_link_token_hash_check CHECK ((length(token_hash) = 32))
);
CREATE INDEX stop_link_person ON stop_link USING btree (person_id) WHERE (person_id IS NOT NULL);

create table submission (
  person_id uuid not null,
  submission_id uuid not null,
  form text not null,
  fields text[] not null,
  version integer not null,
  language text not null,
  at timestamp with time zone default clock_timestamp() not null,
  message_record uuid,
  constraint submission_pkey PRIMARY KEY (person_id, submission_id)
);

create table tag (
  tag bytea not null,
  index_name text not null,
  epoch integer not null,
  person_id uuid not null,
  constraint tag_pkey PRIMARY KEY (tag, index_name, person_id),
  constraint tag_tag_check CHECK ((length(tag) = 32))
);
CREATE INDEX tag_person ON tag USING btree (person_id);

create table throttle (
  key_hash bytea not null,
  failures integer not null,
  until timestamp with time zone not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint throttle_pkey PRIMARY KEY (key_hash),
  constraint throttle_failures_check CHECK ((failures >= 1)),
  constraint throttle_key_hash_check CHECK ((length(key_hash) = 32))
);

create table tombstone (
  person_id uuid not null,
  tombstone_id uuid default gen_random_uuid() not null,
  record_id uuid,
  version integer,
  at timestamp with time zone default clock_timestamp() not null,
  constraint tombstone_pkey PRIMARY KEY (person_id, tombstone_id),
  constraint tombstone_check CHECK (((record_id IS NULL) = (version IS NULL))),
  constraint tombstone_version_check CHECK ((version >= 1))
);

create table tombstone_file (
  file_id uuid not null,
  bytes bigint not null,
  constraint tombstone_file_pkey PRIMARY KEY (file_id),
  constraint tombstone_file_bytes_check CHECK ((bytes >= 0))
);

create table topic (
  topic text not null,
  name_ru text not null,
  name_en text not null,
  name_uk text not null,
  since timestamp with time zone default clock_timestamp() not null,
  constraint topic_pkey PRIMARY KEY (topic),
  constraint topic_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 100))),
  constraint topic_name_ru_check CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 100))),
  constraint topic_name_uk_check CHECK (((length(name_uk) >= 1) AND (length(name_uk) <= 100))),
  constraint topic_topic_check CHECK ((topic ~ '^[a-z][a-z0-9-]{0,39}$'::text))
);

create table transfer (
  person_id uuid not null,
  transfer_id uuid not null,
  dealing_id uuid,
  provider text not null,
  method text not null,
  amount bigint not null,
  currency text not null,
  payee text,
  started_at timestamp with time zone default clock_timestamp() not null,
  confirmed jsonb,
  confirmed_at timestamp with time zone,
  presence_at timestamp with time zone,
  grant_until timestamp with time zone,
  cancelled_at timestamp with time zone,
  payee_record uuid,
  payee_account text,
  page_record uuid,
  constraint transfer_pkey PRIMARY KEY (person_id, transfer_id),
  constraint transfer_transfer_id_key UNIQUE (transfer_id),
  constraint transfer_dealing_id_fkey FOREIGN KEY (dealing_id) REFERENCES dealing(dealing_id),
  constraint transfer_amount_check CHECK ((amount > 0)),
  constraint transfer_check CHECK (((confirmed_at IS NULL) = (confirmed IS NULL))),
  constraint transfer_check1 CHECK (((confirmed_at IS NULL) = (grant_until IS NULL))),
  constraint transfer_check2 CHECK (((confirmed_at IS NULL) = (presence_at IS NULL))),
  constraint transfer_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint transfer_payee_account_check CHECK ((payee_account ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'::text)),
  constraint transfer_payee_check CHECK (((length(payee) >= 1) AND (length(payee) <= 140))),
  constraint transfer_payee_once CHECK (((payee IS NULL) OR (payee_record IS NULL))),
  constraint transfer_payee_until_cancelled CHECK (((payee IS NOT NULL) OR (payee_record IS NOT NULL) OR (cancelled_at IS NOT NULL)))
);
CREATE UNIQUE INDEX transfer_dealing ON transfer USING btree (dealing_id) WHERE (cancelled_at IS NULL);

create table transfer_hand_over (
  person_id uuid not null,
  transfer_id uuid not null,
  attempt integer not null,
  at timestamp with time zone not null,
  way text default 'signed-call'::text not null,
  constraint transfer_hand_over_pkey PRIMARY KEY (person_id, transfer_id, attempt),
  constraint transfer_hand_over_attempt_check CHECK ((attempt >= 1)),
  constraint transfer_hand_over_way_check CHECK ((way = ANY (ARRAY['signed-call'::text, 'redirect-form'::text, 'hosted-page'::text, 'pain.001'::text])))
);

create table transfer_outcome (
  person_id uuid not null,
  transfer_id uuid not null,
  attempt integer not null,
  outcome text not null,
  at timestamp with time zone not null,
  reference text,
  constraint transfer_outcome_pkey PRIMARY KEY (person_id, transfer_id, attempt),
  constraint transfer_outcome_person_id_transfer_id_attempt_fkey FOREIGN KEY (person_id, transfer_id, attempt) REFERENCES transfer_hand_over(person_id, transfer_id, attempt),
  constraint transfer_outcome_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'refused'::text, 'unknown'::text]))),
  constraint transfer_outcome_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 255)))
);
CREATE INDEX transfer_outcome_unknown ON transfer_outcome USING btree (at) WHERE (outcome = 'unknown'::text);

create table transfer_report (
  person_id uuid not null,
  transfer_id uuid not null,
  report_id uuid not null,
  status text not null,
  at timestamp with time zone not null,
  constraint transfer_report_pkey PRIMARY KEY (person_id, transfer_id, report_id),
  constraint transfer_report_status_check CHECK ((status = ANY (ARRAY['paid'::text, 'failed'::text, 'refunded'::text])))
);
CREATE INDEX transfer_report_at ON transfer_report USING btree (at);

create table transfer_settlement (
  person_id uuid not null,
  transfer_id uuid not null,
  n integer not null,
  status text not null,
  by text not null,
  at timestamp with time zone not null,
  constraint transfer_settlement_pkey PRIMARY KEY (person_id, transfer_id, n),
  constraint transfer_settlement_by_check CHECK ((by = ANY (ARRAY['provider'::text, 'staff'::text]))),
  constraint transfer_settlement_n_check CHECK ((n >= 1)),
  constraint transfer_settlement_status_check CHECK ((status = ANY (ARRAY['paid'::text, 'failed'::text, 'refunded'::text])))
);

create table unmasking (
  person_id uuid not null,
  unmasking_id uuid not null,
  n bigint not null,
  field text not null,
  role text not null,
  reason_record uuid not null,
  at timestamp with time zone not null,
  constraint unmasking_pkey PRIMARY KEY (person_id, unmasking_id),
  constraint unmasking_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'editor'::text, 'verifier'::text, 'legal-officer'::text, 'support'::text])))
);

create table value (
  person_id uuid not null,
  record_id uuid not null,
  field text not null,
  version integer not null,
  role text not null,
  sealed bytea not null,
  origin text not null,
  verified_at timestamp with time zone,
  verified_how text,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint value_pkey PRIMARY KEY (person_id, record_id),
  constraint value_check CHECK (((verified_at IS NULL) = (verified_how IS NULL))),
  constraint value_origin_check CHECK ((origin = ANY (ARRAY['left-here'::text, 'left-before'::text, 'from-elsewhere'::text]))),
  constraint value_role_check CHECK ((role = ANY (ARRAY['value'::text, 'file'::text, 'outbox'::text, 'export'::text]))),
  constraint value_version_check CHECK ((version >= 1))
);
CREATE INDEX value_age ON value USING btree (((field || ''::text)), created_at) WHERE (role = 'value'::text);
CREATE UNIQUE INDEX value_current ON value USING btree (person_id, field) WHERE (role = 'value'::text);

create table value_key (
  person_id uuid not null,
  record_id uuid not null,
  epoch integer not null,
  wrapped bytea not null,
  constraint value_key_pkey PRIMARY KEY (person_id, record_id),
  constraint value_key_epoch_check CHECK ((epoch >= 1))
);

CREATE OR REPLACE FUNCTION count_migrations()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update site set migrations = (select count(*) from migration), facts_number = facts_number + 1;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION count_person()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- A backup that is brought back has its counts with it.
  if current_setting('kristalux.restoring', true) = 'on' then
    return null;
  end if;
  if tg_op in ('INSERT', 'UPDATE') then
    insert into person_count_change (by, value, persons)
      select by, value, count(*) from came cross join lateral (values
        ('country', country), ('language', language), ('month', to_char(created_at at time zone 'UTC', 'YYYY-MM'))
      ) closed (by, value) where value is not null group by by, value;
  end if;
  if tg_op in ('DELETE', 'UPDATE') then
    insert into person_count_change (by, value, persons)
      select by, value, -count(*) from went cross join lateral (values
        ('country', country), ('language', language), ('month', to_char(created_at at time zone 'UTC', 'YYYY-MM'))
      ) closed (by, value) where value is not null group by by, value;
  end if;
  return null;
end $function$;
