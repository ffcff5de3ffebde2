/**
 * Lists as PostgreSQL's own binary form of an array (`array_recv` in its arrayfuncs.c): the length of each element and its
 * bytes. The form in which `pg` sends them, text with quotes and hexadecimal, is twice as long, and both sides work
 * several times as long on it.
 */
interface Kind {
  /** The type's number, as `pg_type.dat` has it for ever. */
  readonly oid: number;
  /** At least as many bytes as the element takes; undefined: not in this form. */
  size(element: unknown): number | undefined;
  /** @returns Where it ends; undefined: not in this form. */
  write(target: Buffer, at: number, element: never): number | undefined;
}

/** Which of a statement's parameters are lists of what, as it says where it first names them: `$1::uuid[]`. */
export function listsIn(text: string): readonly (Kind | undefined)[] {
  const lists: (Kind | undefined)[] = [];
  const seen = new Set<string>();
  for (const [, number = '', type = ''] of text.matchAll(/\$(\d+)(?:::([a-z]+)\[\])?/g)) {
    if (seen.has(number)) continue;
    seen.add(number);
    lists[Number(number) - 1] = KINDS.get(type);
  }
  return lists;
}

/** The values as they are sent. What does not fit stays as it is: `pg` sends it as text, and the database says what it says. */
export function bindLists(lists: readonly (Kind | undefined)[], values: readonly unknown[]): unknown[] {
  return values.map((value, index) => {
    const kind = lists[index];
    return kind !== undefined && Array.isArray(value) ? (binaryList(kind, value) ?? value) : value;
  });
}

const HEAD_BYTES = 20;

function binaryList({ oid, size, write }: Kind, list: readonly unknown[]): Buffer | undefined {
  let bytes = HEAD_BYTES;
  let nulls = 0;
  for (const element of list) {
    const own = element === null ? 0 : size(element);
    if (own === undefined) return undefined;
    if (element === null) nulls = 1;
    bytes += 4 + own;
  }
  const target = Buffer.allocUnsafe(bytes);
  const dimensions = list.length === 0 ? 0 : 1;
  let at = 0;
  for (const word of [dimensions, nulls, oid, list.length, 1]) at = target.writeInt32BE(word, at);
  if (dimensions === 0) return target.subarray(0, 12);
  for (const element of list) {
    if (element === null) at = target.writeInt32BE(-1, at);
    else {
      const end = write(target, at + 4, element as never);
      if (end === undefined) return undefined;
      target.writeInt32BE(end - at - 4, at);
      at = end;
    }
  }
  return target.subarray(0, at);
}

/** Where the digits of each of the sixteen bytes stand, and the dashes. */
const UUID_PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;
const UUID_DASHES = [8, 13, 18, 23] as const;
const NO_DIGIT = 0x100;
const DIGITS: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return digit === -1 ? NO_DIGIT : digit;
});
const digitAt = (element: string, place: number): number => DIGITS[element.charCodeAt(place)] ?? NO_DIGIT;

const uuid: Kind = {
  oid: 2950,
  size: (element) => (typeof element === 'string' && element.length === 36 ? 16 : undefined),
  write(target, start, element: string) {
    let at = start;
    let all = 0;
    for (const place of UUID_PLACES) {
      const byte = (digitAt(element, place) << 4) | digitAt(element, place + 1);
      all |= byte;
      target[at] = byte;
      at += 1;
    }
    return all < NO_DIGIT && UUID_DASHES.every((place) => element[place] === '-') ? at : undefined;
  },
};

const bytea: Kind = {
  oid: 17,
  size: (element) => (element instanceof Uint8Array ? element.length : undefined),
  write(target, at, element: Uint8Array) {
    target.set(element, at);
    return at + element.length;
  },
};

/** Shorter ones that are ASCII, as most are, are sooner written here than by a call. */
const SHORT = 40;
const text: Kind = {
  oid: 25,
  size: (element) => (typeof element === 'string' ? element.length * 3 : undefined),
  write(target, at, element: string) {
    if (element.length > SHORT) return at + target.write(element, at);
    for (let place = 0; place < element.length; place += 1) {
      const code = element.charCodeAt(place);
      if (code > 0x7f) return at + target.write(element, at);
      target[at + place] = code;
    }
    return at + element.length;
  },
};

const integer: Kind = {
  oid: 23,
  size: (element) => (Number.isInteger(element) && (element as number) === ((element as number) | 0) ? 4 : undefined),
  write: (target, at, element: number) => target.writeInt32BE(element, at),
};

const bigint: Kind = {
  oid: 20,
  size: (element) => (Number.isSafeInteger(element) ? 8 : undefined),
  write(target, at, element: number) {
    const high = Math.floor(element / 2 ** 32);
    return target.writeUInt32BE(element - high * 2 ** 32, target.writeInt32BE(high, at));
  },
};

const boolean: Kind = {
  oid: 16,
  size: (element) => (typeof element === 'boolean' ? 1 : undefined),
  write: (target, at, element: boolean) => target.writeUInt8(element ? 1 : 0, at),
};

/** Microseconds since 2000. */
const timestamptz: Kind = {
  oid: 1184,
  size: (element) => (element instanceof Date && Number.isFinite(element.getTime()) ? 8 : undefined),
  write: (target, at, element: Date) =>
    target.writeBigInt64BE((BigInt(element.getTime()) - EPOCH_MILLISECONDS) * 1000n, at),
};
const EPOCH_MILLISECONDS = BigInt(Date.UTC(2000, 0, 1));

const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries({ uuid, bytea, text, integer, int: integer, bigint, boolean, timestamptz }),
);
