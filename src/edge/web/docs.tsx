import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { addresses } from '../../ui/addresses.ts';
import { DocumentPage } from '../../ui/pages/document-page.tsx';
import { DocumentsPage } from '../../ui/pages/documents-page.tsx';
import { addressOfLink, DOCUMENT_GROUPS, DOCUMENTS, openDocuments } from '../docs/documents.ts';
import { searchDocuments } from '../docs/search-documents.ts';
import { openPage, show, type Web } from './page.tsx';

/** A longer query is cut: nobody looks for a page of text. */
const QUERY_CHARACTERS_MAX = 200;

/** The documents that came with this program, to be read and searched on it. */
export function docsRoutes(app: Hono, web: Web): void {
  const documentsIn = openDocuments();
  app.get(addresses.docs, async (context) => {
    const page = await openPage(context, web);
    const { language, frame } = page;
    const documents = await documentsIn(language);
    const query = context.req.query('q')?.trim().slice(0, QUERY_CHARACTERS_MAX) ?? '';
    const found = searchDocuments(documents, query).map(({ document, part, excerpt }) => ({
      href: `${addresses.document(document.name)}${part.anchor === '' ? '' : `#${part.anchor}`}`,
      title: document.title,
      heading: part.heading,
      excerpt,
    }));
    const groups = DOCUMENT_GROUPS.map((group) => ({
      group,
      documents: DOCUMENTS[group].flatMap((name) => documents.find((one) => one.name === name) ?? []),
    }));
    return show(page, <DocumentsPage {...{ language, frame, groups, found }} query={query === '' ? null : query} />);
  });
  app.get('/docs/:name', async (context, next) => {
    const name = context.req.param('name');
    if (addresses.document(name) === addresses.reference) return await next();
    const page = await openPage(context, web);
    const { language, frame } = page;
    const found = (await documentsIn(language)).find((one) => one.name === name);
    if (found === undefined) throw new Refusal('not_found', 'there is no such document');
    const { title, markdown, written, parts } = found;
    return show(
      page,
      <DocumentPage
        {...{ language, frame, title, markdown, written }}
        parts={parts.filter(({ level }) => level === 2)}
        resolve={(href) => addressOfLink(href, written === 'ru' ? `ru/${name}` : name)}
      />,
    );
  });
}
