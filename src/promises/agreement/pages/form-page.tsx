import type { Frame } from '../../../ui/frame.ts';
import { FramedLayout } from '../../../ui/framed-layout.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { FormBody, type FormBodyProps } from './form-body.tsx';

export type FormPageProps = Omit<FormBodyProps, 'csrf' | 'policyVersion'> & { readonly frame: Frame };

/** A declared form on a page of its own, or as a frame in a page of another site. */
export function FormPage({ frame, ...props }: FormPageProps) {
  const { language, form, framed } = props;
  const body = <FormBody {...props} csrf={frame.csrf} policyVersion={frame.policyVersion} />;
  if (framed) {
    return (
      <FramedLayout language={language} frame={frame} title={form.title}>
        <PageHead title={form.title} lead={form.lead} />
        {body}
      </FramedLayout>
    );
  }
  return (
    <Layout language={language} frame={frame} title={form.title} width="narrow">
      <PageHead title={form.title} lead={form.lead} />
      {body}
      {frame.signedIn ? null : <p class="hint">{wordsOf(language).agreement.form.optionalAccount}</p>}
    </Layout>
  );
}
