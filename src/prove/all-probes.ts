import type { Example } from '../kernel/policy/examples.ts';
import type { Section } from '../kernel/policy/names.ts';
import type { Probe } from '../kernel/probe.ts';
import { probes as agreement } from '../promises/agreement/prove.ts';
import { probes as changes } from '../promises/changes/prove.ts';
import { probes as collection } from '../promises/collection/prove.ts';
import { probes as communication } from '../promises/communication/prove.ts';
import { probes as links } from '../promises/links/prove.ts';
import { probes as protection } from '../promises/protection/prove.ts';
import { probes as defaultDeny } from '../promises/protection/prove-default-deny.ts';
import { probes as security } from '../promises/security/prove.ts';
import { probes as signingIn } from '../promises/security/prove-sign-in.ts';
import { probes as use } from '../promises/use/prove.ts';
import { probes as safekeeping } from '../promises/use/prove-safekeeping.ts';
import { shippedExamples } from './shipped-examples.ts';

const PROBES: Readonly<Record<Section, readonly Probe[]>> = {
  agreement,
  protection: [...defaultDeny, ...protection],
  collection,
  use: [...use, ...safekeeping],
  communication,
  links,
  security: [...signingIn, ...security],
  changes,
};

/**
 * What is demonstrated of a section, in the order in which it runs and is shown.
 * @param shipped The examples that come with the program; a section without any has no probe of them.
 */
export function probesOf(section: Section, shipped: readonly Example[]): readonly Probe[] {
  const explained = shipped.some((example) => example.section === section);
  return [...(explained ? [shippedExamples(section)] : []), ...PROBES[section]];
}
