-- Transfers by hosted page, by a form that the person sends, and by bank file; what a provider answers when it is asked.

-- The account that a service proposed to pay to. What a person typed lies sealed with the payee.
alter table transfer add column payee_account text check (payee_account ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$');
-- The value in which the address of the provider's own page lies, for a transfer that ends there.
alter table transfer add column page_record uuid;
-- A cancelled transfer forgets whom it would have paid.
alter table transfer drop constraint transfer_payee_once;
alter table transfer add constraint transfer_payee_once check (payee is null or payee_record is null);
alter table transfer add constraint transfer_payee_until_cancelled
  check (payee is not null or payee_record is not null or cancelled_at is not null);

alter table transfer_hand_over add column way text not null default 'signed-call'
  check (way in ('signed-call', 'redirect-form', 'hosted-page', 'pain.001'));
-- The provider's own id of the transfer, by which it is asked again.
alter table transfer_outcome add column reference text check (length(reference) between 1 and 255);
create index transfer_outcome_unknown on transfer_outcome (at) where outcome = 'unknown';

-- How a transfer ended: what the provider answered when it was asked, or what a person of the administration found out.
-- The last one holds.
create table transfer_settlement (
  person_id uuid not null,
  transfer_id uuid not null,
  n integer not null check (n >= 1),
  status text not null check (status in ('paid', 'failed', 'refunded')),
  by text not null check (by in ('provider', 'staff')),
  at timestamptz not null,
  primary key (person_id, transfer_id, n)
);
-- Until now what a provider reported was the last word.
insert into transfer_settlement (person_id, transfer_id, n, status, by, at)
  select person_id, transfer_id, row_number() over (partition by person_id, transfer_id order by at, report_id desc), status, 'provider', at
  from transfer_report;
create index transfer_report_at on transfer_report (at);
