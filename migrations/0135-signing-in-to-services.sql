-- What signing in to a service of the site leaves behind for a while: codes, tokens and the questions under way. Each is
-- found by the hash of what the outsider holds, sealed under a key of the server, and goes with its dealing.
create table service_sign_in (
  kind text not null check (kind in (
    'Session', 'Interaction', 'Grant', 'AuthorizationCode', 'AccessToken', 'RefreshToken',
    'PushedAuthorizationRequest', 'ReplayDetection')),
  key_hash bytea not null check (length(key_hash) = 32),
  uid_hash bytea check (length(uid_hash) = 32),
  person_id uuid,
  dealing_id uuid,
  sealed bytea not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (kind, key_hash)
);
create index service_sign_in_uid on service_sign_in (uid_hash) where uid_hash is not null;
create index service_sign_in_person on service_sign_in (person_id) where person_id is not null;
create index service_sign_in_dealing on service_sign_in (dealing_id) where dealing_id is not null;
create index service_sign_in_expires on service_sign_in (expires_at);
