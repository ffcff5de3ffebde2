import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { sayInstant } from '../../../ui/dates.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import type { Problem } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { type Message, Messages } from '../pages/messages.tsx';

export interface WaitingConversationPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly id: string;
  readonly begunAt: Date;
  readonly messages: readonly Message[];
  readonly text: string;
  readonly problem: Problem | undefined;
}

/** What a person wrote, and the answer to it. */
export function WaitingConversationPage(props: WaitingConversationPageProps) {
  const { language, frame, id, begunAt, messages, text, problem } = props;
  const { console: words, conversation } = wordsOf(language).collection;
  return (
    <Layout language={language} frame={frame} title={words.conversationsTitle}>
      <PageHead title={conversation.open(sayInstant(begunAt, language, 'day'))} />
      <Messages language={language} label={conversation.messages} names={words.from} messages={messages} />
      <section aria-labelledby="answer">
        <h2 id="answer">{words.answerTitle}</h2>
        <Form action={addresses.waitingConversation(id)} csrf={frame.csrf} class="panel">
          <Field
            {...{ language, problem }}
            name="text"
            type="long-text"
            label={conversation.text}
            required={true}
            autocomplete="off"
            maxlength={4000}
            value={text}
          />
          <Submit>{words.answer}</Submit>
        </Form>
        <p>
          <Link href={addresses.startDemandFrom(id)}>{words.demandFromHere}</Link>
        </p>
      </section>
    </Layout>
  );
}
