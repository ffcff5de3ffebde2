import type { Language } from '../../../kernel/words.ts';
import { Instant } from '../../../ui/instant.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface Message {
  readonly by: 'person' | 'administration';
  readonly at: Date;
  readonly text: string;
  /** A file in place of a text. */
  readonly file: { readonly id: string; readonly kind: 'picture' | 'pdf'; readonly bytes: number } | null;
}

interface MessagesProps {
  readonly language: Language;
  readonly label: string;
  /** How the two sides are called on this page. */
  readonly names: Readonly<Record<Message['by'], string>>;
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** Where a file is taken. */
  readonly fileAddress: (id: string) => string;
}

/** What was said, as it was typed: lines stay lines, and nothing in it becomes a link. */
export function Messages({ language, label, names, messages, fileAddress }: MessagesProps) {
  const words = wordsOf(language).inbox.files;
  return (
    <ol class="messages" aria-label={label}>
      {messages.map(({ by, at, text, file }) => (
        <li class={`message ${by}`}>
          <p class="message-by">
            <strong>{names[by]}</strong> <Instant at={at} language={language} />
          </p>
          {file === null ? (
            <p class="message-text">{text}</p>
          ) : (
            <p>
              <a href={fileAddress(file.id)} download={true}>
                {words.kinds[file.kind]}, {words.size(Math.max(1, Math.round(file.bytes / 1000)))}
              </a>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
