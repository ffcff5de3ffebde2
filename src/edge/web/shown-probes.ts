import type { Section } from '../../kernel/policy/names.ts';
import type { PolicySection } from '../../promises/changes/pages.tsx';
import { probesOf } from '../../prove/all-probes.ts';
import type { ProbeResult } from '../../prove/store.ts';
import type { Page } from './page.tsx';

type ShownProbes = PolicySection['probes'];

/** What `prove` showed last under the version in force, beside each section. */
export function shownProbes(
  { gate, language }: Page,
  results: readonly ProbeResult[],
): (section: Section) => ShownProbes {
  return (section) =>
    probesOf(section, gate.parts.shippedExamples).map(({ name, sentence }) => {
      const result = results.find((one) => one.section === section && one.name === name);
      const outcome = result === undefined ? 'not-run' : result.passed ? 'passed' : 'failed';
      return { sentence: sentence[language], outcome, at: result?.at ?? null };
    });
}
