import { isLoopback } from './is-loopback.ts';

/** The machine that takes our mail and delivers it. One that is not this machine is a recipient. */
export interface Relay {
  readonly host: string;
  readonly loopback: boolean;
}

export function relayOf(smtpUrl: string): Relay {
  const host = new URL(smtpUrl).hostname.toLowerCase();
  return { host, loopback: isLoopback(host) };
}
