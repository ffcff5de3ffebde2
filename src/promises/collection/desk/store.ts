import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { Reading, Reads } from '../../../kernel/db/reading.ts';
import { DESK_SLOTS_MAX } from '../../../kernel/limits.ts';

export interface DeskPlaceRow {
  readonly placeId: string;
  readonly name: string;
  readonly address: string;
  readonly zone: string;
  readonly slotMinutes: number;
  readonly seats: number;
}

export interface DeskHours {
  readonly weekday: number;
  readonly fromMinute: number;
  readonly toMinute: number;
}

const PLACE = `select place_id as "placeId", name, address, zone, slot_minutes as "slotMinutes", seats from desk_place`;

const OPEN_PLACES = `${PLACE} where closed_at is null order by name, place_id limit 50`;

export async function readOpenPlaces(sql: Sql): Promise<readonly DeskPlaceRow[]> {
  return await sql.rows<DeskPlaceRow>(OPEN_PLACES);
}

/** Whether PostgreSQL knows the time zone by this name. */
export async function knowsZone(sql: Sql, zone: string): Promise<boolean> {
  return (await sql.row('select 1 as one from pg_timezone_names where name = $1', [zone])) !== undefined;
}

export async function insertPlace(tx: Tx, row: DeskPlaceRow, hours: readonly DeskHours[]): Promise<void> {
  await tx.run(
    'insert into desk_place (place_id, name, address, zone, slot_minutes, seats) values ($1, $2, $3, $4, $5, $6)',
    [row.placeId, row.name, row.address, row.zone, row.slotMinutes, row.seats],
  );
  await tx.run(
    `insert into desk_hours (place_id, weekday, from_minute, to_minute)
     select $1, * from unnest($2::int[], $3::int[], $4::int[])`,
    [
      row.placeId,
      hours.map(({ weekday }) => weekday),
      hours.map(({ fromMinute }) => fromMinute),
      hours.map(({ toMinute }) => toMinute),
    ],
  );
}

export async function closePlace(tx: Tx, placeId: string): Promise<boolean> {
  const closed = await tx.run(
    'update desk_place set closed_at = clock_timestamp() where place_id = $1 and closed_at is null',
    [placeId],
  );
  return closed === 1;
}

export interface Slot {
  readonly place: string;
  readonly at: Date;
  readonly minutes: number;
}

// Every beginning within the hours of a place in the next two weeks that still has a seat. Hours are the place's own time.
const FREE = `select place.place_id as place, slot.at, slot_minutes as minutes
  from desk_place place join desk_hours using (place_id)
  cross join generate_series(0, 13) day
  cross join generate_series(from_minute, to_minute - slot_minutes, slot_minutes) minute
  cross join lateral (
    select (date_trunc('day', clock_timestamp() at time zone zone) + make_interval(days => day, mins => minute))
      at time zone zone as at,
    extract(isodow from (clock_timestamp() at time zone zone) + make_interval(days => day)) as weekday) slot
  where place.closed_at is null and slot.weekday = desk_hours.weekday and slot.at > clock_timestamp()
    and (select count(*) from appointment where appointment.place_id = place.place_id and appointment.at = slot.at) < seats`;

/** The same for everybody who asks at once. */
function ofTheSite<Row extends object>(select: string): Reading<null, Row> {
  return {
    text: `select asked.i as asked, shown.* from unnest($1::integer[]) with ordinality as asked (nothing, i)
      cross join (${select}) shown`,
    values: (keys) => [keys],
  };
}

const openPlaces = ofTheSite<DeskPlaceRow>(OPEN_PLACES);
const freeSlots = ofTheSite<Slot>(`${FREE} order by slot.at, place.name limit ${DESK_SLOTS_MAX}`);

/** Where and when one may still come. */
export async function readDeskOffer(reads: Reads) {
  const [places, slots] = await Promise.all([reads.read(openPlaces, null), reads.read(freeSlots, null)]);
  return { places, slots };
}

/** Takes a seat of a free slot. Undefined where there is none (any more). */
export async function takeSeat(
  tx: Tx,
  row: { readonly personId: string; readonly proofId: string; readonly place: string; readonly at: Date },
): Promise<Slot | undefined> {
  const free = await tx.row<Slot>(`${FREE} and place.place_id = $1 and slot.at = $2 limit 1`, [row.place, row.at]);
  if (free === undefined) return undefined;
  const taken = await tx.run(
    `insert into appointment (person_id, proof_id, place_id, at, seat)
     select $1, $2, place_id, $4, seat from desk_place cross join generate_series(1, seats) seat
     where place_id = $3 and not exists (
       select from appointment other where other.place_id = $3 and other.at = $4 and other.seat = seat.seat)
     order by seat limit 1
     on conflict do nothing`,
    [row.personId, row.proofId, row.place, row.at],
  );
  return taken === 1 ? free : undefined;
}

export interface AppointmentRow {
  readonly proofId: string;
  readonly at: Date;
  readonly name: string;
  readonly address: string;
}

export const APPOINTMENT = `select proof_id as "proofId", at, name, address
  from appointment join desk_place using (place_id)`;

export async function appointmentsOf(sql: Sql, proofIds: readonly string[]): Promise<readonly AppointmentRow[]> {
  return await sql.rows<AppointmentRow>(`${APPOINTMENT} where proof_id = any($1::uuid[])`, [proofIds]);
}

/** Who is expected, from an hour ago on: when and where, and not who. */
export async function appointmentsAhead(sql: Sql, limit: number): Promise<readonly AppointmentRow[]> {
  return await sql.rows<AppointmentRow>(
    `${APPOINTMENT} where at > clock_timestamp() - interval '1 hour' order by at limit $1`,
    [limit],
  );
}

/** Seats of visits that will not be. */
export async function freeSeats(tx: Tx, personId: string, demandIds: readonly string[]): Promise<void> {
  await tx.run(
    `delete from appointment using proof
     where appointment.person_id = $1 and proof.person_id = $1 and proof.proof_id = appointment.proof_id
       and proof.demand_id = any($2::uuid[]) and decided_at is null`,
    [personId, demandIds],
  );
}
