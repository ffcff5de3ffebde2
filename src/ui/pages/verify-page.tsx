import type { Language } from '../../kernel/words.ts';
import { addresses } from '../addresses.ts';
import type { Frame } from '../frame.ts';
import { Instant } from '../instant.tsx';
import { Layout } from '../layout.tsx';
import { count } from '../numbers.ts';
import { PageHead } from '../page-head.tsx';
import { Table } from '../table.tsx';
import { VERIFIER_SENTENCES } from '../words/verifier.ts';
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
  /** The verifier as a script of this page. */
  readonly script: string;
  /** The command that checks a receipt. */
  readonly command: string;
}

/** What an outsider needs to check the ledger, what such a check finds, and what it cannot. */
export function VerifyPage(props: VerifyPageProps) {
  const { language, frame, origin, logKey, command, script } = props;
  const page = wordsOf(language).home.verify;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      <CheckHere {...props} />
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
        <a href={addresses.ledgerKeyChanges}>key changes</a>, <a href={addresses.ledgerPolicy}>policy</a>.
      </p>
      <script type="module" src={script}></script>
    </Layout>
  );
}

/** Files are checked by the browser itself. Hidden until the script is there. */
function CheckHere({ language, logKey }: VerifyPageProps) {
  const page = wordsOf(language).home.verify.here;
  const sentences = VERIFIER_SENTENCES[language] ?? undefined;
  const said = JSON.stringify({ ...page.said, sentences });
  return (
    <section class="panel" aria-labelledby="here" data-verify={said} hidden>
      <h2 id="here">{page.title}</h2>
      <p>{page.lead}</p>
      <form>
        <div class="field">
          <label for="verify-files">{page.files}</label>
          <p class="hint" id="verify-files-hint">
            {page.filesHint}
          </p>
          <input id="verify-files" name="files" type="file" multiple required aria-describedby="verify-files-hint" />
        </div>
        <Lines name="key" rows={2} value={logKey} label={page.key} hint={page.keyHint} />
        <details>
          <summary>{page.witnesses}</summary>
          <Lines name="policy" rows={4} value="" label={page.policy} hint={page.policyHint} />
        </details>
        <p class="actions">
          <button type="submit" class="button main">
            {page.check}
          </button>
        </p>
      </form>
      <div data-verify-answer role="status"></div>
    </section>
  );
}

interface LinesProps {
  readonly name: string;
  readonly rows: number;
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

function Lines({ name, rows, value, label, hint }: LinesProps) {
  const id = `verify-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <textarea id={id} name={name} rows={rows} autocomplete="off" spellcheck={false} aria-describedby={`${id}-hint`}>
        {value}
      </textarea>
    </div>
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
