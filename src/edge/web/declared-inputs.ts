import type { Declarations, Field } from '../../kernel/policy/declarations.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';
import type { LeftFields } from '../../promises/collection/index.ts';
import type { DeclaredInput } from '../../ui/declared-field.tsx';
import type { Problem, Problems } from '../../ui/problems.tsx';
import type { FormValues } from './page.tsx';

/** The declared fields as a form shows them, in the reader's language. */
export function declaredInputs(fields: readonly Field[], language: Language): readonly DeclaredInput[] {
  return fields.map((field) => ({
    id: field.id,
    type: field.type,
    label: field.words[language],
    why: field.why[language],
    keptDays: field.retentionDays,
    required: field.required,
    choices: field.choices?.map(({ id, words }) => ({ id, label: words[language] })),
  }));
}

/** The fields of one declared form, required or not as the form says. */
export function formInputs(declarations: Declarations, id: string, language: Language): readonly DeclaredInput[] {
  const form = declarations.forms.find((one) => one.id === id);
  const asked = form?.fields.flatMap(({ field: name, required }) => {
    const field = declarations.fields.find((one) => one.id === name);
    return field === undefined ? [] : [{ ...field, required }];
  });
  return declaredInputs(asked ?? declarations.fields, language);
}

/** What a form sent (`fields.email`, `fields.address.town`) as an act takes it. Empty inputs were not given. */
export function leftFields(sent: FormValues, files: FormValues = {}): LeftFields {
  const fields: Record<string, string | Record<string, string>> = Object.create(null);
  for (const [name, file] of Object.entries(files)) {
    const [root, field, part] = name.split('.');
    if (root === 'fields' && field !== undefined && part === undefined) fields[field] = { file };
  }
  for (const [name, value] of Object.entries(sent)) {
    const [root, field, part] = name.split('.');
    if (root !== 'fields' || field === undefined || value.trim() === '') continue;
    if (part === undefined) fields[field] ??= value;
    else {
      const parts = fields[field];
      fields[field] = { ...(typeof parts === 'object' ? parts : {}), [part]: value };
    }
  }
  return fields as LeftFields;
}

/** What was typed, to fill a form that comes back. A password never comes back. */
export function typedAgain(sent: FormValues): FormValues {
  return Object.fromEntries(Object.entries(sent).filter(([name]) => name.startsWith('fields.') || name === 'message'));
}

/** A refusal that names an input, as the form shows it. */
export function problemsOf(refusal: Refusal, sent: FormValues, files: FormValues = {}): Problems {
  const { field } = refusal.detail;
  if (field === undefined) return {};
  const others = Object.keys(files).filter((name) => name !== field && name.startsWith('fields.'));
  // What the browser does not fill in again is said too.
  const again = Object.fromEntries(others.map((name) => [name, 'file-again' as const]));
  if (files[field] !== undefined) return { [field]: FILE_PROBLEMS.get(refusal.code) ?? 'file-damaged', ...again };
  // Its length was looked at before: what is left to refuse in a password is how well known it is.
  if (field === 'password') return { password: 'too-common' };
  if (field.endsWith('.postcode')) return { [field]: 'malformed-postcode', ...again };
  const problem: Problem = (sent[field] ?? '') === '' && !field.startsWith('fields.address') ? 'missing' : 'malformed';
  return { [field]: problem, ...again };
}

const FILE_PROBLEMS = new Map<string, Problem>([
  ['too_large', 'file-too-large'],
  ['unsupported_media_type', 'file-other-kind'],
]);

/** Whether a form comes back with this said beside its input. */
export function isProblem(error: unknown, files: FormValues): error is Refusal {
  return error instanceof Refusal && (error.code === 'invalid' || files[error.detail.field ?? ''] !== undefined);
}
