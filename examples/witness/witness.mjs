// A witness: anybody's program that remembers how far a ledger had grown, and signs only what continues it
// (c2sp.org/tlog-witness, tlog-cosignature). Whoever holds a checkpoint with this signature and this witness's key knows
// that nobody was shown another history. It needs nothing but Node, a folder and the keys of the ledgers it watches.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const { WITNESS_NAME, WITNESS_DIR = './witness', HOST = '127.0.0.1', PORT = '8095' } = process.env;
if (!WITNESS_NAME || /[\s+]/.test(WITNESS_NAME)) {
  throw new Error('Set WITNESS_NAME to the name you sign under, such as witness.example.org/1 (no spaces, no plus).');
}
const BODY_BYTES_MAX = 64 * 1024; // 63 hashes and a checkpoint with many signatures are a tenth of it
const PROOF_HASHES_MAX = 63;
const LEDGER_KEY = 1;
const COSIGNATURE = 4;

const files = {
  key: join(WITNESS_DIR, 'key.pem'),
  state: join(WITNESS_DIR, 'state.json'),
  ledgers: join(WITNESS_DIR, 'ledgers'),
  lock: join(WITNESS_DIR, 'lock'),
};
mkdirSync(WITNESS_DIR, { recursive: true, mode: 0o700 });
holdAlone();
const { key, publicBytes } = openKey();
const state = openState(); // by origin: {size, root, note} of the last checkpoint that was signed
const vkey = `${WITNESS_NAME}+${keyId(WITNESS_NAME, COSIGNATURE, publicBytes).toString('hex')}+${Buffer.concat([Buffer.of(COSIGNATURE), publicBytes]).toString('base64')}`;

const server = createServer(async (request, response) => {
  const { method, url = '/' } = request;
  if (method === 'GET' && url === '/key') return answer(response, 200, `${vkey}\n`);
  if (method === 'GET' && url.startsWith('/latest/')) {
    // What this witness saw last, for anybody who wants to compare it with what a server shows them.
    const known = state.get(url.slice('/latest/'.length));
    return known ? answer(response, 200, known.note) : answer(response, 404, 'nothing was signed for this ledger\n');
  }
  if (method !== 'POST' || url !== '/add-checkpoint') return answer(response, 404, 'there is nothing here\n');
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) return answer(response, 413, 'the body is too large\n');
    chunks.push(chunk);
  }
  // From here to the answer nothing waits, so what was checked is what is kept.
  const { status, text, type } = addCheckpoint(Buffer.concat(chunks).toString('utf8'));
  answer(response, status, text, type);
});
server.headersTimeout = 10_000;
server.requestTimeout = 20_000;
server.listen(Number(PORT), HOST, () => {
  console.log(`Witness ${WITNESS_NAME} answers at http://${HOST}:${server.address().port}`);
  console.log(vkey);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close(() => process.exit(0)));
process.once('exit', () => rmSync(files.lock, { force: true }));

function answer(response, status, text, type = 'text/plain; charset=utf-8') {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
}

const no = (status, text) => ({ status, text: `${text}\n` });
const sizeOf = (size) => ({ status: 409, text: `${size}\n`, type: 'text/x.tlog.size' });

/** The whole of c2sp.org/tlog-witness: what was sent is the next state of a known ledger, or it is not signed. */
function addCheckpoint(body) {
  const sent = parse(body);
  if (!sent) return no(400, 'this is not `old SIZE`, a proof and a checkpoint');
  const { old, proof, note, text, origin, size, root } = sent;
  const keys = watched().filter(({ name }) => name === origin);
  if (keys.length === 0) return no(404, 'this ledger is not watched here');
  if (!keys.some((one) => isSignedBy(note, text, one))) return no(403, 'the checkpoint is not signed by the ledger');
  if (old > size) return no(400, 'the old size is the larger one');
  const known = state.get(origin) ?? { size: 0 };
  if (old !== known.size) return sizeOf(known.size);
  if (old === size && old > 0 && known.root !== root) {
    console.log(`FORK: ${origin} was signed with two different trees of size ${size}`);
    return sizeOf(known.size);
  }
  if (!isContinued({ size: old, root: known.root }, { size, root }, proof)) {
    if (old > 0) console.log(`FORK OR WRONG PROOF: ${origin} at size ${size} does not continue size ${old}`);
    return no(422, 'the proof does not show that this ledger continues the one seen before');
  }
  const seconds = BigInt(Math.floor(Date.now() / 1000));
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(seconds);
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key);
  const line = `— ${WITNESS_NAME} ${Buffer.concat([keyId(WITNESS_NAME, COSIGNATURE, publicBytes), time, signature]).toString('base64')}\n`;
  state.set(origin, { size, root, note: `${note}${line}` });
  keepState(); // durable before anybody sees the signature
  return { status: 200, text: line };
}

function parse(body) {
  const match = /^old (0|[1-9]\d{0,14})\n((?:[A-Za-z0-9+/]{43}=\n)*)\n([\s\S]*)$/.exec(body);
  if (!match) return undefined;
  const [, old, proofLines, note] = match;
  const proof = proofLines.split('\n').slice(0, -1);
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [origin, size, root] = text.split('\n');
  const fits = end > 0 && note.endsWith('\n') && origin && /^(?:0|[1-9]\d{0,14})$/.test(size) && isHash(root);
  if (!fits || proof.length > PROOF_HASHES_MAX || !proof.every(isHash)) return undefined;
  return { old: Number(old), proof, note, text, origin, size: Number(size), root };
}

const isHash = (text = '') => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === text;
};

function isSignedBy(note, text, { name, bytes }) {
  const start = `— ${name} `;
  const id = keyId(name, LEDGER_KEY, bytes);
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') },
    format: 'jwk',
  });
  return note
    .slice(text.length + 1)
    .split('\n')
    .filter((line) => line.startsWith(start))
    .map((line) => Buffer.from(line.slice(start.length), 'base64'))
    .some((given) => given.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), publicKey, given.subarray(4)));
}

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key), the first four bytes (c2sp.org/signed-note). */
function keyId(name, type, bytes) {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(type)).update(bytes).digest().subarray(0, 4);
}

const node = (left, right) => createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();

/** RFC 9162 §2.1.4.2, step by step; sizes are below 2^53, so halves are taken by division. */
function isContinued(older, newer, lines) {
  if (older.size === 0) return lines.length === 0;
  if (older.size === newer.size) return lines.length === 0 && older.root === newer.root;
  const proof = lines.map((line) => Buffer.from(line, 'base64'));
  let [fn, sn] = [older.size - 1, newer.size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  const [first, ...rest] = fn === 0 ? [Buffer.from(older.root, 'base64'), ...proof] : proof;
  if (!first) return false;
  let [olderRoot, newerRoot] = [first, first];
  for (const step of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [olderRoot, newerRoot] = [node(step, olderRoot), node(step, newerRoot)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else newerRoot = node(newerRoot, step);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && olderRoot.toString('base64') === older.root && newerRoot.toString('base64') === newer.root;
}

/** The keys of the ledgers, a line each as a site shows it at /ledger/key; read at every request, so adding one is enough. */
function watched() {
  if (!existsSync(files.ledgers)) return [];
  return readFileSync(files.ledgers, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [name, id, ...encoded] = line.trim().split('+');
      const given = Buffer.from(encoded.join('+'), 'base64');
      const bytes = given.subarray(1);
      const fits =
        given.length === 33 && given[0] === LEDGER_KEY && keyId(name, LEDGER_KEY, bytes).toString('hex') === id;
      if (!fits && line.trim() && !line.startsWith('#')) console.log(`No key of a ledger: a line of ${files.ledgers}`);
      return fits ? [{ name, bytes }] : [];
    });
}

function openKey() {
  const made = existsSync(files.key);
  if (!made) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeDurably(files.state, '{}\n');
    writeDurably(files.key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  }
  const opened = createPrivateKey(readFileSync(files.key));
  const { x } = createPublicKey(opened).export({ format: 'jwk' });
  return { key: opened, publicBytes: Buffer.from(x, 'base64url') };
}

/** A witness that forgot what it signed could sign a shorter history: without its memory this key signs no more. */
function openState() {
  if (!existsSync(files.state)) {
    throw new Error(
      `${files.state} is gone: this key must not sign again. Bring the file back, or begin with a new folder and a new name.`,
    );
  }
  return new Map(Object.entries(JSON.parse(readFileSync(files.state, 'utf8'))));
}

function keepState() {
  writeDurably(files.state, `${JSON.stringify(Object.fromEntries(state), null, 1)}\n`);
}

/** Whole or not at all, also when the power fails. */
function writeDurably(path, text) {
  const made = openSync(`${path}.new`, 'w', 0o600);
  writeFileSync(made, text);
  fsyncSync(made);
  closeSync(made);
  renameSync(`${path}.new`, path);
  const folder = openSync(WITNESS_DIR, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** Two with one memory could each sign what the other has not heard of. */
function holdAlone() {
  const other = existsSync(files.lock) ? Number(readFileSync(files.lock, 'utf8')) : 0;
  if (other > 0 && other !== process.pid && lives(other)) {
    throw new Error(`Process ${other} is a witness in ${WITNESS_DIR} already.`);
  }
  writeFileSync(files.lock, `${process.pid}\n`);
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
