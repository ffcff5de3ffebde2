import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { openSmtpSink } from '../../../test/testkit/smtp.ts';
import { openMail } from './open-mail.ts';
import type { OutgoingMessage } from './outgoing-message.ts';

const message: OutgoingMessage = {
  from: { name: 'Сайт', address: 'news@site.example' },
  to: 'anna@example.org',
  subject: 'Новости ноября',
  text: 'Текст письма\n',
  html: '<p>Текст письма</p>\n',
  messageId: '1@site.example',
  date: new Date('2026-11-22T12:00:00Z'),
  headers: {
    'List-Unsubscribe': '<https://site.example/stop/x>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
};

test('a message arrives once, as text and as HTML, with its headers on one line each', async () => {
  await using sink = await openSmtpSink();
  const mail = openMail(sink.url);
  assert.equal(await mail.answers(), true);
  assert.equal(await mail.send(message), 'accepted');
  mail.close();
  assert.equal(sink.received.length, 1);
  assert.deepEqual(sink.received[0]?.to, ['anna@example.org']);
  const [parsed] = await sink.parsed();
  assert.equal(parsed?.subject, message.subject);
  assert.equal(parsed?.text?.trim(), 'Текст письма');
  assert.equal(parsed?.html?.trim(), '<p>Текст письма</p>');
  assert.match(String(sink.received[0]?.raw), /^List-Unsubscribe: <https:\/\/site\.example\/stop\/x>\r$/m);
});

test('connections stay open between messages, and never more than twenty at once', async () => {
  await using sink = await openSmtpSink();
  const mail = openMail(sink.url);
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, n) => mail.send({ ...message, messageId: `${n}@x.example` })),
  );
  mail.close();
  assert.deepEqual([...new Set(outcomes)], ['accepted']);
  assert.equal(sink.received.length, 60);
  assert.ok(sink.connections() <= 20, `${sink.connections()} connections`);
});

test('a refused recipient is refused, one put off is deferred, and the connection goes on', async () => {
  await using sink = await openSmtpSink({
    onRecipient: (address) =>
      address.startsWith('no')
        ? { code: 550, text: 'no such mailbox' }
        : address.startsWith('later')
          ? { code: 450, text: 'greylisted' }
          : undefined,
  });
  const mail = openMail(sink.url);
  assert.equal(await mail.send({ ...message, to: 'nobody@example.org' }), 'refused');
  assert.equal(await mail.send({ ...message, to: 'later@example.org' }), 'deferred');
  assert.equal(await mail.send(message), 'accepted');
  mail.close();
  assert.equal(sink.received.length, 1);
});

test('an answer to the whole message counts: 5xx refused, 4xx deferred', async () => {
  const answers = [
    { code: 554, text: 'looks like spam' },
    { code: 451, text: 'try later' },
  ];
  await using sink = await openSmtpSink({ onMessage: () => answers.shift() });
  const mail = openMail(sink.url);
  assert.equal(await mail.send(message), 'refused');
  assert.equal(await mail.send(message), 'deferred');
  assert.equal(await mail.send(message), 'accepted');
  mail.close();
});

test('a connection cut after the bytes were sent is unknown, and the message is not offered again', async () => {
  await using sink = await openSmtpSink({ onMessage: () => 'cut' });
  const mail = openMail(sink.url);
  assert.equal(await mail.send(message), 'unknown');
  mail.close();
  assert.equal(sink.received.length, 1);
});

test('a relay that is down defers, and its coming back is noticed by the next message', async () => {
  const port = await freePort();
  const mail = openMail(`smtp://127.0.0.1:${port}`);
  assert.equal(await mail.answers(), false);
  assert.equal(await mail.send(message), 'deferred');
  {
    await using _sink = await openSmtpSink({ port });
    assert.equal(await mail.send(message), 'accepted');
  }
  // The idle connection died with the relay: a fresh one is tried, and nothing is lost or doubled.
  await using again = await openSmtpSink({ port });
  assert.equal(await mail.send(message), 'accepted');
  mail.close();
  assert.equal(again.received.length, 1);
});

test('our own signatures, RSA and Ed25519, hold before an independent verifier and cover both ways to stop (RFC 8058)', async () => {
  await using sink = await openSmtpSink();
  const [rsa, ed25519] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('ed25519')];
  const mail = openMail(sink.url, {
    keys: [
      { selector: 'k1', algorithm: 'rsa-sha256', privateKey: rsa.privateKey },
      { selector: 'k2', algorithm: 'ed25519-sha256', privateKey: ed25519.privateKey },
    ],
  });
  const letter = { ...message, text: 'Строка  с пробелами  \n.\n..точки\n\n\n' };
  assert.equal(await mail.send(letter), 'accepted');
  // Several at once; the second is longer than a socket takes at once.
  const together = Array.from({ length: 12 }, (_, n) => ({
    ...letter,
    to: `anna${n}@example.org`,
    messageId: `${n}@site.example`,
    text: n === 1 ? `${letter.text}${'Длинная строка.\n'.repeat(100_000)}` : letter.text,
  }));
  const broken = mail.send({ ...letter, headers: { 'X-Line': 'one\r\nX-Other: two' } }).catch(() => 'refused');
  const outcomes = await Promise.all(together.map((one) => mail.send(one)));
  assert.deepEqual([...new Set(outcomes), await broken], ['accepted', 'refused']);
  mail.close();
  const raw = sink.received[0]?.raw ?? Buffer.alloc(0);
  const records: Record<string, string> = {
    'k1._domainkey.site.example': dkimRecord('rsa', rsa.publicKey),
    'k2._domainkey.site.example': dkimRecord('ed25519', ed25519.publicKey),
  };
  const verify = async (bytes: Buffer) => {
    const resolver = async (name: string) => {
      const record = records[name];
      if (record === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      return [[record]];
    };
    const { results } = await dkimVerify(bytes, { resolver });
    const signed = results as readonly { status: { result: string }; signingHeaders?: { keys: string } }[];
    return signed.map(({ status, signingHeaders }) => ({ result: status.result, keys: signingHeaders?.keys ?? '' }));
  };
  const held = await verify(raw);
  assert.deepEqual(
    held.map(({ result }) => result),
    ['pass', 'pass'],
  );
  assert.equal(sink.received.length, 13);
  for (const one of sink.received.slice(1)) {
    assert.ok(
      together.some(
        ({ to, messageId }) => one.to[0] === to && String(one.raw).includes(`Message-ID: <${messageId}>\r\n`),
      ),
      'each goes to its own recipient',
    );
    assert.deepEqual(
      (await verify(one.raw)).map(({ result }) => result),
      ['pass', 'pass'],
    );
  }
  for (const { keys } of held) {
    assert.match(keys, /list-unsubscribe\b.*list-unsubscribe-post/i);
  }
  const others = ['List-Unsubscribe-Post: No', 'From: Eve <eve@example.org>'];
  for (const line of others) {
    const forged = Buffer.concat([Buffer.from(`${line}\r\n`), raw]);
    const removed = line.startsWith('From')
      ? forged
      : Buffer.from(String(raw).replace(/^List-Unsubscribe-Post:.*$/m, line));
    assert.deepEqual(
      (await verify(removed)).filter(({ result }) => result === 'pass'),
      [],
      line,
    );
  }
});

function dkimRecord(type: 'rsa' | 'ed25519', key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  // RFC 8463: the bare 32 bytes, which stand last in the structure.
  return `v=DKIM1; k=${type}; p=${(type === 'rsa' ? der : der.subarray(-32)).toString('base64')}`;
}

test('addresses of other scripts: the domain goes in ASCII, the rest asks the relay for SMTPUTF8 (RFC 6531)', async () => {
  await using sink = await openSmtpSink();
  const mail = openMail(sink.url);
  assert.equal(await mail.send({ ...message, to: 'anna@пример.рф' }), 'accepted');
  assert.equal(await mail.send({ ...message, to: 'почта@пример.рф' }), 'accepted');
  mail.close();
  assert.deepEqual(
    sink.received.map(({ raw }) => /^To: <(.+)>\r$/m.exec(raw.toString('utf8'))?.[1]),
    ['anna@xn--e1afmkfd.xn--p1ai', 'почта@xn--e1afmkfd.xn--p1ai'],
  );
  assert.deepEqual(
    sink.received.map(({ utf8 }) => utf8),
    [false, true],
  );
});

test('notices go to the return path and not to the sender', async () => {
  await using sink = await openSmtpSink();
  const mail = openMail(sink.url);
  await mail.send({ ...message, returnPath: 'b-1@bounces.site.example' });
  mail.close();
  assert.equal(sink.received[0]?.from, 'b-1@bounces.site.example');
});

test('a domain that puts five off in a row rests, and the others go on', async () => {
  await using sink = await openSmtpSink({
    onRecipient: (address) => (address.endsWith('@slow.example') ? { code: 450, text: 'too many' } : undefined),
  });
  let now = 0;
  const mail = openMail(sink.url, { now: () => now });
  const asked = () => sink.asked.filter((address) => address.endsWith('@slow.example')).length;
  for (let n = 0; n < 8; n += 1) assert.equal(await mail.send({ ...message, to: `${n}@slow.example` }), 'deferred');
  assert.equal(asked(), 5);
  assert.equal(await mail.send(message), 'accepted');
  now = 61_000;
  assert.equal(await mail.send({ ...message, to: 'again@slow.example' }), 'deferred');
  assert.equal(asked(), 6);
  mail.close();
});

test('a domain has its messages a minute, and who is above them waits while other domains go on', async () => {
  await using sink = await openSmtpSink();
  // Two a second: a burst of three, and the fourth waits for its half second.
  const mail = openMail(sink.url, { domainPerMinute: 120, now: () => 0 });
  const to = (address: string) => mail.send({ ...message, to: address });
  await Promise.all([
    ...[1, 2, 3, 4].map((n) => to(`${n}@busy.example`)),
    ...[1, 2].map((n) => to(`${n}@quiet.example`)),
  ]);
  mail.close();
  assert.equal(sink.received.length, 6);
  assert.deepEqual(sink.received.at(-1)?.to, ['4@busy.example']);
});

test('a subject or a name cannot bring a header of its own', async () => {
  await using sink = await openSmtpSink();
  const mail = openMail(sink.url);
  const subject = 'news\r\nBcc: eve@example.org';
  await mail.send({
    ...message,
    subject,
    from: { name: 'Site\r\nBcc: eve@example.org', address: 'news@site.example' },
  });
  mail.close();
  assert.deepEqual(sink.received[0]?.to, ['anna@example.org']);
  assert.doesNotMatch(String(sink.received[0]?.raw), /^Bcc:/m);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}
