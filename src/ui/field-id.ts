/** The id of the input with this name: what a label and the list of problems point to. */
export function fieldId(name: string): string {
  return `input-${name.replaceAll('.', '-')}`;
}
