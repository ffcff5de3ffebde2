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
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

type Kind = 'service' | 'provider';

export interface CredentialsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly credentials: readonly {
    readonly kind: Kind;
    readonly name: string;
    readonly label: string;
    readonly createdAt: Date;
    readonly endedAt: Date | null;
    readonly lastUsedAt: Date | null;
    /** Whether a newer one stands beside it. */
    readonly older: boolean;
  }[];
  /** Who is declared and may get one: `service/shop`. */
  readonly declared: readonly { readonly id: string; readonly label: string }[];
  /** A secret just issued: this answer alone shows it. */
  readonly issued: {
    readonly label: string;
    readonly secret: string;
    readonly signingSecret: string | null;
  } | null;
}

/** What services and providers come to the server with. */
export function CredentialsPage(props: CredentialsPageProps) {
  const { language, frame, credentials, declared, issued } = props;
  const page = wordsOf(language).console.credentials;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {issued === null ? null : <Issued language={language} issued={issued} />}
      {credentials.length === 0 ? (
        <p>{page.none}</p>
      ) : (
        <Table
          caption={page.title}
          captionUnseen={true}
          head={[page.who, page.kind, page.since, page.lastUsed, page.state, page.end]}
          rows={credentials.map((one) => [
            one.label,
            page.kinds[one.kind],
            <Instant at={one.createdAt} language={language} />,
            one.lastUsedAt === null ? page.never : <Instant at={one.lastUsedAt} language={language} />,
            one.endedAt === null ? page.living : page.ended(sayInstant(one.endedAt, language)),
            one.endedAt === null ? <End language={language} frame={frame} {...one} /> : '',
          ])}
        />
      )}
      <section aria-labelledby="issue">
        <h2 id="issue">{page.issue}</h2>
        {declared.length === 0 ? (
          <p>{page.noneDeclared}</p>
        ) : (
          <Form action={addresses.credentials} csrf={frame.csrf} class="panel">
            <Field
              {...{ language, name: 'whom', type: 'choice', label: page.whom, required: true, choices: declared }}
              autocomplete="off"
            />
            <Submit>{page.submit}</Submit>
          </Form>
        )}
      </section>
    </Layout>
  );
}

interface EndProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly kind: Kind;
  readonly name: string;
  readonly label: string;
  readonly older: boolean;
}

function End({ language, frame, kind, name, label, older }: EndProps) {
  const page = wordsOf(language).console.credentials;
  return (
    <Form action={addresses.endCredentials(kind, name)} csrf={frame.csrf} label={page.endNamed(label)}>
      {older ? <input type="hidden" name="older" value="yes" /> : null}
      <Submit kind="quiet">{older ? page.endOlder : page.end}</Submit>
    </Form>
  );
}

interface IssuedProps {
  readonly language: Language;
  readonly issued: NonNullable<CredentialsPageProps['issued']>;
}

function Issued({ language, issued }: IssuedProps) {
  const page = wordsOf(language).console.credentials;
  return (
    <Notice kind="careful" title={`${page.shownTitle}: ${issued.label}`} answer={true}>
      <p>{page.shownOnce}</p>
      <DetailsList
        details={[
          [page.secret, <code>{issued.secret}</code>],
          issued.signingSecret === null ? null : [page.signingSecret, <code>{issued.signingSecret}</code>],
        ]}
      />
    </Notice>
  );
}
