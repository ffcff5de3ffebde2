import { SECTIONS, type Section } from '../../../kernel/policy/names.ts';
import { sectionFolder } from '../../../kernel/policy/policy-source.ts';
import { LANGUAGES, type Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { fieldId } from '../../../ui/field-id.ts';
import { Form } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

/** One thing that is wrong, and in which text. */
export interface EditorProblem {
  readonly path: string;
  /** With file and line. */
  readonly text: string;
}

export interface PolicyEditorProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The number of the version that the texts were taken from. */
  readonly base: number;
  /** Every file of the policy by its path: `4-use/ru.md`, `declarations/site.json`. */
  readonly files: ReadonlyMap<string, string>;
  readonly by: string;
  /** Why it cannot be published; null: nobody asked. */
  readonly problems: readonly EditorProblem[] | null;
  /** Somebody else published meanwhile: the texts that both changed, as they are in force. */
  readonly moved: ReadonlyMap<string, string> | null;
  /** The script that checks while one types. */
  readonly script: string;
}

/** The whole policy as a form: each section's words in all languages side by side, its rules beside its examples. */
export function PolicyEditorPage(props: PolicyEditorProps) {
  const { language, frame, base, by, script } = props;
  const words = wordsOf(language).changes.editor;
  return (
    <Layout language={language} frame={frame} title={words.title} width="wide">
      <PageHead title={words.title} lead={words.lead} />
      <Moved {...props} />
      <Form
        action={addresses.policyEditor}
        csrf={frame.csrf}
        class="policy-editor"
        data-checks={addresses.policyCheck}
        data-sound={words.sound}
        data-problems={words.problems}
      >
        <input type="hidden" name="base" value={String(base)} />
        <Problems {...props} />
        {SECTIONS.map((section) => (
          <SectionEditor {...props} section={section} />
        ))}
        <DeclarationsEditor {...props} />
        <Field
          language={language}
          name="by"
          type="text"
          label={words.by}
          required={true}
          autocomplete="name"
          value={by}
        />
        <p class="actions">
          <button type="submit" class="button main" name="do" value="look">
            {words.look}
          </button>
          <button type="submit" class="button quiet" name="do" value="check" formnovalidate={true}>
            {words.check}
          </button>
        </p>
      </Form>
      <script type="module" src={script}></script>
    </Layout>
  );
}

function Moved({ language, moved }: PolicyEditorProps) {
  const words = wordsOf(language).changes.editor;
  if (moved === null) return null;
  return (
    <Notice kind="careful" answer={true}>
      <p>{words.moved}</p>
      {moved.size === 0 ? null : (
        <>
          <p>{words.movedBoth}</p>
          <ul>
            {[...moved.keys()].map((path) => (
              <li>
                <a href={`#${fieldId(path)}`}>{path}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}

/** What is wrong, or that nothing is. A script writes here while one types; screen readers hear it. */
function Problems({ language, problems }: PolicyEditorProps) {
  const words = wordsOf(language).changes.editor;
  const found = problems ?? [];
  return (
    <div class="checks" role="status">
      {problems === null ? null : (
        <Notice kind={found.length > 0 ? 'bad' : 'good'}>
          <p>
            <strong>{found.length > 0 ? words.problems : words.sound}</strong>
          </p>
          {found.length === 0 ? null : (
            <ul>
              {found.map(({ path, text }) => (
                <li>
                  <a href={`#${fieldId(path)}`}>{text}</a>
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
    </div>
  );
}

function SectionEditor(props: PolicyEditorProps & { readonly section: Section }) {
  const { language, section, problems, moved } = props;
  const words = wordsOf(language).changes.editor;
  const folder = sectionFolder(section);
  const marked = [...(problems ?? []).map(({ path }) => path), ...(moved?.keys() ?? [])];
  return (
    <details open={marked.some((path) => path.startsWith(`${folder}/`))}>
      <summary>{wordsOf(language).frame.sections[section]}</summary>
      <div class="three">
        {LANGUAGES.map((one) => (
          <FileEditor {...props} path={`${folder}/${one}.md`} label={words.words[one]} />
        ))}
      </div>
      <div class="two">
        <FileEditor {...props} path={`${folder}/rules.cedar`} label={words.rules} />
        <FileEditor {...props} path={`${folder}/examples.md`} label={words.examples} />
      </div>
    </details>
  );
}

function DeclarationsEditor(props: PolicyEditorProps) {
  const { language, files, problems, moved } = props;
  const paths = [...files.keys()].filter((path) => path.startsWith('declarations/'));
  const marked = [...(problems ?? []).map(({ path }) => path), ...(moved?.keys() ?? [])];
  return (
    <details open={marked.some((path) => path.startsWith('declarations/'))}>
      <summary>{wordsOf(language).changes.editor.declarations}</summary>
      <div class="two">
        {paths.map((path) => (
          <FileEditor {...props} path={path} label={path} />
        ))}
      </div>
    </details>
  );
}

function FileEditor({ language, path, label, files, moved }: PolicyEditorProps & { path: string; label: string }) {
  const theirs = moved?.get(path);
  return (
    <div>
      <Field
        language={language}
        name={path}
        type="long-text"
        label={label}
        required={false}
        unmarked={true}
        autocomplete="off"
        value={files.get(path) ?? ''}
        maxlength={200_000}
      />
      {theirs === undefined ? null : (
        <>
          <p class="hint">{wordsOf(language).changes.editor.theirs}</p>
          <textarea readonly={true} rows={6} aria-label={`${label}: ${wordsOf(language).changes.editor.theirs}`}>
            {theirs}
          </textarea>
        </>
      )}
    </div>
  );
}
