import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { sayInstant } from '../../../ui/dates.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Notice } from '../../../ui/notice.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface RecoveriesNoticeProps {
  readonly language: Language;
  readonly frame: Frame;
  /** What staff began for this account and nobody ended yet. */
  readonly recoveries: readonly { readonly readyAt: Date }[];
}

/** Whoever is in their account learns that somebody is getting into it, and ends that. */
export function RecoveriesNotice({ language, frame, recoveries }: RecoveriesNoticeProps) {
  const page = wordsOf(language).security.guard;
  const [first] = recoveries;
  if (first === undefined) return null;
  return (
    <Notice kind="bad" title={page.recoveries}>
      <p>{page.recoveriesLead(sayInstant(first.readyAt, language))}</p>
      <Form action={addresses.cancelRecovery} csrf={frame.csrf}>
        <Submit kind="grave">{page.cancelRecoveries}</Submit>
      </Form>
    </Notice>
  );
}
