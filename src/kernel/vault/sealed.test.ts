import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { once } from 'node:events';
import { Session } from 'node:inspector/promises';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { format, formatWithOptions, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { openLog } from '../log.ts';
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

test('an opened value does not pass into another thread, a copy, a heap of bytes or a report of a fault', async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ sealed, list: [sealed], map: new Map([['value', sealed]]) });
  const received = receiveMessageOnPort(port2)?.message;
  port1.close();
  const worker = new Worker('require("worker_threads").parentPort.postMessage(require("worker_threads").workerData)', {
    eval: true,
    workerData: { sealed },
  });
  const [echoed] = await once(worker, 'message');
  const fault = Object.assign(new AggregateError([new Error('inner', { cause: sealed })], `for ${sealed}`), { sealed });
  const assertion = new assert.AssertionError({ actual: sealed, expected: 'another', operator: 'strictEqual' });
  for (const text of [
    inspect(received, { showHidden: true, depth: null }),
    inspect(echoed, { showHidden: true, depth: null }),
    serialize({ sealed }).toString('latin1'),
    serialize({ sealed }).toString('utf16le'),
    inspect(fault, { showHidden: true, depth: null, getters: true }),
    fault.stack ?? '',
    assertion.message,
    inspect(assertion, { depth: null }),
    JSON.stringify(process.report.getReport(fault)),
  ]) {
    assert.ok(text.length > 0 && !text.includes('canary'), text.slice(0, 300));
  }
});

test('a log, a debug line and the attributes of a trace show the field at most', () => {
  const lines: string[] = [];
  const log = openLog('info', (line) => lines.push(line));
  // What the types forbid, as somebody in a hurry would write it.
  const hurried = { to: sealed, error: new Error(`to ${sealed}`), text: `${sealed}` } as unknown as Record<
    string,
    string
  >;
  log.info('sent', hurried);
  log.error('failed', hurried);
  lines.push(
    formatWithOptions(
      { colors: true, showHidden: true, depth: null },
      'to %s %o %O %j',
      sealed,
      sealed,
      sealed,
      sealed,
    ),
  );
  // OpenTelemetry keeps strings, numbers, booleans and lists of them: anything else is turned into text or left out.
  const attributes = {
    'mail.to': String(sealed),
    'mail.all': [sealed].map(String),
    'mail.json': JSON.stringify([sealed]),
  };
  lines.push(JSON.stringify(attributes), inspect(attributes));
  for (const line of lines) assert.ok(!line.includes('canary'), line);
  assert.match(lines[0] ?? '', /‹email›/);
});

test('a debugger, or a reporter of faults that uses one, lists the parts of an opened value without the value', async () => {
  const session = new Session();
  session.connect();
  try {
    Object.assign(globalThis, { sealedUnderTest: sealed });
    const { result } = await session.post('Runtime.evaluate', { expression: 'sealedUnderTest', generatePreview: true });
    const evaluated = await session.post('Runtime.evaluate', {
      expression:
        'JSON.stringify([sealedUnderTest, {...sealedUnderTest}, `${sealedUnderTest}`, Object.getOwnPropertyNames(sealedUnderTest)])',
      returnByValue: true,
    });
    assert.ok(!JSON.stringify(evaluated).includes('canary'));
    assert.ok(!JSON.stringify(result).includes('canary'), JSON.stringify(result));
    assert.ok(result.objectId);
    const asked = { objectId: result.objectId, generatePreview: true };
    const parts = JSON.stringify(await session.post('Runtime.getProperties', asked));
    assert.match(parts, /privateProperties/);
    assert.ok(!parts.includes('canary'), parts);
  } finally {
    Reflect.deleteProperty(globalThis, 'sealedUnderTest');
    session.disconnect();
  }
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
