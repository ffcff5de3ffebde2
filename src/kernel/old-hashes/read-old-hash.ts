import { Refusal } from '../refusal.ts';

/** How another system made a password into a hash: everything but the hash itself. Kept as JSON. */
export type OldScheme =
  | {
      readonly form: 'bcrypt';
      readonly cost: number;
      readonly salt: string;
      /** WordPress from 6.8 on makes an HMAC of the password first, so that what stands after 72 bytes counts. */
      readonly before?: 'wp-sha384';
    }
  | {
      readonly form: 'argon2';
      readonly kind: 'd' | 'i' | 'id';
      readonly version: 16 | 19;
      readonly memory: number;
      readonly passes: number;
      readonly lanes: number;
      readonly salt: string;
      readonly length: number;
    }
  | {
      readonly form: 'scrypt';
      readonly n: number;
      readonly r: number;
      readonly p: number;
      readonly salt: string;
      readonly length: number;
    }
  | {
      readonly form: 'pbkdf2';
      readonly digest: 'sha1' | 'sha256' | 'sha512';
      readonly rounds: number;
      readonly salt: string;
      readonly length: number;
    }
  | {
      readonly form: 'phpass';
      readonly log2: number;
      readonly salt: string;
      /** Absent: MD5, the portable form. Drupal 7 does the same with SHA-512. */
      readonly digest?: 'sha512';
    };

export interface OldHash {
  readonly scheme: OldScheme;
  readonly digest: Buffer;
}

/**
 * Reads a hash of bcrypt, argon2, scrypt, PBKDF2 (as Django, Werkzeug, passlib and ASP.NET spell it) or phpass.
 * @throws Refusal `invalid` that says why and never what: an unknown form, or one that asks for more work than a sign-in may
 */
export function readOldHash(text: string): OldHash {
  for (const [pattern, read] of FORMS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const hash = read(found.slice(1).map((part) => part ?? ''));
    refuseCostly(hash.scheme);
    if (hash.digest.length < DIGEST_BYTES_MIN || hash.digest.length > DIGEST_BYTES_MAX) throw unknown();
    return hash;
  }
  throw unknown();
}

/** A hash of a few bytes would be met by chance. */
const DIGEST_BYTES_MIN = 16;
const DIGEST_BYTES_MAX = 64;

type Read = (parts: readonly string[]) => OldHash;

const DIGESTS = { sha1: 'sha1', sha256: 'sha256', sha512: 'sha512' } as const;
const kindOf = (name: string) => DIGESTS[name as keyof typeof DIGESTS];
const number = (text = ''): number => Number(text);
const plain = (text = ''): string => Buffer.from(text, 'utf8').toString('base64');
/** Standard letters, without padding, and passlib's own with a dot. */
const base64 = (text = ''): Buffer => Buffer.from(text.replaceAll('.', '+'), 'base64');

const scrypt = (n: number, r: number, p: number, salt: string, digest: Buffer): OldHash => ({
  scheme: { form: 'scrypt', n, r, p, salt, length: digest.length },
  digest,
});
const pbkdf2 = (name: string, rounds: number, salt: string, digest: Buffer): OldHash => ({
  scheme: { form: 'pbkdf2', digest: kindOf(name), rounds, salt, length: digest.length },
  digest,
});

const FORMS: readonly (readonly [RegExp, Read])[] = [
  // 2a, 2b and 2y differ for passwords of more than 255 bytes alone; 2x is a broken one.
  [
    /^(\$wp)?\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/,
    ([wp, cost, salt, hash]) => ({
      scheme: {
        form: 'bcrypt',
        cost: number(cost),
        salt: salt ?? '',
        ...(wp === '$wp' ? { before: 'wp-sha384' } : {}),
      },
      digest: Buffer.from(hash ?? '', 'latin1'),
    }),
  ],
  [
    /^(?:argon2)?\$argon2(id|i|d)\$(?:v=(16|19)\$)?m=(\d{1,7}),t=(\d{1,4}),p=(\d{1,3})\$([\w+/]{11,88})\$([\w+/]{22,88})=*$/,
    ([kind, version, memory, passes, lanes, salt, hash]) => {
      const digest = base64(hash);
      const of = { memory: number(memory), passes: number(passes), lanes: number(lanes), length: digest.length };
      const named = { kind: kind as 'd' | 'i' | 'id', version: version === '19' ? (19 as const) : (16 as const) };
      return { scheme: { form: 'argon2', ...named, ...of, salt: base64(salt).toString('base64') }, digest };
    },
  ],
  // passlib
  [
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([\w+/.]{1,128})\$([\w+/.]{22,88})=*$/,
    ([ln, r, p, salt, hash]) =>
      scrypt(2 ** number(ln), number(r), number(p), base64(salt).toString('base64'), base64(hash)),
  ],
  // Django
  [
    /^scrypt\$(\d{1,9})\$([^$]{1,128})\$(\d{1,3})\$(\d{1,3})\$([\w+/]{22,88})=*$/,
    ([n, salt, r, p, hash]) => scrypt(number(n), number(r), number(p), plain(salt), base64(hash)),
  ],
  // Werkzeug
  [
    /^scrypt:(\d{1,9}):(\d{1,3}):(\d{1,3})\$([^$]{1,128})\$([\da-f]{32,128})$/,
    ([n, r, p, salt, hash]) => scrypt(number(n), number(r), number(p), plain(salt), Buffer.from(hash ?? '', 'hex')),
  ],
  // Django
  [
    /^pbkdf2_(sha1|sha256|sha512)\$(\d{1,9})\$([^$]{1,128})\$([\w+/]{22,88})=*$/,
    ([name, rounds, salt, hash]) => pbkdf2(name ?? '', number(rounds), plain(salt), base64(hash)),
  ],
  // passlib
  [
    /^\$pbkdf2(?:-(sha256|sha512))?\$(\d{1,9})\$([\w+/.]{1,128})\$([\w+/.]{22,88})$/,
    ([name, rounds, salt, hash]) =>
      pbkdf2(name || 'sha1', number(rounds), base64(salt).toString('base64'), base64(hash)),
  ],
  // Werkzeug
  [
    /^pbkdf2:(sha1|sha256|sha512):(\d{1,9})\$([^$]{1,128})\$([\da-f]{32,128})$/,
    ([name, rounds, salt, hash]) => pbkdf2(name ?? '', number(rounds), plain(salt), Buffer.from(hash ?? '', 'hex')),
  ],
  // ASP.NET Core Identity
  [/^(AQAAAA[\w+/]{50,200}={0,2})$/, ([letters]) => identityHash(Buffer.from(letters ?? '', 'base64'))],
  // Drupal 7, and Drupal 8 to 10.0
  [
    /^\$S\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{43})$/,
    ([log2, salt, hash]) => ({
      scheme: { form: 'phpass', log2: ITOA64.indexOf(log2 ?? ''), salt: salt ?? '', digest: 'sha512' },
      digest: Buffer.from(hash ?? '', 'latin1'),
    }),
  ],
  // phpass: WordPress before 6.8, phpBB
  [
    /^\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/,
    ([log2, salt, hash]) => ({
      scheme: { form: 'phpass', log2: ITOA64.indexOf(log2 ?? ''), salt: salt ?? '' },
      digest: Buffer.from(hash ?? '', 'latin1'),
    }),
  ],
];

/** Numbers of four bytes: which digest, how many rounds, how long the salt is; then salt and hash. */
function identityHash(bytes: Buffer): OldHash {
  const name = (['sha1', 'sha256', 'sha512'] as const)[bytes.readUInt32BE(1)];
  const [rounds, saltLength] = [bytes.readUInt32BE(5), bytes.readUInt32BE(9)];
  const [salt, digest] = [bytes.subarray(13, 13 + saltLength), bytes.subarray(13 + saltLength)];
  if (name === undefined || salt.length < 8) throw unknown();
  return pbkdf2(name, rounds, salt.toString('base64'), digest);
}

export const ITOA64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** About a second of one core, and 128 MiB: above what any of these systems asks for by default. */
const KIBIBYTES_MAX = 128 * 1024;

function refuseCostly(scheme: OldScheme): void {
  const bears = {
    bcrypt: () => scheme.form === 'bcrypt' && within(scheme.cost, 4, 14),
    argon2: () =>
      scheme.form === 'argon2' &&
      within(scheme.lanes, 1, 8) &&
      within(scheme.memory, 8 * scheme.lanes, KIBIBYTES_MAX) &&
      within(scheme.passes, 1, 20) &&
      scheme.memory * scheme.passes <= 4 * KIBIBYTES_MAX,
    scrypt: () =>
      scheme.form === 'scrypt' &&
      Number.isInteger(Math.log2(scheme.n)) &&
      within(scheme.n, 2, 2 ** 20) &&
      within(scheme.r, 1, 32) &&
      within(scheme.p, 1, 4) &&
      (scheme.n * scheme.r) / 8 <= KIBIBYTES_MAX,
    pbkdf2: () => scheme.form === 'pbkdf2' && within(scheme.rounds, 1, 2_000_000),
    phpass: () => scheme.form === 'phpass' && within(scheme.log2, 7, 16),
  } satisfies Record<OldScheme['form'], () => boolean>;
  if (!bears[scheme.form]()) {
    throw new Refusal('invalid', 'this password hash asks for more work than a sign-in may take, or for none', {
      field: 'password',
    });
  }
}

const within = (value: number, least: number, most: number) => value >= least && value <= most;

const unknown = () =>
  new Refusal('invalid', 'this is no password hash of bcrypt, argon2, scrypt, PBKDF2 or phpass', { field: 'password' });
