/** What the server does about one sentence of the policy, and where. */
export interface Row {
  /** How the English sentence begins: when it is rewritten, this row has to be read again. */
  readonly starts: string;
  readonly en: string;
  readonly ru: string;
  /**
   * Files, from the root or from `src/promises/`. The first is what makes it true: until it is there the document says
   * that nothing is. Absent: a statement, or something kept by what there is not.
   */
  readonly where?: readonly string[];
  /** Names of probes of the section that show it; those that are not there yet are left out. */
  readonly probes?: readonly string[];
  /** What the sentence says and the program does not do. */
  readonly lacks?: { readonly en: string; readonly ru: string };
  /** Nothing of it is there, and nobody has begun. */
  readonly later?: true;
}
