-- The sum of all migrations. Written by `node tools/test.mjs --write schema`; never edited.

create table checkpoint (
  size bigint not null,
  root bytea not null,
  note text not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint checkpoint_pkey PRIMARY KEY (size),
  constraint checkpoint_root_check CHECK ((length(root) = 32)),
  constraint checkpoint_size_check CHECK ((size >= 0))
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
  constraint entry_log_index_key UNIQUE (log_index),
  constraint entry_version_fkey FOREIGN KEY (version) REFERENCES policy_version(number),
  constraint entry_check CHECK (((salt IS NULL) = (body IS NULL))),
  constraint entry_leaf_check CHECK ((length(leaf) = 32)),
  constraint entry_n_check CHECK ((n >= 1)),
  constraint entry_salt_check CHECK ((length(salt) = 32))
);
CREATE INDEX entry_pending ON entry USING btree (at, person_id, n) WHERE (log_index IS NULL);

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

create table log_tile (
  level smallint not null,
  number bigint not null,
  hashes bytea not null,
  constraint log_tile_pkey PRIMARY KEY (level, number),
  constraint log_tile_hashes_check CHECK ((((length(hashes) % 32) = 0) AND ((length(hashes) >= 32) AND (length(hashes) <= 8192)))),
  constraint log_tile_level_check CHECK (((level >= '-1'::integer) AND (level <= 7)))
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

create table person_key (
  person_id uuid not null,
  epoch integer not null,
  wrapped bytea not null,
  constraint person_key_pkey PRIMARY KEY (person_id),
  constraint person_key_epoch_check CHECK ((epoch >= 1))
);

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

create table site (
  single boolean default true not null,
  site_id uuid not null,
  origin text not null,
  facts_number bigint default 0 not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint site_pkey PRIMARY KEY (single),
  constraint site_origin_check CHECK ((origin ~ '^kristalux/[a-z2-7]{16}$'::text)),
  constraint site_single_check CHECK (single)
);

create table submission (
  person_id uuid not null,
  submission_id uuid not null,
  form text not null,
  fields text[] not null,
  version integer not null,
  language text not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint submission_pkey PRIMARY KEY (person_id, submission_id),
  constraint submission_version_fkey FOREIGN KEY (version) REFERENCES policy_version(number)
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
CREATE UNIQUE INDEX value_current ON value USING btree (person_id, field) WHERE (role = 'value'::text);

create table value_key (
  person_id uuid not null,
  record_id uuid not null,
  epoch integer not null,
  wrapped bytea not null,
  constraint value_key_pkey PRIMARY KEY (person_id, record_id),
  constraint value_key_epoch_check CHECK ((epoch >= 1))
);
