import type { StaffRole } from '../../../kernel/gate/store.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface InvitationsProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly invitations: readonly {
    readonly invitation: string;
    readonly label: string | null;
    readonly role: StaffRole;
    readonly expiresAt: Date;
  }[];
}

/** Who was invited and has not come yet; inviting somebody. */
export function Invitations({ language, frame, invitations }: InvitationsProps) {
  const page = wordsOf(language).console.staff;
  return (
    <section aria-labelledby="invite">
      <h2 id="invite">{page.invite}</h2>
      <p>{page.inviteLead}</p>
      {invitations.length === 0 ? null : (
        <Table
          caption={page.invitations}
          head={[page.who, page.role, page.until, page.endInvitation]}
          rows={invitations.map(({ invitation, label, role, expiresAt }) => [
            label ?? page.unnamed,
            page.roles[role],
            <Instant at={expiresAt} language={language} />,
            <Form
              action={addresses.endInvitation(invitation)}
              csrf={frame.csrf}
              label={page.endInvitationNamed(label ?? page.unnamed)}
            >
              <Submit kind="quiet">{page.endInvitation}</Submit>
            </Form>,
          ])}
        />
      )}
      <Form action={addresses.invitations} csrf={frame.csrf} class="panel">
        <Field
          {...{ language, name: 'invitedLabel', type: 'text', label: page.label, hint: page.labelHint, required: true }}
          autocomplete="off"
          maxlength={60}
        />
        <Field
          {...{ language, name: 'invitedRole', type: 'choice', label: page.role, required: true }}
          autocomplete="off"
          choices={Object.entries(page.roles).map(([id, label]) => ({ id, label }))}
        />
        <Submit>{page.inviteSubmit}</Submit>
      </Form>
    </section>
  );
}
