import type { Child } from 'hono/jsx';
import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { type SectionChange, WordsChange, type WordsView } from './words-change.tsx';

export interface BehaviourChange {
  readonly kind: 'appears' | 'vanishes' | 'grows' | 'shrinks';
  readonly section: Section;
  /** The flow with its shortest combination of facts, in words. */
  readonly sentence: string;
}

export interface SettingChange {
  readonly name: string;
  /** null: it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface ChangesPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly before: number;
  readonly after: number;
  /** Whether both versions mean the same and only marks and white space differ. */
  readonly formattingOnly: boolean;
  readonly behaviour: readonly BehaviourChange[];
  readonly words: readonly SectionChange[];
  readonly settings: readonly SettingChange[];
  /** Absent: inline. */
  readonly view?: WordsView;
}

/** What changed between two versions: behaviour first, because that is what the reader will feel. */
export function ChangesPage(props: ChangesPageProps) {
  const { language, frame, before, after } = props;
  const page = wordsOf(language).changes.changes;
  const title = page.title(before, after);
  return (
    <Layout language={language} frame={frame} title={title}>
      <PageHead title={title} lead={page.lead}>
        <p>
          <Link href={addresses.version(before)}>{page.toBefore}</Link> ·{' '}
          <Link href={addresses.version(after)}>{page.toAfter}</Link> ·{' '}
          <Link href={addresses.versions}>{wordsOf(language).changes.policy.allVersions}</Link>
          {frame.signedIn ? (
            <>
              {' · '}
              <Link href={addresses.ownChangesBy(after)}>{wordsOf(language).changes.replay.link}</Link>
            </>
          ) : null}
        </p>
      </PageHead>
      <Changes {...props} choice={<ViewChoice {...props} />} />
    </Layout>
  );
}

// Two addresses of one difference, so that either can be sent to somebody.
function ViewChoice({ language, before, after, view = 'inline' }: ChangesPageProps) {
  const page = wordsOf(language).changes.changes;
  const here = addresses.changes(before, after);
  return (
    <nav class="views" aria-label={page.view}>
      <Link href={here} current={view === 'inline' ? 'true' : undefined}>
        {page.inline}
      </Link>{' '}
      <Link href={`${here}?view=side`} current={view === 'side' ? 'true' : undefined}>
        {page.side}
      </Link>
    </nav>
  );
}

export interface ChangesProps extends Omit<ChangesPageProps, 'frame' | 'before' | 'after'> {
  /** Where the reader chooses how the words are shown. */
  readonly choice?: Child;
}

/** The three differences: what the server will do, the words, the settings. */
export function Changes(props: ChangesProps) {
  return (
    <>
      <Behaviour {...props} />
      <Words {...props} />
      <Settings {...props} />
    </>
  );
}

const TONES: Readonly<Record<BehaviourChange['kind'], Tone>> = {
  appears: 'careful',
  grows: 'careful',
  vanishes: 'good',
  shrinks: 'good',
};

function Behaviour({ language, behaviour }: ChangesProps) {
  const page = wordsOf(language).changes.changes;
  const { sections, quoted } = wordsOf(language).frame;
  return (
    <section aria-labelledby="behaviour">
      <h2 id="behaviour">{page.behaviour}</h2>
      {behaviour.length === 0 ? <p>{page.behaviourSame}</p> : null}
      <ul class="behaviour">
        {behaviour.map((change) => (
          <li class="panel">
            <Badge tone={TONES[change.kind]} text={page.kinds[change.kind]} />
            <p>{change.sentence}</p>
            <p class="hint">{quoted(sections[change.section])}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Words({ language, words, formattingOnly, view = 'inline', choice }: ChangesProps) {
  const page = wordsOf(language).changes.changes;
  return (
    <section aria-labelledby="words">
      <h2 id="words">{page.words}</h2>
      {words.length === 0 ? <p>{formattingOnly ? page.formattingOnly : page.wordsSame}</p> : null}
      {words.length === 0 ? null : choice}
      {words.map((section) => (
        <WordsChange {...{ language, section, view }} />
      ))}
    </section>
  );
}

function Settings({ language, settings }: ChangesProps) {
  const page = wordsOf(language).changes.changes;
  const none = wordsOf(language).frame.none;
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">{page.settings}</h2>
      {settings.length === 0 ? (
        <p>{page.settingsSame}</p>
      ) : (
        <Table
          caption={page.settings}
          captionUnseen={true}
          head={[page.setting, page.before, page.after]}
          rows={settings.map(({ name, before, after }) => [name, before ?? none, after ?? none])}
        />
      )}
    </section>
  );
}
