import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { type PolicySection, PolicyText } from './policy-text.tsx';

export type { PolicySection };

export interface PolicyOnPage {
  readonly number: number;
  /** The title that the published words give themselves, where they do. */
  readonly title: string | null;
  readonly publishedAt: Date;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
  readonly bindingLanguage: Language;
  /** Whether the reader's language has its own words in this version. */
  readonly translated: boolean;
  /** All eight, in order. */
  readonly sections: readonly PolicySection[];
}

export interface PolicyPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly policy: PolicyOnPage;
  /** What the policy rests on and no program can show, as sentences. */
  readonly assumptions: readonly string[];
  /** The notice page of each address that leaves the site, where the operator wants one. */
  readonly notices?: ReadonlyMap<string, string> | undefined;
}

/** The policy in force: its words, and beside them what the server does. */
export function PolicyPage({ language, frame, policy, assumptions, notices }: PolicyPageProps) {
  const words = wordsOf(language).changes.policy;
  const { prove } = wordsOf(language);
  return (
    <Layout language={language} frame={frame} title={policy.title ?? words.title}>
      <PageHead title={policy.title ?? words.title}>
        <p class="policy-mark">
          <strong>{words.version(policy.number)}</strong>, {words.inForceSince}{' '}
          <Instant at={policy.publishedAt} language={language} />
          {'. '}
          <PolicyLinks language={language} number={policy.number} />
        </p>
        <PolicyFingerprint language={language} policy={policy} />
      </PageHead>
      <PolicyText language={language} sections={policy.sections} notices={notices} />
      <section aria-labelledby="assumptions">
        <h2 id="assumptions">{prove.assumptions}</h2>
        <p>{prove.assumptionsLead}</p>
        <ul>
          {assumptions.map((assumption) => (
            <li>{assumption}</li>
          ))}
        </ul>
      </section>
      <p class="policy-machine">
        {words.machine}: <a href={addresses.policyJson}>policy.json</a>. {words.feeds}:{' '}
        <a href={addresses.feedAtom}>Atom</a>, <a href={addresses.feedJson}>JSON</a>.
      </p>
    </Layout>
  );
}

function PolicyLinks({ language, number }: { readonly language: Language; readonly number: number }) {
  const words = wordsOf(language).changes.policy;
  return (
    <>
      <Link href={addresses.versions}>{words.allVersions}</Link>
      {number > 1 ? ' · ' : ''}
      {number > 1 ? <Link href={addresses.changes(number - 1, number)}>{words.whatChanged}</Link> : null}
    </>
  );
}

interface FingerprintProps {
  readonly language: Language;
  readonly policy: PolicyOnPage;
}

/** What binds: the language of the binding text, and the digest of the version. */
export function PolicyFingerprint({ language, policy }: FingerprintProps) {
  const words = wordsOf(language).changes.policy;
  return (
    <>
      <p class="hint">{sayBinding(language, policy)}</p>
      <p class="hint">
        {words.digest}: <code class="digest">{policy.digest}</code>
      </p>
    </>
  );
}

function sayBinding(language: Language, policy: PolicyOnPage): string {
  const words = wordsOf(language).changes.policy;
  const name = words.languageNames[policy.bindingLanguage];
  if (policy.bindingLanguage === language) return words.binding(name);
  return policy.translated ? words.translation(name) : words.untranslated(name);
}
