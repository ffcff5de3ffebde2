import { addresses } from '../../../ui/addresses.ts';
import { sayInstant } from '../../../ui/dates.ts';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { type Message, Messages } from './messages.tsx';
import { type FileProblem, SendFile } from './send-file.tsx';
import { Writing, type WritingProps } from './writing.tsx';

export interface ConversationPageProps extends WritingProps {
  readonly id: string;
  readonly begunAt: Date;
  readonly messages: readonly Message[];
  readonly fileProblem: FileProblem | null;
}

/** One conversation: reading is never held back, writing only by missing required data. */
export function ConversationPage(props: ConversationPageProps) {
  const { language, frame, id, begunAt, messages } = props;
  const words = wordsOf(language).collection.conversation;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.open(sayInstant(begunAt, language, 'day'))} />
      <Messages
        language={language}
        label={words.messages}
        names={words.from}
        messages={messages}
        fileAddress={(file) => addresses.conversationFile(id, file)}
      />
      <section aria-labelledby="new">
        <h2 id="new">{words.newTitle}</h2>
        <Writing {...props} action={addresses.conversation(id)} />
        {props.missing.length > 0 ? null : (
          <SendFile
            language={language}
            csrf={frame.csrf}
            action={addresses.conversationFiles(id)}
            problem={props.fileProblem}
          />
        )}
      </section>
    </Layout>
  );
}
