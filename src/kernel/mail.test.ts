import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { openSmtpSink } from '../../test/testkit/smtp.ts';
import { type OutgoingMessage, openMail } from './mail.ts';

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

test('connections stay open between messages, and never more than ten at once', async () => {
  await using sink = await openSmtpSink();
  const mail = openMail(sink.url);
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, n) => mail.send({ ...message, messageId: `${n}@x.example` })),
  );
  mail.close();
  assert.deepEqual([...new Set(outcomes)], ['accepted']);
  assert.equal(sink.received.length, 60);
  assert.ok(sink.connections() <= 10, `${sink.connections()} connections`);
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

test('our own signature covers both headers by which a message is stopped', async () => {
  await using sink = await openSmtpSink();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const mail = openMail(sink.url, { signature: { domain: 'site.example', selector: 'k1', privateKey: pem } });
  assert.equal(await mail.send(message), 'accepted');
  mail.close();
  const raw = String(sink.received[0]?.raw).replace(/\r\n[ \t]+/g, ' ');
  const signed = /^DKIM-Signature:.*\bh=([^;]+);/im.exec(raw)?.[1]?.toLowerCase().split(':') ?? [];
  assert.ok(signed.includes('list-unsubscribe') && signed.includes('list-unsubscribe-post'), signed.join());
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
