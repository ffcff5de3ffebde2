import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../../src/kernel/words.ts';
import { ErasuresPage } from '../../src/promises/agreement/console.tsx';
import { ErasedPage, ErasePage } from '../../src/promises/agreement/pages.tsx';
import type { Frame } from '../../src/ui/frame.ts';
import { samples } from './gallery-samples.ts';

/** The pages of erasure, with sample data. */
export function erasurePages(
  language: Language,
  own: (path: string) => Frame,
): Readonly<Record<string, () => JSX.Element>> {
  const erase = {
    language,
    frame: own('/account/erase'),
    finalBy: new Date('2026-12-22T09:00:00Z'),
    password: true,
    account: true,
    held: samples.of(language).held.flatMap(({ id, label, held }) => (held === null ? [] : [{ id, label }])),
    requested: false,
    answer: null,
  };
  const requests = [
    { personId: '7b0c6a52-4f0e-4d55-9d6b-3f6a1c2e9a10', at: new Date('2026-11-20T08:30:00Z') },
    { personId: 'c1e2f3a4-5b6c-4d7e-8f90-a1b2c3d4e5f6', at: new Date('2026-11-21T17:05:00Z') },
  ];
  const console = { language, frame: own('/console/erasures') };
  return {
    erase: () => ErasePage(erase),
    'erase-requested': () => ErasePage({ ...erase, requested: true, answer: 'requested' }),
    'erase-wrong-password': () => ErasePage({ ...erase, answer: 'wrong-password' }),
    erased: () => ErasedPage({ ...erase, frame: { ...erase.frame, signedIn: false } }),
    'console-erasures': () => ErasuresPage({ ...console, requests, done: false }),
    'console-erasures-none': () => ErasuresPage({ ...console, requests: [], done: true }),
  };
}
