// Stands between a client that knows no PKCE and a site that demands it: it adds the challenge on the way in and the verifier on
// the way to the token. For the conformance suite alone, whose plan for basic providers asks without; never for people, as one
// verifier serves for every sign-in.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const { KRISTALUX_URL = 'http://localhost:8080', PORT = '8092' } = process.env;
const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

function authorizeAt(query) {
  const asked = new URLSearchParams(query);
  asked.set('code_challenge', challenge);
  asked.set('code_challenge_method', 'S256');
  return `${KRISTALUX_URL}/oidc/authorize?${asked}`;
}

async function token(request, response) {
  const asked = new URLSearchParams(await text(request));
  if (asked.get('grant_type') === 'authorization_code') asked.set('code_verifier', verifier);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  if (request.headers.authorization) headers.authorization = request.headers.authorization;
  const answer = await fetch(`${KRISTALUX_URL}/oidc/token`, { method: 'POST', headers, body: asked });
  const said = { 'content-type': answer.headers.get('content-type') ?? '', 'cache-control': 'no-store' };
  response.writeHead(answer.status, said).end(await answer.text());
}

const relay = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://relay');
  if (pathname === '/authorize') {
    // A request may also come as a form.
    const query = request.method === 'POST' ? await text(request) : searchParams;
    return response.writeHead(303, { location: authorizeAt(query) }).end();
  }
  if (pathname === '/token' && request.method === 'POST') return await token(request, response);
  response.writeHead(404).end();
});
relay.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`PKCE is added at http://localhost:${relay.address().port}`);
});
