import type { Hono } from 'hono';
import { verifierKey } from '../../kernel/ledger/note.ts';
import { readLastSigned, readPublicCheckpoint } from '../../kernel/ledger/witnesses/store.ts';
import { HomePage } from '../../ui/pages/home-page.tsx';
import { VerifyPage } from '../../ui/pages/verify-page.tsx';
import { openPage, type Page, show, type Web } from './page.tsx';

function formsOf({ version, language }: Page) {
  const forms = version.declarations.forms.filter(({ id }) => id !== 'registration');
  return forms.map(({ id, words }) => ({ id, title: words[language] }));
}

export function homeRoutes(app: Hono, web: Web): void {
  app.get('/', async (context) => {
    const page = await openPage(context, web);
    return show(page, <HomePage language={page.language} frame={page.frame} forms={formsOf(page)} />);
  });
  app.get('/verify', async (context) => {
    const page = await openPage(context, web);
    const { db, keys, site } = web.gate.parts;
    const latest = await readPublicCheckpoint(db);
    const signed = await readLastSigned(db);
    const key = verifierKey(site.origin, keys.ledger);
    const checkpoint = latest === undefined ? null : { text: latest.note, size: latest.size, at: latest.at };
    return show(
      page,
      <VerifyPage
        language={page.language}
        frame={page.frame}
        origin={site.origin}
        logKey={key}
        checkpoint={checkpoint}
        witnesses={(web.gate.parts.witnesses?.witnesses ?? []).map(({ name }) => {
          return { name, last: signed.find(({ witness }) => witness === name) ?? null };
        })}
        script={web.verifier.path}
        command={`npx kristalux ledger verify entry-1.tlog-proof --key '${key}'`}
      />,
    );
  });
  for (const { path, body } of [web.script, web.verifier]) {
    app.get(path, (context) =>
      context.body(body, 200, {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    );
  }
  app.get(web.stylesheet.path, (context) =>
    context.body(web.stylesheet.body, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  );
}
