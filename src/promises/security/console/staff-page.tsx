import type { StaffRole } from '../../../kernel/gate/store.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { Invitations, type InvitationsProps } from './invitations.tsx';

export interface StaffPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** One line for each role somebody has. */
  readonly staff: readonly {
    readonly card: string;
    readonly label: string | null;
    readonly role: StaffRole;
    readonly since: Date;
    readonly suspendedAt: Date | null;
  }[];
  readonly invitations: InvitationsProps['invitations'];
  /** The address of an invitation that was made just now: shown this once. */
  readonly invited: string | null;
  readonly answer: null | 'done' | 'unknown' | 'already' | 'last';
}

/** Who has which role; owners give and end them here. */
export function StaffPage({ language, frame, staff, invitations, invited, answer }: StaffPageProps) {
  const page = wordsOf(language).console.staff;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {answer === null ? null : (
        <Notice kind={answer === 'done' ? 'good' : 'bad'} answer={true}>
          <p>{page[answer]}</p>
        </Notice>
      )}
      {invited === null ? null : (
        <Notice kind="good" title={page.invited} answer={true}>
          <p class="keepsake">
            <code>{invited}</code>
          </p>
        </Notice>
      )}
      <Table
        caption={page.title}
        captionUnseen={true}
        head={[page.who, page.role, page.since, page.state, page.end]}
        rows={staff.map(({ card, label, role, since, suspendedAt }) => [
          label ?? page.unnamed,
          page.roles[role],
          <Instant at={since} language={language} />,
          <Suspension {...{ language, frame, card, suspendedAt }} who={label ?? page.unnamed} />,
          <Form
            action={addresses.endRole(card, role)}
            csrf={frame.csrf}
            label={page.endNamed(label ?? page.unnamed, page.roles[role])}
          >
            <Submit kind="quiet">{page.end}</Submit>
          </Form>,
        ])}
      />
      <Give language={language} frame={frame} />
      <Invitations {...{ language, frame, invitations }} />
    </Layout>
  );
}

interface SuspensionProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly card: string;
  readonly who: string;
  readonly suspendedAt: Date | null;
}

function Suspension({ language, frame, card, who, suspendedAt }: SuspensionProps) {
  const page = wordsOf(language).console.staff;
  const acts = suspendedAt === null;
  return (
    <>
      {acts ? page.acts : page.suspended}{' '}
      <Form
        action={acts ? addresses.suspendStaff(card) : addresses.resumeStaff(card)}
        csrf={frame.csrf}
        label={acts ? page.suspendNamed(who) : page.resumeNamed(who)}
      >
        <Submit kind="quiet">{acts ? page.suspend : page.resume}</Submit>
      </Form>
    </>
  );
}

function Give({ language, frame }: { readonly language: Language; readonly frame: Frame }) {
  const page = wordsOf(language).console.staff;
  return (
    <section aria-labelledby="give">
      <h2 id="give">{page.give}</h2>
      <Form action={addresses.staff} csrf={frame.csrf} class="panel">
        <Field
          {...{ language, name: 'accountName', type: 'text', label: page.accountName, required: true, maxlength: 40 }}
          hint={page.accountNameHint}
          autocomplete="off"
        />
        <Field
          {...{ language, name: 'label', type: 'text', label: page.label, hint: page.labelHint, required: true }}
          autocomplete="off"
          maxlength={60}
        />
        <Field
          {...{ language, name: 'role', type: 'choice', label: page.role, required: true }}
          autocomplete="off"
          choices={Object.entries(page.roles).map(([id, label]) => ({ id, label }))}
        />
        <Submit>{page.submit}</Submit>
      </Form>
    </section>
  );
}
