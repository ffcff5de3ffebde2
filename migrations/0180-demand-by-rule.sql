-- A rule of the policy demands proof as well as staff does: then nobody demanded it, and the rule says from which amount on
-- transfers wait.

alter table demand alter column demanded_by drop not null;
alter table demand add column rule text;
alter table demand add column rule_version integer;
alter table demand add column from_amount bigint check (from_amount > 0);
alter table demand add column from_currency text check (from_currency ~ '^[A-Z]{3}$');
alter table demand drop constraint demand_held_back_check;
alter table demand add constraint demand_held_back_check
  check (held_back in ('nothing', 'transfers', 'large-transfers'));
alter table demand add constraint demand_rule_check check (
  (demanded_by is null) = (rule is not null)
  and (rule is null) = (rule_version is null)
  and (rule is null) = (from_amount is null)
  and (rule is null) = (from_currency is null)
  and (rule is not null) = (held_back = 'large-transfers')
);
