import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { Sealed } from './sealed.ts';

const SECRET = 'canary-anna@example.org';
const sealed = new Sealed('email', SECRET);

test('an opened value shows its field and never itself, however it is printed', () => {
  const error = Object.assign(new Error(`cannot send to ${sealed}`, { cause: sealed }), { sealed });
  const shown = [
    String(sealed),
    `${sealed}`,
    `to: ${[sealed, { sealed }]}`,
    JSON.stringify(sealed),
    JSON.stringify({ deep: [{ sealed }] }),
    inspect(sealed),
    inspect({ a: { b: { c: { d: sealed } } } }, { showHidden: true, depth: null, getters: true, showProxy: true }),
    inspect(new Map([[sealed, sealed]]), { showHidden: true, customInspect: false, depth: null }),
    inspect(sealed, { customInspect: false, showHidden: true, getters: true }),
    format('%s %o %O %j %d', sealed, sealed, sealed, sealed, sealed),
    String(error),
    inspect(error),
    error.stack ?? '',
    JSON.stringify(Object.getOwnPropertyDescriptors(sealed)),
    JSON.stringify({ ...sealed }),
    JSON.stringify(Object.entries(sealed)),
    JSON.stringify(Object.assign({}, sealed)),
    JSON.stringify(structuredClone({ sealed })),
    inspect(structuredClone(sealed), { showHidden: true }),
    Reflect.ownKeys(sealed).map(String).join(),
    Reflect.ownKeys(Sealed.prototype).map(String).join(),
    printed((console) => console.log(sealed, { sealed }, '%s', sealed)),
    printed((console) => console.table([{ sealed }])),
    printed((console) => console.dir({ sealed }, { showHidden: true })),
    [sealed, sealed].join(),
    encodeURIComponent(String(sealed)),
    String(new URLSearchParams({ q: String(sealed) })),
  ];
  for (const text of shown) assert.ok(!text.includes('canary'), text);
  assert.equal(`${sealed}`, '‹email›');
  assert.equal(JSON.stringify({ sealed }), '{"sealed":"‹email›"}');
  assert.equal(inspect(sealed), '‹email›');
});

test('two values cannot be compared or measured without a sink', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const [one, two] = [new Sealed('email', a), new Sealed('email', b)];
      assert.equal(String(one), String(two));
      assert.deepEqual(Object.entries(one), Object.entries(two));
      assert.equal(JSON.stringify(one), JSON.stringify(two));
    }),
  );
});

test('the value comes out at a named sink', () => {
  assert.equal(sealed.unseal('answer'), SECRET);
});

function printed(print: (console: Console) => void): string {
  let text = '';
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  print(new Console({ stdout }));
  return text;
}
