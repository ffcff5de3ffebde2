import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { sayNumber } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface JobsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** What was given up, the newest first. Nothing says whose it is. */
  readonly failed: readonly {
    readonly id: string;
    readonly kind: string;
    readonly failure: string;
    readonly failedAt: Date;
  }[];
  /** What is still to be done, by kind. */
  readonly waiting: readonly { readonly kind: string; readonly jobs: number; readonly next: Date }[];
}

/** What the server does by itself: what it gave up, and what it still has to do. */
export function JobsPage({ language, frame, failed, waiting }: JobsPageProps) {
  const page = wordsOf(language).console.jobs;
  const sayKind = (kind: string) => sayWord(page.kinds, kind);
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      <section aria-labelledby="failed">
        <h2 id="failed">{page.failed}</h2>
        {failed.length === 0 ? (
          <p>{page.noneFailed}</p>
        ) : (
          <Table
            caption={page.failed}
            captionUnseen={true}
            head={[page.what, page.why, page.since, page.order]}
            rows={failed.map(({ id, kind, failure, failedAt }) => [
              sayKind(kind),
              sayWord(page.failures, failure),
              <Instant at={failedAt} language={language} />,
              <Form action={addresses.settleJob(id)} csrf={frame.csrf} label={page.orderFor(sayKind(kind))}>
                <button type="submit" class="button quiet" name="order" value="again">
                  {page.again}
                </button>{' '}
                <button type="submit" class="button quiet" name="order" value="let-go">
                  {page.letGo}
                </button>
              </Form>,
            ])}
          />
        )}
      </section>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{page.waiting}</h2>
        {waiting.length === 0 ? (
          <p>{page.noneWaiting}</p>
        ) : (
          <Table
            caption={page.waiting}
            captionUnseen={true}
            head={[page.what, page.jobs, page.next]}
            rows={waiting.map(({ kind, jobs, next }) => [
              sayKind(kind),
              sayNumber(jobs, language),
              <Instant at={next} language={language} />,
            ])}
          />
        )}
      </section>
    </Layout>
  );
}

/** In words, or by its name where a newer program knows more than these words do. */
function sayWord(words: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(words, name) ? (words[name] ?? name) : name;
}
