-- A long review queue opens by its indexes: what was proven years ago is not looked at to find what stands.

alter table demand add column proven_at timestamptz;
update demand set proven_at = proof.decided_at from proof
  where proof.person_id = demand.person_id and proof.demand_id = demand.demand_id and proof.decision = 'approved';

drop index demand_open;
create index demand_open on demand (deadline, demand_id) where withdrawn_at is null and proven_at is null;

drop index proof_waiting;
create index proof_waiting on proof (way, made_at, proof_id)
  where code_hash is null and decided_at is null and given_up_at is null;
