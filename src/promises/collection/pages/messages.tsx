import type { Language } from '../../../kernel/words.ts';
import { Instant } from '../../../ui/instant.tsx';

export interface Message {
  readonly by: 'person' | 'administration';
  readonly at: Date;
  readonly text: string;
}

interface MessagesProps {
  readonly language: Language;
  readonly label: string;
  /** How the two sides are called on this page. */
  readonly names: Readonly<Record<Message['by'], string>>;
  /** Oldest first. */
  readonly messages: readonly Message[];
}

/** What was said, as it was typed: lines stay lines, and nothing in it becomes a link. */
export function Messages({ language, label, names, messages }: MessagesProps) {
  return (
    <ol class="messages" aria-label={label}>
      {messages.map(({ by, at, text }) => (
        <li class={`message ${by}`}>
          <p class="message-by">
            <strong>{names[by]}</strong> <Instant at={at} language={language} />
          </p>
          <p class="message-text">{text}</p>
        </li>
      ))}
    </ol>
  );
}
