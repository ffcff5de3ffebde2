import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { DetailedError, Expr, PolicyJson, SchemaJson, ValidationError } from '@cedar-policy/cedar-wasm/nodejs';

// V8 11 (Node 20) inlines calls into WebAssembly, and ends the whole process ("unreachable code", in
// Deoptimizer::DoComputeBuiltinContinuation) when it has to undo that for one that returns a reference, as Cedar's do. Rules
// that were parsed often and then one with a mistake were enough. Later versions have neither the flag nor the fault.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/**
 * The one door to Cedar's own implementation: it parses, validates, and is the reference that the compiled closures are
 * compared with. It never decides on the way of a request: it is a hundred times too slow.
 */
export type { Expr, PolicyJson };
export type CedarSchema = SchemaJson<string>;

/** Loaded when it is wanted: a start whose rules are known (`known-rules.ts`) does without, and without its memory. */
const cedar = (): typeof Cedar => createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs');

/** What Cedar has against a rule. `offset` counts characters from the rule's first; null where Cedar names no place. */
export interface CedarComplaint {
  readonly offset: number | null;
  readonly message: string;
}

/** Cedar's own JSON of exactly one rule, or what is wrong with its text. Templates are not rules. */
export function parseRule(text: string): PolicyJson | CedarComplaint {
  const answer = cedar().policyToJson(text);
  if (answer.type === 'success') return answer.json;
  return complaintOf(answer.errors[0], text);
}

export function isComplaint(parsed: PolicyJson | CedarComplaint): parsed is CedarComplaint {
  return 'message' in parsed;
}

/**
 * Strict validation of rules, in one call because the schema is what costs; the answer has the rules' order. Warnings
 * count like errors: a rule that can never match is a sentence of the policy that does nothing.
 */
export function validateTexts(texts: readonly string[], schema: CedarSchema): readonly (readonly CedarComplaint[])[] {
  const answer = cedar().validate({
    validationSettings: { mode: 'strict' },
    schema,
    policies: { staticPolicies: Object.fromEntries(texts.map((text, index) => [`rule${index}`, text])) },
  });
  assert.ok(answer.type === 'success', 'rules that parse can be validated');
  assert.deepEqual(answer.otherWarnings, [], 'every warning is about a rule');
  return texts.map((text, index) => {
    const about = (list: readonly ValidationError[]) => list.filter((one) => one.policyId === `rule${index}`);
    const errors = about(answer.validationErrors);
    // An error usually brings a warning about the same rule along; the error says more.
    const complaints = errors.length > 0 ? errors : about(answer.validationWarnings);
    return complaints.map(({ error }) => complaintOf(error, text));
  });
}

/** A request in Cedar's words; `context` holds booleans and entities as `{ type, id }`. */
export interface CedarRequest {
  readonly principal: { readonly type: string; readonly id: string };
  readonly action: { readonly type: string; readonly id: string };
  readonly resource: { readonly type: string; readonly id: string };
  readonly context: Readonly<Record<string, boolean | { readonly type: string; readonly id: string }>>;
}

export interface CedarAnswer {
  readonly allowed: boolean;
  readonly determining: readonly string[];
  readonly erring: readonly string[];
}

/** The reference decision, without a schema, so that a missing fact is an evaluation error as Cedar knows it. */
export function referenceDecision(rules: Readonly<Record<string, string>>, request: CedarRequest): CedarAnswer {
  const context = Object.fromEntries(
    Object.entries(request.context).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? value : { __entity: value },
    ]),
  );
  const answer = cedar().isAuthorized({
    ...request,
    context,
    policies: { staticPolicies: { ...rules } },
    entities: [],
  });
  if (answer.type === 'failure') throw new Error(answer.errors.map((error) => error.message).join('; '));
  const { decision, diagnostics } = answer.response;
  return {
    allowed: decision === 'allow',
    determining: [...diagnostics.reason].sort(),
    erring: diagnostics.errors.map((error) => error.policyId).sort(),
  };
}

// Cedar counts bytes of UTF-8; comments of rules are often Cyrillic.
function complaintOf(error: DetailedError | undefined, text: string): CedarComplaint {
  const start = error?.sourceLocations?.[0]?.start;
  const message = (error?.message ?? 'is not a rule').replace(/^for policy `rule\d+`[,:] /, '');
  return {
    offset: start === undefined ? null : Buffer.from(text).subarray(0, start).toString().length,
    message: error?.help ? `${message} (${error.help})` : message,
  };
}
