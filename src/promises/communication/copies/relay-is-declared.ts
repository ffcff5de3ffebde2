import type { Site } from '../../../kernel/policy/declarations.ts';
import type { Relay } from '../../../kernel/relay.ts';

/** A relay on this machine is nobody else; any other one is a recipient and must be the one that the policy names. */
export function relayIsDeclared(relay: Relay, declared: Site['mailRelay']): boolean {
  return relay.loopback || (declared !== null && declared.host.toLowerCase() === relay.host);
}
