-- Whom a person wants to pay, in their own words, is sealed like everything a person typed. What a service proposed stays
-- in its dealing's words. Own transfers started before keep what they hold until their person is erased.

alter table transfer alter column payee drop not null;
-- The value in which the payee lies.
alter table transfer add column payee_record uuid;
alter table transfer add constraint transfer_payee_once check ((payee is null) <> (payee_record is null));
