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
  EHLO: '250-twin\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8',
  DATA: '354 go on',
  QUIT: '221 bye',
};

const END = '\r\n.\r\n';

function converse(socket: Socket, took: (mail: string) => void): void {
  let waiting = '';
  let inMessage = false;
  const answer = (line: string) => socket.write(`${line}\r\n`);
  /** Cuts off what stands before `mark`. Undefined: it has not come yet. */
  const before = (mark: string): string | undefined => {
    const at = waiting.indexOf(mark);
    if (at === -1) return undefined;
    const part = waiting.slice(0, at);
    waiting = waiting.slice(at + mark.length);
    return part;
  };
  const takeMessage = () => {
    const message = before(END);
    if (message === undefined) return false;
    inMessage = false;
    // A dot that begins a line was doubled (RFC 5321, 4.5.2).
    took(message.replaceAll('\r\n..', '\r\n.').slice(2));
    answer('250 taken');
    return true;
  };
  const takeCommand = () => {
    const line = before('\r\n');
    if (line === undefined) return false;
    const command = line.slice(0, 4).toUpperCase();
    answer(ANSWERS[command] ?? '250 ok');
    if (command === 'QUIT') socket.end();
    if (command === 'DATA') {
      inMessage = true;
      // So that a dot of the first line begins a line too, and an empty message has an end.
      waiting = `\r\n${waiting}`;
    }
    return true;
  };
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    waiting += text;
    // Several commands at once are answered at once (RFC 2920).
    socket.cork();
    while (inMessage ? takeMessage() : takeCommand());
    socket.uncork();
  });
  answer('220 twin');
}
