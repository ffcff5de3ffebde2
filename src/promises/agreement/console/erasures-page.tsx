import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

interface ErasuresPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly requests: readonly { readonly personId: string; readonly at: Date }[];
  /** Whether somebody was erased just now. */
  readonly done: boolean;
}

/** Who asks to be erased: random numbers and days, and a button for each. */
export function ErasuresPage({ language, frame, requests, done }: ErasuresPageProps) {
  const page = wordsOf(language).console.erasures;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {done ? (
        <Notice kind="good" answer={true}>
          <p>{page.done}</p>
        </Notice>
      ) : null}
      {requests.length === 0 ? (
        <p>{page.none}</p>
      ) : (
        <Table
          caption={page.title}
          captionUnseen={true}
          head={[page.who, page.since, page.action]}
          rows={requests.map(({ personId, at }) => [
            <code>{personId}</code>,
            <Instant at={at} language={language} />,
            <Form action={addresses.erasureRequests} csrf={frame.csrf}>
              <input type="hidden" name="person" value={personId} />
              <Submit kind="grave">{page.erase}</Submit>
            </Form>,
          ])}
        />
      )}
    </Layout>
  );
}
