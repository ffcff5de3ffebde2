import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface ClaimPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The link that was sent is used, replaced or too old. */
  readonly dead: boolean;
  readonly script: string;
}

/**
 * The page behind the one-time link. The secret stands behind the `#` of its address, which no browser sends: the script
 * takes it from there into the field, and without one it is typed.
 */
export function ClaimPage({ language, frame, dead, script }: ClaimPageProps) {
  const words = wordsOf(language);
  const page = words.console.claim;
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {dead ? (
        <Notice kind="bad" answer={true}>
          <p>{page.dead}</p>
        </Notice>
      ) : null}
      {frame.signedIn ? (
        <>
          <Form action={addresses.claimConsole} csrf={frame.csrf} class="panel" data-fragment="link">
            <Field
              {...{ language, name: 'link', type: 'text', label: page.link, hint: page.linkHint, required: true }}
              autocomplete="off"
              maxlength={60}
            />
            <Submit>{page.submit}</Submit>
          </Form>
          <script type="module" src={script}></script>
        </>
      ) : (
        <>
          <p>{page.signIn}</p>
          <p class="actions">
            <Link href={addresses.register} class="button main">
              {words.frame.register}
            </Link>
            <Link href={addresses.signIn} class="button quiet">
              {words.frame.signIn}
            </Link>
          </p>
        </>
      )}
    </Layout>
  );
}
