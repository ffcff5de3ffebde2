import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { VersionLink } from '../../../ui/policy-mark.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface RecordPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly record: {
    readonly id: string;
    readonly at: Date;
    readonly form: string;
    /** The language the page was shown in, by its own name. */
    readonly shownIn: string;
    readonly version: number;
    readonly digest: string;
    readonly changedSince: boolean;
    readonly message: boolean;
    readonly fields: readonly {
      readonly label: string;
      readonly why: string;
      readonly category: string;
      readonly basis: string | null;
      readonly kept: string;
    }[];
  };
}

/** The person's document of leaving data: what, when, by which form, under which words. It holds no value. */
export function RecordPage({ language, frame, record }: RecordPageProps) {
  const words = wordsOf(language).agreement;
  const page = words.record;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={words.registered.agreed(record.version)} />
      <DetailsList
        details={[
          [page.when, <Instant at={record.at} language={language} />],
          [page.form, record.form],
          [page.language, record.shownIn],
          [words.data.under, <VersionLink language={language} version={record.version} />],
          ['SHA-256', <code class="digest">{record.digest}</code>],
        ]}
      />
      <p>{record.changedSince ? page.changed : page.same}</p>
      <section aria-labelledby="fields">
        <h2 id="fields">{page.fields}</h2>
        <Table
          caption={page.fields}
          captionUnseen={true}
          head={[page.field, page.why, page.category, page.basis, words.data.until]}
          rows={record.fields.map(({ label, why, category, basis, kept }) => [
            label,
            why,
            category,
            basis ?? page.noBasis,
            kept,
          ])}
        />
      </section>
      {record.message ? <p>{page.message}</p> : null}
      <p>
        <a class="button quiet" href={addresses.recordJson(record.id)} download="record.jsonld">
          {wordsOf(language).inbox.recordJson}
        </a>
      </p>
    </Layout>
  );
}
