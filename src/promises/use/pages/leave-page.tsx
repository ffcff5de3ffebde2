import type { Language } from '../../../kernel/words.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { LeavingForm } from '../../../ui/leaving-form.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface LeavePageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly recipient: string;
  /** What the person's own browser sends, and where to. */
  readonly form: { readonly action: string; readonly values: Readonly<Record<string, string>> };
  /** What stands in it, in words. */
  readonly said: readonly (readonly [string, string])[];
}

/** The last step on this site: the person sends the form, and only then anything leaves. */
export function LeavePage({ language, frame, recipient, form, said }: LeavePageProps) {
  const words = wordsOf(language).use.transfer;
  const { host } = new URL(form.action);
  return (
    <Layout language={language} frame={frame} title={words.leaveTitle} width="narrow">
      <PageHead title={words.leaveTitle} lead={words.leaveLead(recipient)} />
      <DetailsList details={[...said, [words.leaveHost, <bdi>{host}</bdi>]]} />
      <LeavingForm {...form} language={language}>
        {words.leave(recipient)}
      </LeavingForm>
    </Layout>
  );
}
