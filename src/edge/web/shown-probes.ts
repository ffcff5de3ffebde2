import type { Section } from '../../kernel/policy/names.ts';
import type { PolicySection } from '../../promises/changes/pages.tsx';
import { probesOf } from '../../prove/all-probes.ts';
import { readResults } from '../../prove/store.ts';
import type { Page } from './page.tsx';

type ShownProbes = PolicySection['probes'];

/** What `prove` showed last under the version in force, beside each section. */
export async function shownProbes({ gate, version, language }: Page): Promise<(section: Section) => ShownProbes> {
  const { db, shippedExamples } = gate.parts;
  const results = await readResults(db, version.number);
  return (section) =>
    probesOf(section, shippedExamples).map(({ name, sentence }) => {
      const result = results.find((one) => one.section === section && one.name === name);
      const outcome = result === undefined ? 'not-run' : result.passed ? 'passed' : 'failed';
      return { sentence: sentence[language], outcome, at: result?.at ?? null };
    });
}
