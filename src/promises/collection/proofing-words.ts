import type { DocumentKind, Way } from './closed-lists.ts';

/**
 * What was done, in the words of NIST SP 800-63A-4: how strong the evidence is of its kind, by which pathway it was
 * checked, and whether somebody attended. An assurance level is the operator's own claim and is never said here.
 */
export interface Proofing {
  readonly strength: 'fair' | 'strong' | null;
  readonly pathway: 'non-biometric' | 'confirmation-code';
  readonly attendance: 'remote-unattended' | 'on-site-attended';
}

export function proofingOf(way: Way, document: DocumentKind | null): Proofing {
  return {
    strength: document === null || document === 'letter' ? null : document === 'other' ? 'fair' : 'strong',
    pathway: way === 'post' ? 'confirmation-code' : 'non-biometric',
    attendance: way === 'offline' ? 'on-site-attended' : 'remote-unattended',
  };
}
