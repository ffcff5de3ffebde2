import { RECIPIENT_WORDS } from '../../../kernel/policy/asker-words.ts';
import { RECIPIENTS, type Recipient } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { type MatrixLine, type MatrixRow, rowsOf } from '../matrix.ts';

interface AnswerProps {
  readonly language: Language;
  readonly lines: readonly MatrixLine[];
}

/** Who can have one thing, each on which condition; and who never can, by name. */
export function MatrixAnswer({ language, lines }: AnswerProps) {
  const words = wordsOf(language).protection.matrix;
  const rows = rowsOf(lines, language);
  const receivers = [...new Set(rows.map(({ line }) => line.recipient))];
  const never = RECIPIENTS.filter((one) => one !== 'nobody' && !receivers.includes(one));
  return (
    <>
      {receivers.map((recipient) => (
        <Receiver {...{ language, recipient }} rows={rows.filter(({ line }) => line.recipient === recipient)} />
      ))}
      <Notice kind="good" title={words.never}>
        <p>{never.map((one) => (one === 'public' ? words.visitors : RECIPIENT_WORDS[one][language])).join(', ')}.</p>
        <p>{words.otherwiseLead}</p>
      </Notice>
    </>
  );
}

interface ReceiverProps {
  readonly language: Language;
  readonly recipient: Recipient;
  readonly rows: readonly MatrixRow[];
}

function Receiver({ language, recipient, rows }: ReceiverProps) {
  const words = wordsOf(language).protection.matrix;
  return (
    <section class="panel" aria-labelledby={`gets-${recipient}`}>
      <h2 id={`gets-${recipient}`}>
        {capital(recipient === 'nobody' ? words.stays : RECIPIENT_WORDS[recipient][language])}
      </h2>
      {rows.map((row) => (
        <Way {...{ language, row }} />
      ))}
    </section>
  );
}

function Way({ language, row }: { readonly language: Language; readonly row: MatrixRow }) {
  const words = wordsOf(language).protection.matrix;
  const { sections } = wordsOf(language).frame;
  const { line, askers, named } = row;
  return (
    <DetailsList
      details={[
        [words.asks, askers.join(', ')],
        [words.act, line.words[language].act],
        named.length === 0 ? null : [words.about, named.join('; ')],
        [words.when, line.words[language].when],
        [words.section, <Link href={addresses.section(line.section)}>{sections[line.section]}</Link>],
      ]}
    />
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
