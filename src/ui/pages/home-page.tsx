import type { Language } from '../../kernel/words.ts';
import { addresses } from '../addresses.ts';
import type { Frame } from '../frame.ts';
import { Layout } from '../layout.tsx';
import { Link } from '../link.tsx';
import { Notice } from '../notice.tsx';
import { Rays } from '../rays.tsx';
import { wordsOf } from '../words/words.ts';

export interface HomePageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Declared forms for whoever wants no account. */
  readonly forms: readonly { readonly id: string; readonly title: string }[];
}

/** The first page: what this server is, and the three things a visitor may want. */
export function HomePage({ language, frame, forms }: HomePageProps) {
  const page = wordsOf(language).home.page;
  const title = frame.siteName === null ? page.title : page.titleNamed(frame.siteName);
  return (
    <Layout language={language} frame={frame} title={title}>
      <header class="hero">
        <div>
          <h1>{title}</h1>
          <p class="lead">{page.lead}</p>
          <p class="actions">
            {frame.signedIn ? (
              <Link href={addresses.account} class="button main">
                {page.account}
              </Link>
            ) : (
              <>
                <Link href={addresses.register} class="button main">
                  {page.register}
                </Link>
                <Link href={addresses.signIn} class="button quiet">
                  {page.signIn}
                </Link>
              </>
            )}
            {forms.map(({ id, title: name }) => (
              <Link href={addresses.form(id)} class="button quiet">
                {name}
              </Link>
            ))}
            <Link href={addresses.policy} class="button quiet">
              {page.policy}
            </Link>
          </p>
        </div>
        <Rays language={language} />
      </header>
      <ul class="points">
        {page.points.map((point) => (
          <li>
            <h2>{point.title}</h2>
            <p>{point.text}</p>
          </li>
        ))}
      </ul>
      {frame.demonstration ? (
        <Notice kind="careful" title={page.demonstrationTitle}>
          <p>{page.demonstration}</p>
        </Notice>
      ) : null}
    </Layout>
  );
}
