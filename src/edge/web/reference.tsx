import type { Hono } from 'hono';
import { z } from 'zod';
import type { AnyAct } from '../../kernel/gate/act.ts';
import { SECTIONS } from '../../kernel/policy/names.ts';
import { REFUSALS } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';
import { addresses } from '../../ui/addresses.ts';
import { ReferencePage, type ShownOperation } from '../../ui/pages/reference-page.tsx';
import { exampleOf } from '../openapi-examples.ts';
import { openPage, show, type Web } from './page.tsx';

/** The reference of the API, made from the acts themselves: it is of this server and right for it. */
export function referenceRoutes(app: Hono, web: Web): void {
  const acts = web.gate.acts.filter(({ internal }) => internal !== true);
  app.get(addresses.reference, async (context) => {
    const page = await openPage(context, web);
    const { language, frame } = page;
    const sections = SECTIONS.map((section) => ({
      section,
      operations: acts.filter((act) => act.section === section).map((act) => shownOperation(act, language)),
    })).filter(({ operations }) => operations.length > 0);
    const problems = [...Object.entries(REFUSALS), ['defect', 500] as const];
    return show(page, <ReferencePage {...{ language, frame, sections, problems }} />);
  });
}

const PROGRAMS = ['service', 'provider'];

function shownOperation(act: AnyAct, language: Language): ShownOperation {
  const inPath = [...act.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const shape = z.toJSONSchema(act.input, { io: 'input', unrepresentable: 'any' }) as Parameters<typeof exampleOf>[0];
  const all = exampleOf(shape) as Readonly<Record<string, unknown>>;
  const body = Object.entries(all).filter(([name]) => !inPath.includes(name));
  const query =
    act.method === 'GET' ? Object.keys(shape.properties ?? {}).filter((name) => !inPath.includes(name)) : [];
  const staff = act.askers.some((one) => !['anyone', 'person', 'worker', 'host', ...PROGRAMS].includes(one));
  return {
    name: act.name,
    method: act.method,
    path: `/v1${act.path}`,
    words: act.words[language],
    askers: [
      ...(act.askers.includes('anyone') ? (['anyone'] as const) : []),
      ...(act.askers.some((one) => PROGRAMS.includes(one)) ? (['credential'] as const) : []),
      ...(act.askers.includes('person') ? (['session'] as const) : []),
      ...(staff ? (['staff'] as const) : []),
    ],
    parameters: [...inPath, ...query],
    body: act.method === 'GET' || body.length === 0 ? null : JSON.stringify(Object.fromEntries(body), null, 2),
    idempotent: act.idempotent === true,
  };
}
