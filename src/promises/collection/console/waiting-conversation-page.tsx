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
import { type FileProblem, SendFile } from '../pages/send-file.tsx';

export interface WaitingConversationPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly id: string;
  readonly begunAt: Date;
  readonly messages: readonly Message[];
  readonly text: string;
  readonly problem: Problem | undefined;
  readonly whose: 'yours' | 'another' | 'nobody';
  readonly canned: readonly { readonly id: string; readonly title: string }[];
  readonly fileProblem: FileProblem | null;
}

/** What a person wrote, and the answer to it. */
export function WaitingConversationPage(props: WaitingConversationPageProps) {
  const { language, frame, id, begunAt, messages, text, problem, canned, fileProblem } = props;
  const { console: words, conversation } = wordsOf(language).collection;
  const more = wordsOf(language).inbox;
  return (
    <Layout language={language} frame={frame} title={words.conversationsTitle}>
      <PageHead title={conversation.open(sayInstant(begunAt, language, 'day'))} />
      <Messages
        language={language}
        label={conversation.messages}
        names={words.from}
        messages={messages}
        fileAddress={(file) => addresses.waitingConversationFile(id, file)}
      />
      <section aria-labelledby="answer">
        <h2 id="answer">{words.answerTitle}</h2>
        <Assignment {...props} />
        {canned.length === 0 ? null : (
          <ul class="states" aria-label={more.canned.title}>
            {canned.map((one) => (
              <li>
                <Link href={addresses.waitingConversationWith(id, one.id)}>{one.title}</Link>
              </li>
            ))}
          </ul>
        )}
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
        <SendFile
          language={language}
          csrf={frame.csrf}
          action={addresses.waitingConversationFiles(id)}
          problem={fileProblem}
        />
        <p>
          <Link href={addresses.cannedAnswers}>{more.canned.title}</Link>
        </p>
        <p>
          <Link href={addresses.startDemandFrom(id)}>{words.demandFromHere}</Link>
        </p>
      </section>
    </Layout>
  );
}

/** Who answers: taken, also from a colleague, or given back. */
function Assignment({ language, frame, id, whose }: WaitingConversationPageProps) {
  const words = wordsOf(language).inbox;
  const mine = whose === 'yours';
  return (
    <Form action={addresses.assignConversation(id)} csrf={frame.csrf}>
      <p>
        {words.whose}: {mine ? words.yours : words[whose]}
      </p>
      <input type="hidden" name="to" value={mine ? 'nobody' : 'me'} />
      <Submit kind="quiet">{mine ? words.giveBack : words.take}</Submit>
    </Form>
  );
}
