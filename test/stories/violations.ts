import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../src/root.ts';

const axe = readFileSync(createRequire(join(root, 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');

/** All rules; what they say of the colours; what they say of the words, in which pages of two languages differ. */
export type AxeRules = 'all' | 'colours' | 'words';
const OPTIONS = {
  all: {},
  colours: { runOnly: ['color-contrast'] },
  words: {
    runOnly: [
      ...['document-title', 'html-has-lang', 'html-lang-valid', 'valid-lang', 'empty-heading', 'empty-table-header'],
      ...['label', 'button-name', 'link-name', 'input-button-name', 'select-name', 'summary-name', 'aria-command-name'],
      ...['image-alt', 'svg-img-alt', 'role-img-alt', 'aria-meter-name', 'aria-progressbar-name', 'aria-dialog-name'],
      ...['aria-input-field-name', 'aria-toggle-field-name', 'label-content-name-mismatch', 'link-in-text-block'],
    ],
  },
} as const;

/** What axe finds, as `rule: element and why`. Run through the debugger, which the page's own policy does not bind. */
export async function violations(page: Page, rules: AxeRules = 'all'): Promise<readonly string[]> {
  // Once a page: it is half a megabyte to read.
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axe);
  const found = await page.evaluate(async (options) => {
    const { axe: checker } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return (await checker.run({ resultTypes: ['violations'], ...options })).violations;
  }, OPTIONS[rules]);
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
  );
}

interface AxeResults {
  readonly violations: {
    readonly id: string;
    readonly nodes: { readonly html: string; readonly failureSummary: string }[];
  }[];
}
