import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTransport } from 'nodemailer';
import { openMailSink } from './mail-sink.ts';

test('the sink takes a message as a relay does, dots and all', async () => {
  const sink = await openMailSink();
  const transport = createTransport({ host: '127.0.0.1', port: sink.port, ignoreTLS: true });
  await transport.sendMail({
    from: 'site@example.org',
    to: ['one@example.org', 'two@example.org'],
    subject: 'A word',
    text: 'first\n.\n..second\nэта строка длиннее',
  });
  const envelope = { from: 'site@example.org', to: 'one@example.org' };
  await transport.sendMail({ envelope, raw: '.first\r\n.\r\n..second\r\n' });
  transport.close();
  await sink.close();
  assert.equal(sink.mails.length, 2);
  assert.match(sink.mails[0] ?? '', /^Subject: A word$/m);
  assert.match(sink.mails[0] ?? '', /To: one@example\.org, two@example\.org/);
  assert.equal(sink.mails[1], '.first\r\n.\r\n..second');
});
