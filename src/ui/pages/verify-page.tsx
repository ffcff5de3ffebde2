import type { Language } from '../../kernel/words.ts';
import { addresses } from '../addresses.ts';
import type { Frame } from '../frame.ts';
import { Instant } from '../instant.tsx';
import { Layout } from '../layout.tsx';
import { count } from '../numbers.ts';
import { PageHead } from '../page-head.tsx';
import { Table } from '../table.tsx';
import { wordsOf } from '../words/words.ts';

export interface VerifyPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The name of the log, as in the first line of every checkpoint. */
  readonly origin: string;
  /** The verifier key of the log (signed-note form). Never called `key`: JSX keeps a property of that name to itself. */
  readonly logKey: string;
  /** The latest checkpoint, verbatim; null while the log is empty. */
  readonly checkpoint: { readonly text: string; readonly size: number; readonly at: Date } | null;
  /** Who else signs it, and what each signed last. */
  readonly witnesses: readonly {
    readonly name: string;
    readonly last: { readonly size: number; readonly at: Date } | null;
  }[];
  /** The command that checks a receipt. */
  readonly command: string;
}

/** What an outsider needs to check the ledger, what such a check finds, and what it cannot. */
export function VerifyPage(props: VerifyPageProps) {
  const { language, frame, origin, logKey, command } = props;
  const page = wordsOf(language).home.verify;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      <section class="panel" aria-labelledby="key">
        <h2 id="key">{page.key}</h2>
        <pre tabindex={0}>
          <code>{logKey}</code>
        </pre>
        <p class="hint">{page.keyHint}</p>
        <h3>{page.origin}</h3>
        <p>
          <code>{origin}</code>
        </p>
      </section>
      <Checkpoint {...props} />
      <Witnesses {...props} />
      <section aria-labelledby="how">
        <h2 id="how">{page.howTitle}</h2>
        <ol>
          {page.how.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <pre tabindex={0}>
          <code>{command}</code>
        </pre>
      </section>
      <div class="halves">
        <section class="panel" aria-labelledby="detected">
          <h2 id="detected">{page.detectedTitle}</h2>
          <p>{page.detected}</p>
        </section>
        <section class="panel" aria-labelledby="not-detected">
          <h2 id="not-detected">{page.notDetectedTitle}</h2>
          <p>{page.notDetected}</p>
        </section>
      </div>
      <p class="hint">
        {page.forPrograms}: <a href={addresses.checkpoint}>checkpoint</a>, <a href={addresses.ledgerKey}>key</a>,{' '}
        <a href={addresses.ledgerPolicy}>policy</a>.
      </p>
    </Layout>
  );
}

function Witnesses({ language, witnesses }: VerifyPageProps) {
  const page = wordsOf(language).home.verify;
  return (
    <section class="panel" aria-labelledby="witnesses">
      <h2 id="witnesses">{page.witnesses}</h2>
      {witnesses.length === 0 ? (
        <p>{page.noWitnesses}</p>
      ) : (
        <>
          <Table
            caption={page.witnesses}
            captionUnseen
            head={[page.witness, page.signedLast]}
            rows={witnesses.map(({ name, last }) => [
              <code>{name}</code>,
              last === null ? (
                page.signedNever
              ) : (
                <>
                  <Instant at={last.at} language={language} /> ({count(language, last.size, page.size)})
                </>
              ),
            ])}
          />
          <p class="hint">{page.witnessesHint}</p>
        </>
      )}
    </section>
  );
}

function Checkpoint({ language, checkpoint }: VerifyPageProps) {
  const page = wordsOf(language).home.verify;
  return (
    <section class="panel" aria-labelledby="checkpoint">
      <h2 id="checkpoint">{page.checkpoint}</h2>
      {checkpoint === null ? (
        <p>{page.noCheckpoint}</p>
      ) : (
        <>
          <p>
            {count(language, checkpoint.size, page.size)}, <Instant at={checkpoint.at} language={language} />
          </p>
          <pre tabindex={0}>
            <code>{checkpoint.text}</code>
          </pre>
          <p class="hint">{page.checkpointHint}</p>
        </>
      )}
    </section>
  );
}
