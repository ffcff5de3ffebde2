import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonMistake, parseJsonLines } from './json-lines.ts';

test('whatever JSON.parse understands is understood alike, however it is laid out', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, 4, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      assert.deepEqual(parseJsonLines(text).value, JSON.parse(text));
    }),
  );
});

test('a path leads to its line, and a path that leads nowhere to its nearest parent', () => {
  const { lineOf } = parseJsonLines('{\n  "a": [\n    1,\n    { "b/c": 2 }\n  ]\n}\n');
  assert.deepEqual(
    [lineOf(['a']), lineOf(['a', 0]), lineOf(['a', 1, 'b/c']), lineOf(['a', 7]), lineOf(['z'])],
    [2, 3, 4, 2, 1],
  );
});

test('a mistake is told with its line and what was expected', () => {
  const cases: [string, number, RegExp][] = [
    ['{\n "a": 1\n "b": 2\n}', 3, /`,` or `}` was expected, not `"b"`/],
    ['{\n "a": 1,\n}', 3, /a name in double quotes/],
    ['[1,\n2', 2, /not the end of the file/],
    ['{"a":\n nope}', 2, /a JSON value/],
    ['{"a": 1,\n"a": 2}', 2, /`a` stands twice/],
    ['{} {}', 1, /the end of the file was expected/],
    ['', 1, /a value is missing/],
    ['{"a": "x\ny"}', 1, /a JSON value/],
  ];
  for (const [text, line, message] of cases) {
    assert.throws(
      () => parseJsonLines(text),
      (error) => error instanceof JsonMistake && error.line === line && message.test(error.message),
      text,
    );
  }
});
