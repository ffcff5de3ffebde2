import { Secret, TOTP } from 'otpauth';
import type { Random } from '../../../kernel/ids.ts';

/** The field under which the vault holds the shared secret. */
export const SECRET_FIELD = 'one-time-codes/secret';
/** The DPV category of what people prove themselves with. */
export const AUTHENTICATING = 'pd:Authenticating';

const PERIOD_SECONDS = 30;
/** A clock may be off by one step, and a code may take one to type (RFC 6238 §5.2). */
const WINDOW = 1;

/** 160 bits, in base32 as apps expect it. */
export function makeSecret(random: Random): string {
  return new Secret({ buffer: Uint8Array.from(random.bytes(20)).buffer }).base32;
}

/** What an app reads from the picture: `otpauth://totp/…`. */
export function secretUri(secret: string, issuer: string, label: string): string {
  return totpOf(secret, issuer, label).toString();
}

/** The time step of a code that is right at this instant; undefined for a wrong one. */
export function stepOfCode(secret: string, code: string, at: Date): number | undefined {
  const timestamp = at.getTime();
  const delta = totpOf(secret, '', '').validate({ token: code, window: WINDOW, timestamp });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

function totpOf(secret: string, issuer: string, label: string): TOTP {
  return new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    issuer,
    label,
  });
}

/** The code that an app shows at this instant. */
export function codeAt(secret: string, at: Date): string {
  return totpOf(secret, '', '').generate({ timestamp: at.getTime() });
}
