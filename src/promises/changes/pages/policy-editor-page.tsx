import { SECTIONS, type Section } from '../../../kernel/policy/names.ts';
import { sectionFolder } from '../../../kernel/policy/policy-source.ts';
import { LANGUAGES, type Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { Changes, type ChangesProps } from './changes-page.tsx';

/** The address of the editor; both of its buttons post here. */
const EDITOR = addresses.policyEditor;

interface PolicyEditorProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The number of the version that the texts were taken from. */
  readonly base: number;
  /** Every file of the policy by its path: `4-use/ru.md`, `declarations/site.json`. */
  readonly files: ReadonlyMap<string, string>;
  readonly by: string;
  /** Why it cannot be published, each with file and line. */
  readonly problems: readonly string[];
  /** Somebody else published meanwhile. */
  readonly moved: boolean;
}

/** The whole policy as a form: sections with their words and rules side by side, then the declarations. */
export function PolicyEditorPage(props: PolicyEditorProps) {
  const { language, frame, base, by, problems, moved } = props;
  const words = wordsOf(language).changes.editor;
  return (
    <Layout language={language} frame={frame} title={words.title} width="wide">
      <PageHead title={words.title} lead={words.lead} />
      {moved ? (
        <Notice kind="careful" answer={true}>
          <p>{words.moved}</p>
        </Notice>
      ) : null}
      {problems.length === 0 ? null : (
        <Notice kind="bad" title={words.problems} answer={true}>
          <ul>
            {problems.map((problem) => (
              <li>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Form action={EDITOR} csrf={frame.csrf}>
        <input type="hidden" name="base" value={String(base)} />
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
        <button type="submit" class="button main" name="do" value="look">
          {words.look}
        </button>
      </Form>
    </Layout>
  );
}

function SectionEditor({ language, files, section }: PolicyEditorProps & { readonly section: Section }) {
  const words = wordsOf(language).changes.editor;
  const folder = sectionFolder(section);
  return (
    <details>
      <summary>{wordsOf(language).frame.sections[section]}</summary>
      {LANGUAGES.map((one) => (
        <FileEditor language={language} path={`${folder}/${one}.md`} label={words.words[one]} files={files} />
      ))}
      <FileEditor language={language} path={`${folder}/rules.cedar`} label={words.rules} files={files} />
      <FileEditor language={language} path={`${folder}/examples.md`} label={words.examples} files={files} />
    </details>
  );
}

function DeclarationsEditor({ language, files }: PolicyEditorProps) {
  const paths = [...files.keys()].filter((path) => path.startsWith('declarations/'));
  return (
    <details>
      <summary>{wordsOf(language).changes.editor.declarations}</summary>
      {paths.map((path) => (
        <FileEditor language={language} path={path} label={path} files={files} />
      ))}
    </details>
  );
}

interface FileEditorProps {
  readonly language: Language;
  readonly path: string;
  readonly label: string;
  readonly files: ReadonlyMap<string, string>;
}

function FileEditor({ language, path, label, files }: FileEditorProps) {
  return (
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
  );
}

interface PolicyPreviewProps extends PolicyEditorProps {
  /** Null where nothing differs. */
  readonly changes: Omit<ChangesProps, 'language'> | null;
}

/** What publishing would change, in words and in behaviour, with the button beside it. */
export function PolicyPreviewPage(props: PolicyPreviewProps) {
  const { language, frame, base, files, by, changes } = props;
  const words = wordsOf(language).changes.editor;
  return (
    <Layout language={language} frame={frame} title={words.previewTitle} width="wide">
      <PageHead title={words.previewTitle} />
      {changes === null ? <p>{words.nothing}</p> : <Changes language={language} {...changes} />}
      <Form action={EDITOR} csrf={frame.csrf}>
        <input type="hidden" name="base" value={String(base)} />
        <input type="hidden" name="by" value={by} />
        {[...files].map(([path, text]) => (
          <input type="hidden" name={path} value={text} />
        ))}
        {changes === null ? null : <p>{words.dropped}</p>}
        <p class="actions">
          {changes === null ? null : (
            <button type="submit" class="button grave" name="do" value="publish">
              {words.publish}
            </button>
          )}
          <button type="submit" class="button quiet" name="do" value="edit">
            {words.back}
          </button>
        </p>
      </Form>
    </Layout>
  );
}
