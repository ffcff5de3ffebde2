import { shownValue } from './agreement.tsx';
import type { Page } from './page.tsx';

/** Opened values as a page of the administration shows them: each with its label and kind. */
export function shownValues({ version, language }: Page, { values }: Seen) {
  return values.map(({ field: id, value }) => {
    const field = version.declarations.fields.find((one) => one.id === id);
    return {
      label: field?.words[language] ?? id,
      type: field?.type ?? ('text' as const),
      value: value === null || field === undefined ? null : shownValue(field, value),
    };
  });
}

interface Seen {
  readonly values: readonly { readonly field: string; readonly value: string | null }[];
}
