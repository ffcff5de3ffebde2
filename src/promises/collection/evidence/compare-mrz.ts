import type { Field } from '../../../kernel/policy/declarations.ts';
import { latinNames } from './mrz-letters.ts';
import type { Mrz } from './read-mrz.ts';

/** For the reviewer: whether the lines say what the person left. Undefined where they say nothing about such a field. */
export function compareMrz(mrz: Mrz, type: Field['type'], value: string | null): 'same' | 'differs' | undefined {
  if (value === null) return undefined;
  if (type === 'date') return mrz.birthDate === null ? undefined : mrz.birthDate === value ? 'same' : 'differs';
  if (type !== 'name') return undefined;
  const said = latinNames(`${mrz.surname} ${mrz.givenNames.split(' ')[0] ?? ''}`).map(words);
  const left = latinNames(value).map(words);
  // A long name is cut off in the lines; a patronymic may be in one of the two only.
  const fits = said.some((one, at) => one.every((part) => left[at]?.some((word) => word.startsWith(part))));
  return fits ? 'same' : 'differs';
}

function words(text: string): readonly string[] {
  return text.split(/[^A-Z]+/).filter((word) => word !== '');
}
