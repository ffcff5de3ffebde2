import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface ProvedAddressesProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The e-mail fields that hold something; since when each is proved. */
  readonly mailboxes: readonly { readonly field: string; readonly label: string; readonly provedAt: Date | null }[];
}

/** Which addresses can give the account back, and proving one: only ever at the person's own wish. */
export function ProvedAddresses({ language, frame, mailboxes }: ProvedAddressesProps) {
  const page = wordsOf(language).security.guard;
  return (
    <section aria-labelledby="addresses">
      <h2 id="addresses">{page.addresses}</h2>
      <p>{page.addressesLead}</p>
      {mailboxes.length === 0 ? (
        <p>{page.noAddresses}</p>
      ) : (
        <Table
          caption={page.addresses}
          captionUnseen={true}
          head={[page.addressOf, page.proved, page.prove]}
          rows={mailboxes.map(({ field, label, provedAt }) => [
            label,
            provedAt === null ? page.notProved : <Instant at={provedAt} language={language} />,
            provedAt === null ? (
              <Form action={addresses.addressCode(field)} csrf={frame.csrf} label={page.proveNamed(label)}>
                <Submit kind="quiet">{page.prove}</Submit>
              </Form>
            ) : (
              <Form action={addresses.releaseAddress(field)} csrf={frame.csrf} label={page.releaseNamed(label)}>
                <Submit kind="quiet">{page.release}</Submit>
              </Form>
            ),
          ])}
        />
      )}
    </section>
  );
}
