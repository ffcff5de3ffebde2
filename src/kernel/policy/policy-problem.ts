import type { Section } from './names.ts';

/** One thing that is wrong with a policy, where it is, and what was expected. Collected, never thrown one by one. */
export class PolicyProblem {
  /** Path inside the policy folder, or the name of the text. */
  readonly file: string;
  /** Counted from 1; null where the whole file is meant. */
  readonly line: number | null;
  readonly section: Section | null;
  readonly message: string;
  constructor(file: string, line: number | null, section: Section | null, message: string) {
    this.file = file;
    this.line = line;
    this.section = section;
    this.message = message;
  }

  /** `4-use/rules.cedar:12: …`, the form that editors jump to. */
  toString(): string {
    return `${this.file}${this.line === null ? '' : `:${this.line}`}: ${this.message}`;
  }
}
