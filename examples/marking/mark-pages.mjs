// The same for pages that a server makes, so that it holds without script too: a middleware for servers in the style of
// the Fetch API (Hono and its like), and the function behind it for any other.

const WORDS = '(another site; our policy does not cover it)';
const HIDDEN = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';

/**
 * Marks the links of a page that lead to another host, and adds the link to the policy that holds for this site.
 * @param {string} html
 * @param {{ own: string, policy: string, words?: string }} site `own`: scheme, host and port of the pages; `policy`: the address of
 *   the policy.
 */
export function markPage(html, { own, policy, words = WORDS }) {
  const marked = html.replaceAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/gi, (whole, attributes, content) => {
    const href = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(attributes);
    const address = decode(href?.[1] ?? href?.[2] ?? href?.[3] ?? '');
    if (!leaves(address, own, policy) || content.includes('leaving-words')) return whole;
    const rest = attributes.replaceAll(/\s(?:rel|referrerpolicy)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, '');
    const said = `<span aria-hidden="true"> ↗</span><span class="leaving-words" style="${HIDDEN}"> ${escaped(words)}</span>`;
    return `<a${rest} rel="noopener noreferrer external" referrerpolicy="no-referrer">${content}${said}</a>`;
  });
  const relation = `<link rel="privacy-policy" href="${escaped(policy)}">`;
  return marked.includes('rel="privacy-policy"') ? marked : marked.replace(/<\/head>/i, `${relation}</head>`);
}

/** @param {Parameters<typeof markPage>[1]} site */
export function markPages(site) {
  return async (context, next) => {
    await next();
    const { res } = context;
    if (!/^text\/html\b/i.test(res.headers.get('content-type') ?? '')) return;
    const headers = new Headers(res.headers);
    headers.delete('content-length');
    context.res = new Response(markPage(await res.text(), site), { status: res.status, headers });
  };
}

/**
 * The same for servers in the style of Express, whose handlers end with `response.send(html)`.
 * @param {Parameters<typeof markPage>[1]} site
 */
export function markResponses(site) {
  return (_request, response, next) => {
    const send = response.send.bind(response);
    response.send = (body) => {
      const type = String(response.get('content-type') ?? 'text/html');
      return send(typeof body === 'string' && /^text\/html\b/i.test(type) ? markPage(body, site) : body);
    };
    next();
  };
}

/**
 * And for Fastify: `server.addHook('onSend', markPayloads(site))`.
 * @param {Parameters<typeof markPage>[1]} site
 */
export function markPayloads(site) {
  return async (_request, reply, payload) =>
    typeof payload === 'string' && /^text\/html\b/i.test(String(reply.getHeader('content-type') ?? ''))
      ? markPage(payload, site)
      : payload;
}

// Where the policy stands is a part of the same site.
function leaves(address, own, policy) {
  if (!URL.canParse(address, own)) return false;
  const url = new URL(address, own);
  return /^https?:$/.test(url.protocol) && ![new URL(own).host, new URL(policy).host].includes(url.host);
}

const decode = (text) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
