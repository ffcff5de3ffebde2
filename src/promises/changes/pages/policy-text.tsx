import { SECTIONS, type Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Markdown, titleOf } from '../../../ui/markdown.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface PolicySection {
  readonly id: Section;
  /** The words as published (Markdown), with or without their heading. */
  readonly words: string;
  /** The language these words are in: the binding one where a translation is missing. */
  readonly language: Language;
  /** Each rule as a sentence in the reader's language. */
  readonly rules: readonly string[];
  /** What the program does under this section, as sentences. */
  readonly acts: readonly string[];
  /** What `prove` showed. */
  readonly probes: readonly {
    readonly sentence: string;
    readonly outcome: 'passed' | 'failed' | 'not-run';
    readonly at: Date | null;
  }[];
  /** What this program does not do yet of what the words say, as sentences; empty where all of it is built. */
  readonly notBuilt: readonly string[];
  /** What the declarations say here: fields, services, providers, who the site is. */
  readonly tables: readonly {
    readonly caption: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
}

interface PolicyTextProps {
  readonly language: Language;
  readonly sections: readonly PolicySection[];
  /** The notice page of each address as the words write it, where the operator wants one before other sites. */
  readonly notices?: ReadonlyMap<string, string> | undefined;
}

/** The eight sections, each beside what the server does about it. */
export function PolicyText({ language, sections, notices }: PolicyTextProps) {
  const words = wordsOf(language);
  return (
    <>
      <nav class="contents" aria-label={words.changes.policy.contents}>
        <ol>
          {sections.map((section) => (
            <li>
              <a href={`#${section.id}`}>{nameOf(section, language)}</a>
            </li>
          ))}
        </ol>
      </nav>
      {sections.map((section) => (
        <PolicySectionView {...{ language, section, notices }} />
      ))}
    </>
  );
}

interface SectionProps {
  readonly language: Language;
  readonly section: PolicySection;
}

type SectionViewProps = SectionProps & Pick<PolicyTextProps, 'notices'>;

function PolicySectionView({ language, section, notices }: SectionViewProps) {
  const name = nameOf(section, language);
  const foreign = section.language === language ? undefined : section.language;
  return (
    <section class="policy-section" id={section.id} aria-labelledby={`${section.id}-title`}>
      <div class="policy-words">
        <h2 id={`${section.id}-title`}>
          <span class="policy-number">{SECTIONS.indexOf(section.id) + 1}</span>{' '}
          <span lang={titleOf(section.words) === null ? undefined : foreign}>{name}</span>
        </h2>
        <div lang={foreign}>
          <Markdown language={language} text={section.words} headingLevel={3} withoutTitle={true} notices={notices} />
        </div>
      </div>
      <ServerSide language={language} section={section} />
      {section.tables.map((table) => (
        <div class="policy-table">
          <Table caption={table.caption} head={table.head} rows={table.rows} />
        </div>
      ))}
    </section>
  );
}

function ServerSide({ language, section }: SectionProps) {
  const words = wordsOf(language).changes.policy;
  const { rules, acts, probes, notBuilt } = section;
  const silent = rules.length + acts.length + probes.length + notBuilt.length === 0;
  return (
    <aside class="server" aria-labelledby={`${section.id}-server`}>
      <h3 id={`${section.id}-server`}>
        {words.serverTitle}
        <span class="unseen">: {nameOf(section, language)}</span>
      </h3>
      {silent ? <p>{words.nothingEnforced}</p> : null}
      <Sentences title={words.rules} sentences={rules} />
      <Sentences title={words.acts} sentences={acts} />
      {probes.length === 0 ? null : <h4>{words.probes}</h4>}
      {probes.length === 0 ? null : (
        <ul class="probes">
          {probes.map((probe) => (
            <li>
              {probe.sentence} <ProbeBadge language={language} probe={probe} />
            </li>
          ))}
        </ul>
      )}
      {notBuilt.length === 0 ? null : (
        <div class="not-built">
          <Badge tone="careful" text={words.notBuilt} />
          <ul>
            {notBuilt.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
    </aside>
  );
}

function Sentences({ title, sentences }: { readonly title: string; readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {sentences.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </>
  );
}

interface ProbeProps {
  readonly language: Language;
  readonly probe: PolicySection['probes'][number];
}

function ProbeBadge({ language, probe }: ProbeProps) {
  const words = wordsOf(language).changes.policy;
  if (probe.outcome === 'not-run') return <Badge tone="plain" text={words.notRun} />;
  const passed = probe.outcome === 'passed';
  return (
    <span class={passed ? 'badge good' : 'badge bad'}>
      {passed ? words.passed : words.failed}
      {probe.at === null ? null : ' '}
      {probe.at === null ? null : <Instant at={probe.at} language={language} precision="day" />}
    </span>
  );
}

/** The heading of the published words; a text that begins without one goes under the section's own name. */
function nameOf(section: PolicySection, language: Language): string {
  return titleOf(section.words) ?? wordsOf(language).frame.sections[section.id];
}
