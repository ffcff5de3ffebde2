import type { Section } from '../../kernel/policy/names.ts';
import type { Language } from '../../kernel/words.ts';
import type { Frame } from '../frame.ts';
import { Layout } from '../layout.tsx';
import { PageHead } from '../page-head.tsx';
import { Table } from '../table.tsx';
import { wordsOf } from '../words/words.ts';

/** One operation as the reference shows it. */
export interface ShownOperation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** In the reader's language, where there are words. */
  readonly words: string;
  readonly askers: readonly ('anyone' | 'credential' | 'session' | 'staff')[];
  readonly parameters: readonly string[];
  /** The example of a body as JSON; null: it takes none. */
  readonly body: string | null;
  readonly idempotent: boolean;
}

interface ReferencePageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly sections: readonly { readonly section: Section; readonly operations: readonly ShownOperation[] }[];
  readonly problems: readonly (readonly [code: string, status: number])[];
}

/** Every operation by the section that decides on it, out of the same description that programs read. */
export function ReferencePage({ language, frame, sections, problems }: ReferencePageProps) {
  const { home, frame: names } = wordsOf(language);
  const words = home.reference;
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      <nav aria-label={words.title}>
        <ul>
          {sections.map(({ section }) => (
            <li>
              <a href={`#${section}`}>{names.sections[section]}</a>
            </li>
          ))}
        </ul>
      </nav>
      {sections.map(({ section, operations }) => (
        <section aria-labelledby={section}>
          <h2 id={section}>{names.sections[section]}</h2>
          {operations.map((operation) => (
            <Operation language={language} operation={operation} />
          ))}
        </section>
      ))}
      <section aria-labelledby="problems">
        <h2 id="problems">{words.problems}</h2>
        <p>{words.problemsLead}</p>
        <Table
          caption={words.problems}
          captionUnseen={true}
          head={[words.code, words.status]}
          rows={problems.map(([code, status]) => [<code>{code}</code>, status])}
        />
      </section>
    </Layout>
  );
}

function Operation({ language, operation }: { readonly language: Language; readonly operation: ShownOperation }) {
  const words = wordsOf(language).home.reference;
  const { name, method, path, parameters, body, askers, idempotent } = operation;
  return (
    <section class="panel" aria-labelledby={`op-${name}`}>
      <h3 id={`op-${name}`}>
        <code>{`${method} ${path}`}</code>
      </h3>
      <p>
        <code>{name}</code>: {operation.words}. {words.who}: {askers.map((asker) => words[asker]).join(', ')}.
      </p>
      {parameters.length === 0 ? null : (
        <p>
          {words.parameters}:{' '}
          {parameters.map((one, index) => (
            <>
              {index === 0 ? '' : ', '}
              <code>{one}</code>
            </>
          ))}
        </p>
      )}
      {body === null ? (
        <p class="hint">{words.noBody}</p>
      ) : (
        <>
          <p>{words.body}:</p>
          <pre tabindex={0}>
            <code>{body}</code>
          </pre>
        </>
      )}
      {idempotent ? <p class="hint">{words.idempotent}</p> : null}
    </section>
  );
}
