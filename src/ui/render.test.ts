import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtProgram, startProgram } from '../../test/testkit/process.ts';

test('a server that has shown a page follows no promises, which would cost it a seventh of its work', async () => {
  await using program = startProgram(builtProgram('src/ui/render.program.tsx'), []);
  assert.deepEqual(await program.ended, { code: 0, signal: null, stdout: 'true 0\n', stderr: '' });
});
