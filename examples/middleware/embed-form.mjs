// A declared form of the site on a page of your own: where the page says `<!-- form call-back -->` stands its frame, which works
// without script. The site decides in whose pages it may stand (`framedBy`); your page has to let it in, which this does, too.
const MARK = /<!--\s*form ([a-z][a-z0-9-]{0,39})\s*-->/g;

/**
 * @param {string} html
 * @param {{ site: string, titles: Record<string, string>, language?: string }} given `site`: the address of the site; `titles`: what each
 *   form is called, for those who do not see the frame.
 */
export function embedForms(html, { site, titles, language = 'en' }) {
  return html.replaceAll(MARK, (whole, form) => {
    const title = titles[form];
    if (title === undefined) return whole;
    const address = new URL(`/forms/${form}/frame?lang=${encodeURIComponent(language)}`, site).href;
    return `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="720" loading="lazy"></iframe>`;
  });
}

/** A policy of content that lets these frames in and says nothing else anew. */
export function lettingIn(policy, { site }) {
  const { origin } = new URL(site);
  const rules = String(policy ?? '')
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  // Without a policy frames are let in as they are.
  if (rules.length === 0) return undefined;
  const frames = rules.find((one) => /^frame-src\s/i.test(one));
  if (frames === undefined) return [...rules, `frame-src 'self' ${origin}`].join('; ');
  const wider = /'none'/.test(frames) ? `frame-src ${origin}` : `${frames} ${origin}`;
  return rules.map((one) => (one === frames ? wider : one)).join('; ');
}

const POLICY = 'content-security-policy';
const isPage = (type) => /^text\/html\b/i.test(String(type ?? ''));

/** For Hono and its like. */
export const embedInPages = (given) => async (context, next) => {
  await next();
  const { res } = context;
  if (!isPage(res.headers.get('content-type'))) return;
  const headers = new Headers(res.headers);
  headers.delete('content-length');
  const policy = lettingIn(headers.get(POLICY), given);
  if (policy !== undefined) headers.set(POLICY, policy);
  const page = embedForms(await res.text(), given);
  // Hono would else lay the headers of the answer before over these.
  context.res = undefined;
  context.res = new Response(page, { status: res.status, headers });
};

/** For Express, whose handlers end with `response.send(html)`. */
export const embedInResponses = (given) => (_request, response, next) => {
  const send = response.send.bind(response);
  response.send = (body) => {
    if (typeof body !== 'string' || !isPage(response.get('content-type') ?? 'text/html')) return send(body);
    const policy = lettingIn(response.get(POLICY), given);
    if (policy !== undefined) response.set(POLICY, policy);
    return send(embedForms(body, given));
  };
  next();
};

/** For Fastify: `server.addHook('onSend', embedInPayloads(given))`. */
export const embedInPayloads = (given) => async (_request, reply, payload) => {
  if (typeof payload !== 'string' || !isPage(reply.getHeader('content-type'))) return payload;
  const policy = lettingIn(reply.getHeader(POLICY), given);
  if (policy !== undefined) reply.header(POLICY, policy);
  return embedForms(payload, given);
};

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
