import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Frame } from '../../../ui/frame.ts';
import { FramedLayout } from '../../../ui/framed-layout.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface FormLeftPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly version: number;
  /** Labels of the fields that are held now. */
  readonly held: readonly string[];
  /** The whole address of the person's own page; this page alone shows it. Null for somebody signed in. */
  readonly ownAddress: string | null;
  /** It stands in a page of another site. */
  readonly framed: boolean;
}

/** The answer to one's own form, and all there will ever be. */
export function FormLeftPage(props: FormLeftPageProps) {
  const { language, frame, framed } = props;
  const title = wordsOf(language).agreement.form.leftTitle;
  if (framed) {
    return (
      <FramedLayout language={language} frame={frame} title={title}>
        <Left {...props} />
      </FramedLayout>
    );
  }
  return (
    <Layout language={language} frame={frame} title={title} width="narrow">
      <Left {...props} />
    </Layout>
  );
}

function Left({ language, version, held, ownAddress, framed }: FormLeftPageProps) {
  const words = wordsOf(language).agreement;
  const policy = addresses.version(version);
  return (
    <>
      <PageHead title={words.form.leftTitle} lead={words.form.leftLead} />
      <p>
        {words.registered.agreed(version)}{' '}
        {framed ? (
          <a href={policy} target="_blank" rel="noopener">
            {words.registered.readVersion}
          </a>
        ) : (
          <Link href={policy}>{words.registered.readVersion}</Link>
        )}
      </p>
      <section aria-labelledby="held">
        <h2 id="held">{words.form.held}</h2>
        <ul>
          {held.map((label) => (
            <li>{label}</li>
          ))}
        </ul>
      </section>
      {ownAddress === null ? null : (
        <section class="panel" aria-labelledby="own-key">
          <h2 id="own-key">{words.form.keyTitle}</h2>
          <p class="keepsake">
            <code>{ownAddress}</code>
          </p>
          <p>{words.form.keyOnce}</p>
        </section>
      )}
    </>
  );
}
