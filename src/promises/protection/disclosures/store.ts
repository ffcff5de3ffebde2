import type { Sql } from '../../../kernel/db/db.ts';
import { personPart } from '../../../kernel/db/parts-of-person.ts';

interface DisclosureRow {
  readonly legalRequestId: string;
  readonly ground: string;
  /** Null while the person is only told beforehand of a process. */
  readonly producedAt: Date | null;
  readonly toldAt: Date | null;
  readonly fields: readonly string[];
  /** Until when telling the person was forbidden. */
  readonly gagUntil: Date | null;
  readonly takenAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly answeredAt: Date | null;
}

/** What of a person was opened for authorities, newest first; a production that found nothing disclosed nothing. */
export async function disclosuresOf(sql: Sql, personId: string, limit: number): Promise<readonly DisclosureRow[]> {
  return await sql.rows<DisclosureRow>(
    `select legal_request_id as "legalRequestId", ground, legal_request_person.produced_at as "producedAt",
       told_at as "toldAt", coalesce(produced_fields, fields) as fields, gag_until as "gagUntil", taken_at as "takenAt", delivered_at as "deliveredAt", answered_at as "answeredAt"
     from legal_request_person join legal_request using (legal_request_id)
     where person_id = $1 and (legal_request_person.digest is not null or told_at is not null)
       and (gag_until is null or gag_until <= clock_timestamp())
     order by coalesce(legal_request_person.produced_at, told_at) desc, legal_request_id limit $2`,
    [personId, limit],
  );
}

/** How many times something was disclosed to an authority, as far as the person may hear of it. */
export const disclosuresCounted = personPart<number>(
  `select count(*) from legal_request_person join legal_request using (legal_request_id)
   where person_id = asked.person_id and legal_request_person.digest is not null
     and (gag_until is null or gag_until <= clock_timestamp())`,
);
