import type { Provider } from '../../../kernel/policy/declarations.ts';
import { bankFile } from './bank-file.ts';
import { liqpayForm } from './liqpay-form.ts';
import { redirectForm } from './redirect-form.ts';
import { signedCall } from './signed-call.ts';
import { stripePage } from './stripe-page.ts';
import type { Way } from './way.ts';

/** How this provider is spoken to, as declared. */
export function wayOf({ handOver, page }: Pick<Provider, 'handOver' | 'page'>): Way {
  switch (handOver) {
    case 'signed-call':
      return signedCall;
    case 'redirect-form':
      return redirectForm;
    case 'hosted-page':
      return page === 'liqpay' ? liqpayForm : stripePage;
    case 'pain.001':
      return bankFile;
  }
}

/** Whether the person's own browser carries the hand-over, in the answer to their own request. */
export function leavesByForm(provider: Pick<Provider, 'handOver' | 'page'> | undefined): boolean {
  return provider !== undefined && wayOf(provider).form !== undefined;
}
