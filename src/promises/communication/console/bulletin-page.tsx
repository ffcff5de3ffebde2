import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Checkboxes } from '../../../ui/checkboxes.tsx';
import { DetailsList } from '../../../ui/details-list.tsx';
import { type Choice, Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { BULLETIN_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from '../limits.ts';
import { type BulletinProgress, Progress } from './progress.tsx';

export interface BulletinPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Null: a new one. */
  readonly id: string | null;
  /** Whether its text can still be changed. */
  readonly draft: boolean;
  readonly ended: boolean;
  readonly paused: boolean;
  /** When it begins, where that is still to come. */
  readonly startsAt: Date | null;
  readonly senders: readonly Choice[];
  readonly countries: readonly Choice[];
  readonly chosenCountries: ReadonlySet<string>;
  /** The last trials, newest first. */
  readonly trials: readonly {
    readonly at: Date;
    readonly settledAs: 'accepted' | 'refused' | 'unknown' | 'withheld' | null;
  }[];
  readonly topics: readonly Choice[];
  readonly languages: readonly Choice[];
  /** Inputs: `topic`, `sender`, `proven`, `language`, `subject`, `markdown`. */
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
  /** Every text there is, as it would be sent. */
  readonly previews: readonly {
    readonly language: string;
    readonly subject: string;
    readonly markdown: string;
    readonly plain: string;
    readonly stopNamed: boolean;
  }[];
  /** How many by language; never who. */
  readonly audience: readonly { readonly language: string; readonly persons: number }[];
  /** Stands for exactly what is shown here, and comes back with the confirmation. */
  readonly shown: string | null;
  readonly progress: BulletinProgress | null;
  /** The address of the script that looks anew while one types. */
  readonly script: string;
}

/** One bulletin: writing it, seeing it as its readers will, confirming it, watching it. */
export function BulletinPage(props: BulletinPageProps) {
  const { language, frame, id, draft, ended, previews, progress } = props;
  const words = wordsOf(language).communication.console;
  const title = previews[0]?.subject ?? words.new;
  return (
    <Layout language={language} frame={frame} title={title} width="wide">
      <PageHead title={title} />
      <p>
        <Link href={addresses.bulletins}>{words.title}</Link>
      </p>
      {progress === null ? null : (
        <Progress {...{ language, progress, paused: props.paused, startsAt: props.startsAt }} />
      )}
      {previews.map((preview) => (
        <Preview language={language} preview={preview} label={sayLanguage(props, preview.language)} />
      ))}
      {draft ? <Trial {...props} /> : null}
      {draft ? <Confirmation {...props} /> : null}
      {draft ? <Writing {...props} /> : null}
      {id === null || draft || ended || progress?.waiting === 0 ? null : (
        <Form action={addresses.bulletinStep(id, props.paused ? 'resume' : 'pause')} csrf={frame.csrf}>
          <Submit kind="quiet">{props.paused ? words.resume : words.pause}</Submit>
        </Form>
      )}
      {id === null || ended ? null : (
        <Form action={addresses.endBulletin(id)} csrf={frame.csrf}>
          <Submit kind="grave">{words.end}</Submit>
        </Form>
      )}
    </Layout>
  );
}

function sayLanguage({ languages }: BulletinPageProps, id: string): string {
  return languages.find((one) => one.id === id)?.label ?? id;
}

interface PreviewProps {
  readonly language: Language;
  readonly preview: BulletinPageProps['previews'][number];
  /** Its language in words. */
  readonly label: string;
}

function Preview({ language, preview, label }: PreviewProps) {
  const words = wordsOf(language).communication.console;
  const id = `preview-${preview.language}`;
  return (
    <section aria-labelledby={id} class="panel">
      <h2 id={id}>
        {words.previewTitle} ({label})
      </h2>
      {preview.stopNamed ? null : (
        <Notice kind="bad">
          <p>{words.stopMissing}</p>
        </Notice>
      )}
      <h3>{words.rendered}</h3>
      <Markdown language={language} text={preview.markdown} headingLevel={4} />
      <h3>{words.plain}</h3>
      <pre class="message">{preview.plain}</pre>
    </section>
  );
}

function Confirmation(props: BulletinPageProps) {
  const { language, frame, id, previews, audience, shown } = props;
  const words = wordsOf(language).communication.console;
  if (id === null || shown === null || previews.length === 0) return null;
  const persons = audience.reduce((sum, one) => sum + one.persons, 0);
  return (
    <section aria-labelledby="confirm">
      <h2 id="confirm">{words.byLanguage}</h2>
      <DetailsList details={audience.map((one) => [sayLanguage(props, one.language), String(one.persons)])} />
      {previews.every(({ stopNamed }) => stopNamed) ? (
        <Form action={addresses.confirmBulletin(id)} csrf={frame.csrf} class="panel">
          <input type="hidden" name="shown" value={shown} />
          <p>{words.confirmLead}</p>
          <div class="field">
            <label for="f-starts-at">{words.startsAt}</label>
            <p class="hint" id="f-starts-at-hint">
              {words.startsAtHint}
            </p>
            <input type="datetime-local" id="f-starts-at" name="startsAt" aria-describedby="f-starts-at-hint" />
          </div>
          <Submit>{words.confirm(persons)}</Submit>
        </Form>
      ) : null}
    </section>
  );
}

function Trial({ language, frame, id, previews, trials }: BulletinPageProps) {
  const words = wordsOf(language).communication.console;
  if (id === null || previews.length === 0) return null;
  return (
    <section aria-labelledby="trial">
      <h2 id="trial">{words.trialsTitle}</h2>
      {trials.length === 0 ? null : (
        <ul>
          {trials.map(({ at, settledAs }) => (
            <li>
              <Instant at={at} language={language} />:{' '}
              {settledAs === null ? words.trialWaits : words.progress[settledAs]}
            </li>
          ))}
        </ul>
      )}
      <Form action={addresses.bulletinStep(id, 'trial')} csrf={frame.csrf}>
        <p>{words.trialLead}</p>
        <Submit kind="quiet">{words.trial}</Submit>
      </Form>
    </section>
  );
}

function Writing(props: BulletinPageProps) {
  const { language, frame, id, topics, languages, senders, countries, chosenCountries, values, problems, script } =
    props;
  const words = wordsOf(language).communication.console;
  const proven = [
    { id: 'any', label: words.provenAny },
    { id: 'proven', label: words.provenOnly },
    { id: 'unproven', label: words.provenNot },
  ];
  const labels = {
    topic: words.topic,
    sender: words.sender,
    proven: words.proven,
    language: words.language,
    subject: words.subject,
    markdown: words.text,
  };
  const shared = (name: keyof typeof labels, required = true) => ({
    language,
    name,
    label: labels[name],
    required,
    autocomplete: 'off',
    value: values[name],
    problem: problems[name],
  });
  return (
    <section aria-labelledby="write">
      <h2 id="write">{words.write}</h2>
      <ProblemSummary language={language} problems={problems} labels={labels} />
      <Form action={id === null ? addresses.bulletins : addresses.bulletin(id)} csrf={frame.csrf} class="panel">
        <Field {...shared('topic')} type="choice" choices={topics} />
        {senders.length === 0 ? <p>{words.senderNone}</p> : null}
        <Field {...shared('sender')} type="choice" choices={senders} />
        {countries.length === 0 ? null : (
          <Checkboxes name="countries" label={words.countries} choices={countries} checked={chosenCountries} />
        )}
        <Field {...shared('proven')} type="choice" choices={proven} />
        <Field {...shared('language')} type="choice" choices={languages} />
        <Field {...shared('subject')} type="text" maxlength={SUBJECT_CHARACTERS_MAX} />
        <Field {...shared('markdown')} type="long-text" hint={words.textHint} maxlength={BULLETIN_CHARACTERS_MAX} />
        <div class="actions">
          <button
            type="submit"
            class="button quiet"
            formaction={addresses.bulletinLook}
            formtarget="look"
            formnovalidate={true}
            data-look="look"
          >
            {words.lookSubmit}
          </button>
          <Submit>{words.save}</Submit>
        </div>
      </Form>
      <iframe name="look" class="look" title={words.previewTitle} />
      <script type="module" src={script}></script>
    </section>
  );
}
