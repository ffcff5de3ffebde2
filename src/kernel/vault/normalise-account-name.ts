/**
 * The account name that was shown once at registration, as typed back: case, spaces and dashes do not count. Undefined
 * when nothing is left or anything else is in it. Version 1: another rule is another version, never a change of this one.
 */
export function normaliseAccountName(text: string): string | undefined {
  const name = text.toLowerCase().replaceAll(/[\s-]/g, '');
  return /^[a-z0-9]{4,64}$/.test(name) ? name : undefined;
}
