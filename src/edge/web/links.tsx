import type { Hono } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import { outboundLinks } from '../../promises/links/index.ts';
import { LeavingPage } from '../../promises/links/pages.tsx';
import { addresses } from '../../ui/addresses.ts';
import { openPage, type Page, show, type Web } from './page.tsx';

/**
 * The notice before another site. It is known by the id of a link that the policy in force holds: there is no parameter
 * that names an address, so nobody can make this site lead anywhere. Nothing counts who opened it.
 */
export function linkRoutes(app: Hono, web: Web): void {
  app.get('/leaving/:id', async (context) => {
    const page = await openPage(context, web);
    const { language, frame, version } = page;
    const asked = context.req.param('id');
    const link = outboundLinks(version, web.face.origin).find(({ id }) => id === asked);
    if (link === undefined) throw new Refusal('not_found', 'the policy in force holds no such link');
    return show(page, <LeavingPage {...{ language, frame }} host={link.host} address={link.address} />);
  });
}

/** Where the operator declared it: the notice page of each address, as the words write it. */
export function leavingNotices({ web, version }: Page): ReadonlyMap<string, string> | undefined {
  if (version.declarations.site.leavingNotice !== true) return undefined;
  return new Map(
    outboundLinks(version, web.face.origin).map(({ written, id }) => [written, addresses.leaving(id)] as const),
  );
}
