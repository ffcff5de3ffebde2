import { createServer, type Socket } from 'node:net';

/** A mail relay that takes every message and delivers none (RFC 5321, as much of it as a client needs). */
export interface MailSink {
  readonly port: number;
  /** Each message as it came after DATA. */
  readonly mails: readonly string[];
  close(): Promise<void>;
}

export async function openMailSink(): Promise<MailSink> {
  const mails: string[] = [];
  return { mails, ...(await openRelay((mail) => mails.push(mail))) };
}

/** The same, handing on each message as it came. */
export async function openRelay(take: (mail: string) => void): Promise<Pick<MailSink, 'port' | 'close'>> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    converse(socket, take);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('a server that listens has a port');
  return {
    port: at.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const ANSWERS: Readonly<Record<string, string>> = {
  EHLO: '250-twin\r\n250-8BITMIME\r\n250 SMTPUTF8',
  DATA: '354 go on',
  QUIT: '221 bye',
};

function converse(socket: Socket, took: (mail: string) => void): void {
  let waiting = '';
  let message: string[] | null = null;
  const answer = (line: string) => socket.write(`${line}\r\n`);
  const take = (line: string) => {
    if (message !== null) {
      if (line !== '.') {
        message.push(line.startsWith('..') ? line.slice(1) : line);
        return;
      }
      took(message.join('\r\n'));
      message = null;
      answer('250 taken');
      return;
    }
    const command = line.slice(0, 4).toUpperCase();
    if (command === 'DATA') message = [];
    answer(ANSWERS[command] ?? '250 ok');
    if (command === 'QUIT') socket.end();
  };
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (waiting + text).split('\r\n');
    waiting = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  answer('220 twin');
}
