import type { PropsWithChildren } from 'hono/jsx';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { SectionLink } from '../../../ui/policy-mark.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { AskedFields, type DealingField } from './dealing-page.tsx';

interface PageProps {
  readonly language: Language;
  readonly frame: Frame;
}

interface EnterPageProps extends PageProps {
  readonly uid: string;
  /** By its declared words. */
  readonly service: string;
  readonly purpose: string;
  readonly fields: readonly DealingField[];
}

/** A part of the site asks the person to sign in: what for, and which fields it may then ask for. */
export function EnterPage({ language, frame, uid, service, purpose, fields }: EnterPageProps) {
  const { entering: words, dealing } = wordsOf(language).use;
  return (
    <Layout language={language} frame={frame} title={`${words.title}: ${service}`}>
      <PageHead title={service} lead={words.lead(service)} />
      <p>
        {dealing.purpose}: <strong>{purpose}</strong>. {words.joinLead}
      </p>
      <AskedFields language={language} fields={fields} />
      <p class="hint">
        {dealing.pseudonym} <SectionLink language={language} version={frame.policyVersion} section="use" />
      </p>
      <div class="actions">
        <Form action={addresses.entering(uid)} csrf={frame.csrf}>
          <Submit>{words.join}</Submit>
        </Form>
        <Form action={addresses.declineEntering(uid)} csrf={frame.csrf}>
          <Submit kind="quiet">{words.decline}</Submit>
        </Form>
      </div>
    </Layout>
  );
}

interface LeaveServicesPageProps extends PageProps {
  /** Where the answer goes, and the token that the protocol wants back. */
  readonly action: string;
  readonly token: string;
}

/** A part of the site asks to sign the person out: they decide. */
export function LeaveServicesPage({ language, frame, action, token }: LeaveServicesPageProps) {
  const words = wordsOf(language).use.entering;
  return (
    <Layout language={language} frame={frame} title={words.leaveTitle} width="narrow">
      <PageHead title={words.leaveTitle} lead={words.leaveLead} />
      <p class="hint">{words.leaveHint}</p>
      <Form action={action} csrf={frame.csrf}>
        <input type="hidden" name="xsrf" value={token} />
        <input type="hidden" name="logout" value="yes" />
        <Submit>{words.leave}</Submit>
      </Form>
    </Layout>
  );
}

export function LeftServicesPage({ language, frame }: PageProps) {
  const words = wordsOf(language).use.entering;
  return (
    <Layout language={language} frame={frame} title={words.leftTitle} width="narrow">
      <PageHead title={words.leftTitle} lead={words.leftLead} />
      <Onwards language={language} />
    </Layout>
  );
}

interface EnterProblemPageProps extends PageProps {
  /** Whoever asked is no part of this site: section protection says so. */
  readonly stranger: boolean;
  /** The protocol's own word for it. */
  readonly code: string;
}

export function EnterProblemPage({ language, frame, stranger, code }: EnterProblemPageProps) {
  const words = wordsOf(language).use.entering;
  const title = stranger ? words.strangerTitle : words.brokenTitle;
  return (
    <Layout language={language} frame={frame} title={title} width="narrow">
      <PageHead title={title} lead={stranger ? words.strangerLead : words.brokenLead} />
      <p class="hint">
        {words.code}: <code>{code}</code>
        {stranger ? (
          <>
            {'. '}
            <SectionLink language={language} version={frame.policyVersion} section="protection" />
          </>
        ) : null}
      </p>
      <Onwards language={language} />
    </Layout>
  );
}

function Onwards({ language }: PropsWithChildren<{ readonly language: Language }>) {
  return (
    <p class="actions">
      <Link href={addresses.account} class="button quiet">
        {wordsOf(language).use.entering.account}
      </Link>
    </p>
  );
}
