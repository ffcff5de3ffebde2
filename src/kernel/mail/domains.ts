import { setTimeout as pause } from 'node:timers/promises';
import type { MailOutcome } from './offer-message.ts';

/** So many addresses of one domain put off in a row, and the domain is left in peace for a while. */
const PUT_OFF_MAX = 5;
const REST_MILLISECONDS_MIN = 60_000;
const REST_MILLISECONDS_MAX = 30 * 60_000;
/** Domains remembered at once: those that nothing is known of any more are dropped first. */
const DOMAINS_MAX = 10_000;

/** How much each receiving domain takes: a limit the operator set, and a rest for one that puts messages off. */
export interface Domains {
  /** Waits until the domain may have one more; `rests`: it is not to be asked for now. */
  turn(domain: string): Promise<'go' | 'rests'>;
  answered(domain: string, outcome: MailOutcome): void;
}

interface Known {
  /** When the next message may go, by the limit. */
  next: number;
  putOff: number;
  restUntil: number;
  rest: number;
}

export function openDomains(options: { readonly perMinute: number | undefined; readonly now: () => number }): Domains {
  const { perMinute, now } = options;
  const known = new Map<string, Known>();
  const of = (domain: string): Known => {
    const found = known.get(domain) ?? { next: 0, putOff: 0, restUntil: 0, rest: REST_MILLISECONDS_MIN };
    // The one asked for last stands last.
    known.delete(domain);
    known.set(domain, found);
    const oldest = known.size > DOMAINS_MAX ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return found;
  };
  return {
    async turn(domain) {
      const one = of(domain);
      if (one.restUntil > now()) return 'rests';
      if (perMinute === undefined) return 'go';
      // A burst of a second's worth, then evenly.
      const gap = 60_000 / perMinute;
      const at = Math.max(one.next, now() - 1000);
      one.next = at + gap;
      if (at > now()) await pause(at - now());
      return 'go';
    },
    answered(domain, outcome) {
      const one = of(domain);
      if (outcome !== 'deferred') {
        one.putOff = 0;
        if (outcome === 'accepted') one.rest = REST_MILLISECONDS_MIN;
        return;
      }
      one.putOff += 1;
      if (one.putOff < PUT_OFF_MAX) return;
      one.putOff = 0;
      one.restUntil = now() + one.rest;
      one.rest = Math.min(one.rest * 2, REST_MILLISECONDS_MAX);
    },
  };
}
