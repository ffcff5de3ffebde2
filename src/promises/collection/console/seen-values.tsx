import type { Field } from '../../../kernel/policy/declarations.ts';
import type { Language } from '../../../kernel/words.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import { type FieldValue, Value } from '../../../ui/value.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface SeenValue {
  readonly label: string;
  readonly type: Field['type'];
  /** null: it is not there any more. */
  readonly value: FieldValue | null;
}

interface SeenValuesProps {
  readonly language: Language;
  readonly values: readonly SeenValue[];
}

/** The demanded values, large enough to be compared with a document. */
export function SeenValues({ language, values }: SeenValuesProps) {
  const words = wordsOf(language).collection.console;
  return (
    <DetailsList
      details={values.map(({ label, type, value }) => [
        label,
        value === null ? words.notLeft : <Value language={language} type={type} value={value} />,
      ])}
    />
  );
}
