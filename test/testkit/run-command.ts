import { runCommand as run } from '../../src/edge/cli.ts';

/** The command line of the product, asked within this process: tests of a promise know no protocol of their own. */
export const runCommand: typeof run = run;
