import type { PropsWithChildren } from 'hono/jsx';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { DraftInForm } from './draft-in-form.tsx';

interface ComparingProps {
  readonly language: Language;
  readonly frame: Frame;
  /** How much is done, from 0 to 1. */
  readonly share: number;
}

interface VersionsComparingProps extends ComparingProps {
  readonly before: number;
  readonly after: number;
  readonly side: boolean;
}

/** While two published versions are compared: how far it is. The browser asks again by itself. */
export function ComparingPage({ before, after, side, ...props }: VersionsComparingProps) {
  const words = wordsOf(props.language).changes.changes;
  const here = addresses.changes(before, after);
  return (
    <Comparing {...props} title={words.title(before, after)} lead={words.comparingLead}>
      <p>
        <Link href={side ? `${here}?view=side` : here}>{words.showNow}</Link>
      </p>
    </Comparing>
  );
}

interface DraftComparingProps extends ComparingProps {
  readonly base: number;
  readonly by: string;
  readonly files: ReadonlyMap<string, string>;
}

/** The same for an editor, whose text is on its way through the form. */
export function DraftComparingPage({ base, by, files, ...props }: DraftComparingProps) {
  const words = wordsOf(props.language).changes.changes;
  return (
    <Comparing {...props} title={words.comparing} lead={words.comparingDraft}>
      <Form action={addresses.policyEditor} csrf={props.frame.csrf}>
        <DraftInForm base={base} by={by} files={files} />
        <p class="actions">
          <button type="submit" class="button main" name="do" value="look">
            {words.showNow}
          </button>
          <button type="submit" class="button quiet" name="do" value="edit">
            {wordsOf(props.language).changes.editor.back}
          </button>
        </p>
      </Form>
    </Comparing>
  );
}

function Comparing(props: PropsWithChildren<ComparingProps & { readonly title: string; readonly lead: string }>) {
  const { language, frame, share, title, lead, children } = props;
  const words = wordsOf(language).changes.changes;
  const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(share);
  return (
    <Layout language={language} frame={frame} title={title}>
      <PageHead title={title} lead={lead} />
      <p role="status">
        <progress value={String(share)} max="1" aria-label={words.comparing}>
          {percent}
        </progress>{' '}
        {words.compared(percent)}
      </p>
      {children}
    </Layout>
  );
}
