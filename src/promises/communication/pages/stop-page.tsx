import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface StopPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Whatever stood in the address: the page is the same for a link of ours and for any other. */
  readonly token: string;
  readonly state: 'asking' | 'stopped' | 'undone';
}

/**
 * The page behind the link in every message. Looking at it changes nothing, for people and for programs that open every
 * link; the button acts. Who is signed in may take the stop back, which the server does only for the person it concerns.
 */
export function StopPage({ language, frame, token, state }: StopPageProps) {
  const words = wordsOf(language).communication.stop;
  return (
    <Layout language={language} frame={frame} title={words.title} width="narrow">
      <PageHead title={words.title} lead={state === 'asking' ? words.lead : undefined} />
      {state === 'asking' ? (
        <Form action={addresses.stop(token)} csrf={frame.csrf} class="panel">
          <p>
            <button type="submit" class="button main" name="scope" value="all">
              {words.all}
            </button>
          </p>
          <p>
            <button type="submit" class="button quiet" name="scope" value="topic">
              {words.topic}
            </button>
          </p>
        </Form>
      ) : (
        <Notice kind="good" title={state === 'stopped' ? words.doneTitle : undefined} answer={true}>
          <p>{state === 'stopped' ? words.done : words.undone}</p>
        </Notice>
      )}
      {frame.signedIn && state !== 'undone' ? (
        <Form action={addresses.undoStopByLink(token)} csrf={frame.csrf} class="panel">
          <p>{words.undoLead}</p>
          <Submit kind="quiet">{words.undo}</Submit>
        </Form>
      ) : null}
      {frame.signedIn ? (
        <p>
          <Link href={addresses.messages}>{words.account}</Link>
        </p>
      ) : null}
    </Layout>
  );
}
