import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import type { Role } from './context.ts';
import type { Keys } from './keys.ts';
import type { Elsewhere } from './open-elsewhere.ts';
import { rowOpener } from './open-row.ts';
import { Pass, type PassedValue, type PassScope } from './pass.ts';
import { Sealed } from './sealed.ts';
import type { OpenableRow } from './store.ts';

export interface OpenedValue {
  readonly personId: string;
  readonly field: string;
  readonly recordId: string;
  readonly version: number;
  /** The text; of a file its bytes in base64. */
  readonly value: Sealed<string>;
}

/** The only way from sealed rows to values. Made and held by the gate alone; the import wall keeps it so. */
export interface Opener {
  /** To be called when the entry named in the scope has been inserted, and not before. */
  issuePass(scope: PassScope): Pass;
  /** Opens exactly what the pass names. The pass is used up, also when this fails. */
  open(pass: Pass, rows: readonly OpenableRow[]): Promise<readonly OpenedValue[]>;
}

/** @param elsewhere Where values are opened when many wait together; without it always here. */
export function createOpener(keys: Keys, elsewhere?: Elsewhere): Opener {
  // INVARIANT: a pass is in here from its issue to its first use.
  const unused = new WeakSet<Pass>();
  return {
    issuePass: (scope) => {
      // A copy of its own: what the pass names stays as it was decided.
      const opens = scope.opens.map(({ personId, field, recordId, role }) => ({ personId, field, recordId, role }));
      const pass = new Pass({ entry: { ...scope.entry }, opens });
      unused.add(pass);
      return pass;
    },
    open: async (pass, rows) => {
      assert(unused.delete(pass), 'a pass comes from the gate and opens once');
      const passed = new Map(pass.scope.opens.map((value) => [placeOf(value), value]));
      assert(rows.length === passed.size, 'a pass opens all that it names');
      const named = rows.map((row) => {
        const expected = passed.get(placeOf(row));
        assert(expected !== undefined && passed.delete(placeOf(row)), 'a pass opens only what it names');
        return { expected, row };
      });
      const texts = (await elsewhere?.open(keys, rows)) ?? openHere(keys, named);
      return named.map(({ row: { personId, field, recordId, version } }, index) => {
        const text = texts[index];
        assert(text !== undefined, 'what was opened is as many as was asked for');
        return { personId, field, recordId, version, value: new Sealed(field, text) };
      });
    },
  };
}

interface Named {
  readonly expected: PassedValue;
  readonly row: OpenableRow;
}

function openHere(keys: Keys, named: readonly Named[]): readonly string[] {
  const openRow = rowOpener(keys);
  return named.map(({ expected, row }) => textOf(openRow(expected, row), expected.role));
}

const placeOf = ({ personId, field, recordId, role }: PassedValue): string =>
  `${personId}\n${recordId}\n${role}\n${field}`;

/** Bytes that are no UTF-8 were not stored as text: a defect, and not to be shown half-read. */
function textOf(bytes: Buffer, role: Role): string {
  if (role === 'file') return bytes.toString('base64');
  assert(isUtf8(bytes), 'an opened text is UTF-8');
  return bytes.toString('utf8');
}
