import type { Sink } from '../../../kernel/vault/sealed.ts';
import { payeeOf } from '../payee.ts';
import type { HandOver } from './way.ts';

/** What a signed call and a signed form say: the transfer, and exactly the fields that were confirmed. */
export function payloadOf({ transfer, customer, fields, opened }: HandOver, sink: Sink) {
  const { name, account } = payeeOf(transfer, opened, sink);
  const values = fields.flatMap(({ id }) => {
    const value = opened.get(id);
    return value === undefined ? [] : [[id, value.unseal(sink)] as const];
  });
  return {
    type: 'transfer',
    transfer: {
      id: transfer.transferId,
      method: transfer.method,
      amount: transfer.amount,
      currency: transfer.currency,
      payee: name,
      ...(account === null ? {} : { account }),
      customer,
    },
    fields: Object.fromEntries(values),
  };
}
