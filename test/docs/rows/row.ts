/** What the server does about one sentence of the policy, and where. */
export interface Row {
  /** How the English sentence begins: when it is rewritten, this row has to be read again. */
  readonly starts: string;
  readonly en: string;
  readonly ru: string;
  /**
   * Files, from the root or from `src/promises/`; the first is what makes it true. Absent: a statement, or something kept
   * by what there is not.
   */
  readonly where?: readonly string[];
  /** Names of the probes that show it; each sentence that names a file has one, of any section. */
  readonly probes?: readonly string[];
}
