import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { PolicyFingerprint, type PolicyOnPage } from './policy-page.tsx';
import { PolicyText } from './policy-text.tsx';

interface VersionPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly policy: PolicyOnPage;
}

/** One version as it was published, in force or not. */
export function VersionPage({ language, frame, policy }: VersionPageProps) {
  const words = wordsOf(language).changes.policy;
  const { number } = policy;
  const former = number !== frame.policyVersion;
  const title = `${policy.title ?? words.title}: ${wordsOf(language).frame.version(number)}`;
  return (
    <Layout language={language} frame={frame} title={title}>
      <PageHead title={title}>
        <p class="policy-mark">
          {words.published} <Instant at={policy.publishedAt} language={language} />
          {'. '}
          <Link href={addresses.versions}>{words.allVersions}</Link>
          {number > 1 ? ' · ' : ''}
          {number > 1 ? <Link href={addresses.changes(number - 1, number)}>{words.whatChanged}</Link> : null}
        </p>
        <PolicyFingerprint language={language} policy={policy} />
      </PageHead>
      {former ? (
        <Notice kind="careful">
          <p>
            {words.superseded} <Link href={addresses.policy}>{words.seeCurrent}</Link> ·{' '}
            <Link href={addresses.changes(number, frame.policyVersion)}>{words.whatChanged}</Link>
          </p>
        </Notice>
      ) : null}
      <PolicyText language={language} sections={policy.sections} />
    </Layout>
  );
}
