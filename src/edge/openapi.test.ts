import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { allActs } from '../promises/all-acts.ts';
import { openApi } from './openapi.ts';
import { exampleOf } from './openapi-examples.ts';

const acts = allActs.filter(({ internal }) => internal !== true);

test('the example of every operation is read by the operation itself', () => {
  const unread = acts.flatMap((act) => {
    const shape = z.toJSONSchema(act.input, { io: 'input', unrepresentable: 'any' }) as Parameters<typeof exampleOf>[0];
    const parsed = act.input.safeParse(exampleOf(shape));
    return parsed.success ? [] : [`${act.name}: ${parsed.error.issues.map(({ path }) => path.join('.')).join(' ')}`];
  });
  assert.deepEqual(unread, []);
});

test('every operation has a name of its own, says who may ask, and lists each way to be refused', () => {
  const { paths } = openApi(acts, 'http://localhost') as { paths: Record<string, Record<string, Operation>> };
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const names = operations.map(({ operationId }) => operationId);
  assert.equal(new Set(names).size, names.length);
  for (const act of acts) assert(names.includes(act.name), `${act.name} keeps its name`);
  for (const { operationId, responses, requestBody, parameters } of operations) {
    for (const status of ['400', '401', '403', '404', '409', '410', '413', '415', '422', '429', '500', '503']) {
      assert(responses[status], `${operationId} ${status}`);
    }
    const body = requestBody?.content['application/json'];
    assert(requestBody === undefined || body?.example !== undefined, `${operationId} has an example`);
    for (const one of parameters) assert(one.example !== undefined, `${operationId}: ${one.name}`);
  }
});

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
  readonly parameters: readonly { readonly name: string; readonly example?: unknown }[];
}
