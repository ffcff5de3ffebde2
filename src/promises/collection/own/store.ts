import type { Reading, Reads } from '../../../kernel/db/reading.ts';
import { PAGE_ROWS_MAX } from '../../../kernel/limits.ts';
import { APPOINTMENT, type AppointmentRow } from '../desk/store.ts';
import { OBJECTION, type ObjectionRow } from '../objection/store.ts';
import { DEMAND, type DemandRow, PROOF, type ProofRow } from '../store.ts';

/** Everything that stands to a person about demands for proof. */
export interface OwnDemands {
  /** Newest first. */
  readonly demands: readonly DemandRow[];
  /** Oldest first, of all demands. */
  readonly proofs: readonly ProofRow[];
  readonly objections: readonly ObjectionRow[];
  readonly appointments: readonly AppointmentRow[];
}

/** The rows of a person, in their order. */
function rowsOfPerson<Row extends object>(select: string, rest: string): Reading<string, Row> {
  return {
    text: `select asked.i as asked, own.* from unnest($1::uuid[]) with ordinality as asked (of_person, i)
      cross join lateral (${select} ${rest}) own`,
    values: (persons) => [persons],
  };
}

const demands = rowsOfPerson<DemandRow>(
  DEMAND,
  `where demand.person_id = asked.of_person order by demanded_at desc, demand_id limit ${PAGE_ROWS_MAX}`,
);
const proofs = rowsOfPerson<ProofRow>(PROOF, 'where proof.person_id = asked.of_person order by made_at, proof_id');
const objections = rowsOfPerson<ObjectionRow>(
  OBJECTION,
  'where objection.person_id = asked.of_person order by made_at',
);
const appointments = rowsOfPerson<AppointmentRow>(APPOINTMENT, 'where appointment.person_id = asked.of_person');

/** By statements that go out together. */
export async function readOwnDemands(reads: Reads, personId: string): Promise<OwnDemands> {
  const [asked, given, objected, expected] = await Promise.all([
    reads.read(demands, personId),
    reads.read(proofs, personId),
    reads.read(objections, personId),
    reads.read(appointments, personId),
  ]);
  return { demands: asked, proofs: given, objections: objected, appointments: expected };
}
