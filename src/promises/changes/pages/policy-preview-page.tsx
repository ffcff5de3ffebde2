import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { Changes, type ChangesProps } from './changes-page.tsx';
import { DraftInForm } from './draft-in-form.tsx';
import { type PolicySection, PolicyText } from './policy-text.tsx';
import { type SectionChange, WordsChange } from './words-change.tsx';

export interface PolicyPreviewProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly base: number;
  readonly files: ReadonlyMap<string, string>;
  readonly by: string;
  /** Null where nothing differs. */
  readonly changes: Omit<ChangesProps, 'language'> | null;
  /** What changes in the words of the other languages. */
  readonly translations: readonly { readonly language: Language; readonly words: readonly SectionChange[] }[];
  /** Sections whose words or rules differ from what was approved: somebody has to have read both. */
  readonly unlocked: readonly Unlocked[];
  /** Whether it was tried to publish without that. */
  readonly unread: boolean;
  /** The policy as its readers will see it. */
  readonly shown: readonly PolicySection[];
}

export interface Unlocked {
  readonly section: Section;
  /** Languages whose words changed since the approval. */
  readonly words: readonly Language[];
  readonly rules: boolean;
}

/** What publishing would change, in words and in behaviour, what it will look like, and the button after it. */
export function PolicyPreviewPage(props: PolicyPreviewProps) {
  const { language, frame, base, files, by, changes, translations, unread } = props;
  const words = wordsOf(language).changes.editor;
  return (
    <Layout language={language} frame={frame} title={words.previewTitle} width="wide">
      <PageHead title={words.previewTitle} />
      {unread ? (
        <Notice kind="bad" answer={true}>
          <p>{words.unread}</p>
        </Notice>
      ) : null}
      {changes === null ? <p>{words.nothing}</p> : <Changes language={language} {...changes} />}
      {translations.map(({ language: other, words: changed }) => (
        <section lang={other} aria-label={words.words[other]}>
          <h2 lang={language}>{words.words[other]}</h2>
          {changed.map((section) => (
            <WordsChange language={other} section={section} view="inline" prefix={`${other}-`} />
          ))}
        </section>
      ))}
      <details>
        <summary>{words.asReadersSee}</summary>
        <PolicyText language={language} sections={props.shown} />
      </details>
      <Form action={addresses.policyEditor} csrf={frame.csrf}>
        <DraftInForm base={base} by={by} files={files} />
        {changes === null ? null : <Locks {...props} />}
        <p class="actions">
          {changes === null ? null : (
            <button type="submit" class="button grave" name="do" value="publish">
              {words.publish}
            </button>
          )}
          <button type="submit" class="button quiet" name="do" value="edit" formnovalidate={true}>
            {words.back}
          </button>
        </p>
      </Form>
    </Layout>
  );
}

/** The lock of words and rules: for each section that was opened, somebody says that both were read and agree. */
function Locks({ language, unlocked }: PolicyPreviewProps) {
  const words = wordsOf(language).changes.editor;
  if (unlocked.length === 0) return null;
  return (
    <fieldset class="checkboxes">
      <legend>{words.locks}</legend>
      <p class="hint">{words.locksLead}</p>
      {unlocked.map(({ section, words: changed, rules }) => (
        <p>
          <input type="checkbox" id={`read-${section}`} name={`read-${section}`} value="yes" required={true} />{' '}
          <label for={`read-${section}`}>
            <strong>{wordsOf(language).frame.sections[section]}</strong>:{' '}
            {[...changed.map((one) => words.words[one]), ...(rules ? [words.rules] : [])].join('; ')}.{' '}
            {changed.length === 0 ? words.rulesAlone : rules ? null : words.wordsAlone}
          </label>
        </p>
      ))}
    </fieldset>
  );
}
