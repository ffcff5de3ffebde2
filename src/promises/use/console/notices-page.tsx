import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { sayInstant } from '../../../ui/dates.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayNumber } from '../../../ui/numbers.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface NoticesPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly endpoints: readonly {
    readonly service: string;
    readonly label: string;
    readonly address: string;
    readonly heardAt: Date | null;
    readonly olderUntil: Date | null;
    readonly waiting: number;
    readonly givenUp: number;
    readonly lastFailure: 'no-answer' | 'refused' | 'gone' | 'policy' | null;
  }[];
  readonly declared: readonly { readonly id: string; readonly label: string }[];
  /** A secret just made: this answer alone shows it. */
  readonly issued: { readonly label: string; readonly secret: string } | null;
  readonly answer: 'wrong-address' | { readonly again: number } | null;
}

/** What services of the site are told, where to, and what did not arrive. */
export function NoticesPage({ language, frame, endpoints, declared, issued, answer }: NoticesPageProps) {
  const page = wordsOf(language).console.notices;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {issued === null ? null : (
        <Notice kind="careful" title={`${page.newSecret}: ${issued.label}`} answer={true}>
          <p>{page.shownOnce}</p>
          <DetailsList details={[[page.secret, <code>{issued.secret}</code>]]} />
        </Notice>
      )}
      {answer === null ? null : answer === 'wrong-address' ? (
        <Notice kind="bad" title={page.wrongAddress} answer={true} />
      ) : (
        <Notice kind="good" title={page.sentAgain(sayNumber(answer.again, language))} answer={true} />
      )}
      {endpoints.length === 0 ? <p>{page.none}</p> : null}
      {endpoints.map((one) => (
        <Endpoint {...{ language, frame, endpoint: one }} />
      ))}
      <section aria-labelledby="set">
        <h2 id="set">{page.set}</h2>
        {declared.length === 0 ? (
          <p>{page.noneDeclared}</p>
        ) : (
          <Form action={addresses.serviceNotices} csrf={frame.csrf} class="panel">
            <Field
              {...{ language, name: 'service', type: 'choice', label: page.service, required: true, choices: declared }}
              autocomplete="off"
            />
            <Field
              {...{ language, name: 'address', type: 'text', label: page.address, required: true }}
              hint={page.addressHint}
              autocomplete="off"
            />
            <Submit>{page.submit}</Submit>
          </Form>
        )}
      </section>
    </Layout>
  );
}

interface EndpointProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly endpoint: NoticesPageProps['endpoints'][number];
}

const ORDERS = ['again', 'again-delivered', 'secret', 'secret-now', 'end'] as const;

function Endpoint({ language, frame, endpoint }: EndpointProps) {
  const page = wordsOf(language).console.notices;
  const { service, label, address, heardAt, olderUntil, waiting, givenUp, lastFailure } = endpoint;
  return (
    <section aria-labelledby={`service-${service}`}>
      <h2 id={`service-${service}`}>{label}</h2>
      <DetailsList
        details={[
          [page.address, <code>{address}</code>],
          [page.heard, heardAt === null ? page.never : sayInstant(heardAt, language)],
          [page.waiting, sayNumber(waiting, language)],
          [page.givenUp, sayNumber(givenUp, language)],
          lastFailure === null ? null : [page.lastFailure, page.failures[lastFailure]],
          olderUntil === null ? null : [page.olderUntil, sayInstant(olderUntil, language)],
        ]}
      />
      <Form action={addresses.serviceNotices} csrf={frame.csrf} label={page.ordersFor(label)}>
        <input type="hidden" name="service" value={service} />
        <p class="actions">
          {ORDERS.map((order) => (
            <button type="submit" class="button quiet" name="order" value={order}>
              {page.orders[order]}
            </button>
          ))}
        </p>
      </Form>
    </section>
  );
}
