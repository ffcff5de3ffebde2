import type { Version } from '../../kernel/policy/open-version.ts';
import type { Language } from '../../kernel/words.ts';

/** Fields by their declared names; what is not declared any more stays as its id. */
export function sayFields(version: Version, ids: readonly string[], language: Language) {
  const { fields } = version.declarations;
  return ids.map((id) => ({ id, label: fields.find((one) => one.id === id)?.words[language] ?? id }));
}

/** A ground with its country, by its declared name. */
export function sayGround(version: Version, id: string, language: Language): string {
  const ground = version.declarations.grounds.find((one) => one.id === id);
  return ground === undefined ? id : `${ground.words[language]} (${ground.country})`;
}

/** Who may ask on a ground, as it is declared; null where that is not said. */
export function sayMayAsk(version: Version, id: string, language: Language): string | null {
  return version.declarations.grounds.find((one) => one.id === id)?.mayAsk?.[language] ?? null;
}
