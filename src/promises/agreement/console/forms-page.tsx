import type { Language } from '../../../kernel/words.ts';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

interface FormsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly forms: readonly {
    readonly name: string;
    /** Where it is filled in; null for what is no page of its own. */
    readonly address: string | null;
    readonly fields: readonly string[];
    readonly submissions: number;
    readonly last: Date | null;
    /** How often it was refused to robots in the last thirty days. */
    readonly refused: number;
    /** Where it stands as a frame for other sites. */
    readonly frame: string | null;
  }[];
}

/** How many people left data, by which form and when last: counts alone, nothing of what they left. */
export function FormsPage({ language, frame, forms }: FormsPageProps) {
  const page = wordsOf(language).console.forms;
  const { form: more } = wordsOf(language).inbox;
  const frames = forms.filter((one) => one.frame !== null);
  return (
    <Layout language={language} frame={frame} title={page.title} width="wide">
      <PageHead title={page.title} lead={page.lead} />
      <Table
        caption={page.title}
        captionUnseen={true}
        head={[page.form, page.fields, page.submissions, page.last, more.robots]}
        rows={forms.map(({ name, address, fields, submissions, last, refused }) => [
          address === null ? name : <Link href={address}>{name}</Link>,
          fields.join(', '),
          String(submissions),
          last === null ? '—' : <Instant at={last} language={language} />,
          String(refused),
        ])}
      />
      {frames.length === 0 ? null : (
        <section aria-labelledby="frames">
          <h2 id="frames">{more.frames}</h2>
          {frames.map(({ name, frame: address }) => (
            <pre tabindex={0}>
              <code>{`<iframe src="${address}?lang=${language}" title="${name}" width="100%" height="720" loading="lazy"></iframe>`}</code>
            </pre>
          ))}
        </section>
      )}
    </Layout>
  );
}
