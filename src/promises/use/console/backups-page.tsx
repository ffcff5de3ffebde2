import type { Child } from 'hono/jsx';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { sayInstant } from '../../../ui/dates.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayNumber } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

/** What the server does by itself. */
export type BackupPlan =
  | { readonly kind: 'off' | 'switched-off' }
  | { readonly kind: 'on'; readonly folder: string; readonly hours: number; readonly keep: number };

export interface BackupsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly plan: BackupPlan;
  readonly last: { readonly dataBackup: Date | null; readonly keyBackup: Date | null; readonly drill: Date | null };
  readonly runs: readonly {
    readonly begunAt: Date;
    readonly endedAt: Date | null;
    readonly bytes: number;
    readonly failure: string | null;
  }[];
  readonly move: {
    /** An order that waits to be carried out. */
    readonly orderedAt: Date | null;
    readonly last: { readonly endedAt: Date; readonly persons: number } | null;
    readonly answer: 'wrong-recipient' | null;
  };
  readonly keyBackups: readonly { readonly fileName: string; readonly destroyBy: Date; readonly overdue: boolean }[];
}

/** Whether what people left would come back: the plan, the last good ones, what failed, and what must be destroyed. */
export function BackupsPage(props: BackupsPageProps) {
  const { language, frame, plan, last } = props;
  const words = wordsOf(language).keeping.backups;
  const when = (at: Date | null): Child => (at === null ? words.never : <Instant at={at} language={language} />);
  return (
    <Layout language={language} frame={frame} title={words.title}>
      <PageHead title={words.title} lead={words.lead} />
      <Notice kind={plan.kind === 'on' ? 'good' : 'bad'}>
        <p>{sayPlan(plan, words)}</p>
      </Notice>
      <DetailsList
        details={[
          plan.kind === 'on' ? [words.folder, <code>{plan.folder}</code>] : null,
          [words.lastData, when(last.dataBackup)],
          [words.lastKeys, when(last.keyBackup)],
          [words.lastDrill, when(last.drill)],
        ]}
      />
      <Runs {...props} />
      <KeyBackups {...props} />
      <section aria-labelledby="drill">
        <h2 id="drill">{words.drillTitle}</h2>
        <p>{words.drillLead}</p>
        <p>
          <code>npx kristalux backup drill {plan.kind === 'on' ? plan.folder : 'DIR'} --identity identity.txt</code>
        </p>
      </section>
      <section aria-labelledby="loss">
        <h2 id="loss">{words.lossTitle}</h2>
        <Table
          caption={words.lossTitle}
          captionUnseen={true}
          head={[words.lost, words.back]}
          rows={words.losses.map(([lost, back]) => [lost, back])}
        />
      </section>
      <Move {...props} />
    </Layout>
  );
}

/** Taking everything out: ordered here, carried out on the server. */
function Move({ language, frame, move }: BackupsPageProps) {
  const words = wordsOf(language).keeping.backups.move;
  const { orderedAt, last, answer } = move;
  return (
    <section aria-labelledby="move">
      <h2 id="move">{words.title}</h2>
      <p>{words.lead}</p>
      {answer === null ? null : <Notice kind="bad" title={words.wrongRecipient} answer={true} />}
      {orderedAt === null ? null : (
        <Notice kind="careful" title={words.ordered(sayInstant(orderedAt, language))}>
          <p>{words.carryOut}</p>
          <p>
            <code>npx kristalux export site.tar.age</code>
          </p>
        </Notice>
      )}
      {last === null ? null : (
        <p>{words.last(sayInstant(last.endedAt, language), sayNumber(last.persons, language))}</p>
      )}
      <Form action={addresses.siteExports} csrf={frame.csrf} class="panel">
        <Field
          {...{ language, name: 'recipient', type: 'text', label: words.recipient, required: true }}
          hint={words.recipientHint}
          autocomplete="off"
        />
        <Submit>{words.submit}</Submit>
      </Form>
    </section>
  );
}

function sayPlan(plan: BackupPlan, words: ReturnType<typeof wordsOf>['keeping']['backups']): string {
  switch (plan.kind) {
    case 'on':
      return words.on(plan.hours, plan.keep);
    case 'off':
      return words.off;
    case 'switched-off':
      return words.switchedOff;
  }
}

function Runs({ language, runs }: BackupsPageProps) {
  const words = wordsOf(language).keeping.backups;
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">{words.runs}</h2>
      {runs.length === 0 ? (
        <p>{words.noRuns}</p>
      ) : (
        <Table
          caption={words.runs}
          captionUnseen={true}
          head={[words.begun, words.state]}
          rows={runs.map(({ begunAt, endedAt, bytes, failure }) => [
            <Instant at={begunAt} language={language} />,
            failure ?? (endedAt === null ? words.running((bytes / 1_000_000).toFixed(0)) : words.done),
          ])}
        />
      )}
    </section>
  );
}

function KeyBackups({ language, keyBackups }: BackupsPageProps) {
  const words = wordsOf(language).keeping.backups;
  return (
    <section aria-labelledby="key-backups">
      <h2 id="key-backups">{words.keysTitle}</h2>
      <p>{keyBackups.length === 0 ? words.noKeys : words.keysLead}</p>
      {keyBackups.length === 0 ? null : (
        <Table
          caption={words.keysTitle}
          captionUnseen={true}
          head={[words.file, words.destroyBy]}
          rows={keyBackups.map(({ fileName, destroyBy, overdue }) => [
            <code>{fileName}</code>,
            <>
              <Instant at={destroyBy} language={language} precision="day" />
              {overdue ? `: ${words.overdue}` : ''}
            </>,
          ])}
        />
      )}
    </section>
  );
}
