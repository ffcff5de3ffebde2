import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { DealingBadge, type DealingState } from './dealing-badge.tsx';

export interface DealingField {
  readonly label: string;
  /** Why the site asks for this field at all, as declared. */
  readonly why: string;
  /** Whether the person left it. */
  readonly held: boolean;
}

export interface DealingPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly dealing: {
    readonly id: string;
    readonly state: DealingState;
    /** The service by its declared words, the purpose likewise. */
    readonly service: string;
    readonly purpose: string;
    /** The service's own number of it. */
    readonly reference: string;
    readonly openedAt: Date;
    readonly fields: readonly DealingField[];
    /** A transfer proposed with it. */
    readonly transferId: string | null;
    /** A transfer is proposed, nobody started it yet, and the person joined. */
    readonly mayStartTransfer: boolean;
  };
}

/** Who asks for what and why, before anything is given; and the way out afterwards. */
export function DealingPage({ language, frame, dealing }: DealingPageProps) {
  const words = wordsOf(language).use.dealing;
  return (
    <Layout language={language} frame={frame} title={`${words.title}: ${dealing.service}`}>
      <PageHead title={dealing.service} lead={dealing.state === 'open' ? words.asks : undefined}>
        <DealingBadge language={language} state={dealing.state} />
      </PageHead>
      <DetailsList
        details={[
          [words.purpose, dealing.purpose],
          [words.reference, <bdi>{dealing.reference}</bdi>],
          [words.opened, <Instant at={dealing.openedAt} language={language} />],
        ]}
      />
      <AskedFields language={language} fields={dealing.fields} />
      <p class="hint">{words.pseudonym}</p>
      {dealing.transferId === null ? null : (
        <Notice kind="plain">
          <p>
            {words.proposed}. <Link href={addresses.transfer(dealing.transferId)}>{words.seeProposed}</Link>
          </p>
        </Notice>
      )}
      {dealing.mayStartTransfer ? (
        <section class="panel" aria-labelledby="proposed">
          <h2 id="proposed">{words.proposed}</h2>
          <Form action={addresses.startTransfer} csrf={frame.csrf}>
            <input type="hidden" name="dealing" value={dealing.id} />
            <Submit>{words.seeProposed}</Submit>
          </Form>
        </section>
      ) : null}
      <Decision language={language} csrf={frame.csrf} id={dealing.id} state={dealing.state} />
    </Layout>
  );
}

/** What is asked for, why, and whether it is there. */
export function AskedFields({
  language,
  fields,
}: {
  readonly language: Language;
  readonly fields: readonly DealingField[];
}) {
  const words = wordsOf(language).use.dealing;
  return (
    <section aria-labelledby="fields">
      <h2 id="fields">{words.fieldsTitle}</h2>
      <p>{words.fieldsLead}</p>
      <Table
        caption={words.fieldsTitle}
        captionUnseen={true}
        head={[words.field, words.why, words.held]}
        rows={fields.map(({ label, why, held }) => [
          label,
          why,
          held ? (
            words.yes
          ) : (
            <>
              {words.missing}. <Link href={addresses.data}>{words.addMissing}</Link>
            </>
          ),
        ])}
      />
    </section>
  );
}

interface DecisionProps {
  readonly language: Language;
  readonly csrf: string;
  readonly id: string;
  readonly state: DealingState;
}

function Decision({ language, csrf, id, state }: DecisionProps) {
  const words = wordsOf(language).use.dealing;
  if (state === 'open') {
    return (
      <div class="actions">
        <Form action={addresses.joinDealing(id)} csrf={csrf}>
          <Submit>{words.join}</Submit>
        </Form>
        <Form action={addresses.endDealing(id)} csrf={csrf}>
          <Submit kind="quiet">{words.decline}</Submit>
        </Form>
      </div>
    );
  }
  if (state !== 'joined') return null;
  return (
    <div class="actions">
      <Form action={addresses.endDealing(id)} csrf={csrf}>
        <Submit kind="grave">{words.end}</Submit>
      </Form>
      <p class="hint">{words.endLead}</p>
    </div>
  );
}
