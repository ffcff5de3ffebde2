import type { Tx } from '../../../kernel/db/db.ts';
import { type DataListener, type Eraser, versionInForce } from '../../../kernel/gate/parts.ts';
import { pseudonymFor } from '../../../kernel/vault/pseudonym.ts';
import * as store from './store.ts';

// Each is written in the transaction of the act that it tells of. INVARIANT: only acts of the person's own history tell
// anything: what a ban on telling seals, holds or discloses is none of them.

export { tellOfDealing, tellOfPerson, tellOfTransfer } from './store.ts';

/** Which of the changed fields each purpose of a service is declared to need. */
export const tellOfData: DataListener = async (tx, personId, fields, parts) => {
  const { declarations } = await versionInForce(parts);
  const changed = declarations.services.flatMap(({ id: service, purposes }) =>
    purposes.flatMap(({ id: purpose, fields: declared }) => {
      const theirs = declared.filter((field) => fields.includes(field));
      return theirs.length === 0 ? [] : [{ service, purpose, fields: theirs }];
    }),
  );
  if (changed.length > 0) await store.tellOfData(tx, personId, changed);
};

/** Asked before the dealings let go of the person. */
export const tellOfErasure: Eraser = async (tx: Tx, personId, { keys, site }) => {
  const knowing = await store.servicesKnowing(tx, personId);
  const named = knowing.map((one) => ({ ...one, pseudonym: pseudonymFor(keys, `service:${one.service}`, personId) }));
  await store.tellOfErasure(tx, personId, site.siteId, named);
};
