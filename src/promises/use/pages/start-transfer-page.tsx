import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface TransferChoice {
  /** `provider/method`: what the form sends as `method`. */
  readonly id: string;
  readonly label: string;
}

export interface StartTransferPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Every method of every declared provider. */
  readonly methods: readonly TransferChoice[];
  /** ISO 4217 codes that may be chosen. */
  readonly currencies: readonly string[];
  /** Inputs: `method`, `amount`, `currency`, `payee`, `account`. */
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
}

/** Starting a transfer of one's own; nothing is opened yet. */
export function StartTransferPage(props: StartTransferPageProps) {
  const { language, frame, methods, currencies, values, problems } = props;
  const { start: page } = wordsOf(language).use;
  const labels = {
    method: page.method,
    amount: page.amount,
    currency: page.currency,
    payee: page.payee,
    account: page.account,
  };
  const shared = (name: keyof typeof labels) => ({
    language,
    name,
    label: labels[name],
    required: true,
    autocomplete: 'off',
    value: values[name],
    problem: problems[name],
  });
  return (
    <Layout language={language} frame={frame} title={page.title} width="narrow">
      <PageHead title={page.title} lead={page.lead} />
      {methods.length === 0 ? (
        <Notice kind="plain">
          <p>{page.none}</p>
        </Notice>
      ) : (
        <>
          <ProblemSummary language={language} problems={problems} labels={labels} />
          <Form action={addresses.startTransfer} csrf={frame.csrf} class="panel">
            <Field {...shared('method')} type="choice" choices={methods} />
            <div class="pair">
              <Field {...shared('amount')} type="text" hint={page.amountHint} maxlength={20} />
              <Field
                {...shared('currency')}
                type="choice"
                hint={undefined}
                choices={currencies.map((code) => ({ id: code, label: sayCurrency(code, language) }))}
              />
            </div>
            <Field {...shared('payee')} type="text" maxlength={140} />
            <Field {...shared('account')} type="text" hint={page.accountHint} required={false} maxlength={50} />
            <Submit>{page.submit}</Submit>
          </Form>
        </>
      )}
    </Layout>
  );
}

function sayCurrency(code: string, language: Language): string {
  return `${code} · ${new Intl.DisplayNames([language], { type: 'currency' }).of(code) ?? code}`;
}
