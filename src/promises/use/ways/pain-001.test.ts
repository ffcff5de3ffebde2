import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { validateXML } from 'xmllint-wasm';
import { PAYEE_ACCOUNT, PAYER_ACCOUNT } from '../../../../test/testkit/paying.ts';
import { type BankOrder, bankProblems } from './bank-order.ts';
import { paymentFile } from './pain-001.ts';

/**
 * A schema of the scheme, such as that of the European Payments Council for orders of customers (EPC132-08). It is not ours to
 * ship: who has it names it in `PAIN_SCHEMA`.
 */
const { PAIN_SCHEMA } = process.env;

const order = (text: fc.Arbitrary<string>): fc.Arbitrary<BankOrder> =>
  fc
    .record({
      id: fc.uuid().map((id) => id.replaceAll('-', '')),
      at: fc.date({
        min: new Date('2026-01-01T00:00:00Z'),
        max: new Date('2099-01-01T00:00:00Z'),
        noInvalidDate: true,
      }),
      amount: fc.integer({ min: 1, max: 99_999_999_999 }).map((cents) => (cents / 100).toFixed(2)),
      bic: fc.constantFrom('COBADEFFXXX', null),
      name: text,
      payee: text,
      address: fc.option(
        fc.record(
          {
            street: text,
            building: fc.constantFrom('7', '12-A', '3/5'),
            postcode: fc.constantFrom('79000', 'SW1A 1AA'),
            town: text,
            region: text,
            country: fc.constantFrom('UA', 'DE', 'GB'),
          },
          { requiredKeys: ['town', 'country'] },
        ),
      ),
    })
    .map(({ name, payee, address, ...rest }) => ({
      ...rest,
      currency: 'EUR',
      payer: { name, account: PAYER_ACCOUNT, address },
      payee: { name: payee, account: PAYEE_ACCOUNT },
    }));

/** Whatever a person may type, and what an attacker would. */
const typed = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9?:().,'+ -]{1,36}$/),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom('<!ENTITY x "y">', ']]>', '&lol;', '</Nm><Nm>', 'Львів', '//x', ' ', 'A\0B'),
);

test('whatever somebody types, the bank’s file either is not made or is well-formed XML without an entity', async () => {
  const made = fc.sample(order(typed), { numRuns: 2000, seed: 20022 }).filter((one) => bankProblems(one).length === 0);
  assert(made.length > 20, 'some are orders');
  const files = made.map(paymentFile);
  for (const file of files) assert.doesNotMatch(file, /<!|&(?!#\d+;)/);
  const contents = files.map((xml, index) => ({ fileName: `${index}.xml`, contents: xml }));
  const schema = PAIN_SCHEMA === undefined ? [] : [readFileSync(PAIN_SCHEMA, 'utf8')];
  const given = schema.length === 0 ? { normalization: 'format' as const } : { schema };
  const { valid, errors } = await validateXML({ xml: contents, ...given });
  assert(valid, errors.map(({ message }) => message).join('\n'));
});
