import { createSocket } from 'node:dgram';

/** What a name server of a test knows: `TXT name`, `MX name`, `A name`, `PTR reversed-name`. */
export type Zone = Readonly<Record<string, readonly string[]>>;

/** A real name server on this machine (RFC 1035, as much as a client asks). Anything it does not know is not there. */
export async function openNameServer(zone: Zone) {
  const socket = createSocket('udp4');
  socket.on('message', (asked, from) => {
    const { name, end } = readName(asked, 12);
    const type = TYPES[asked.readUInt16BE(end)] ?? '';
    const values = zone[`${type} ${name.toLowerCase()}`] ?? [];
    const answers = values.map((value) => {
      const data = dataOf(type, value);
      const head = Buffer.alloc(12);
      head.writeUInt16BE(0xc00c, 0);
      asked.copy(head, 2, end, end + 4);
      head.writeUInt32BE(60, 6);
      head.writeUInt16BE(data.length, 10);
      return Buffer.concat([head, data]);
    });
    const head = Buffer.from(asked.subarray(0, 12));
    head.writeUInt16BE(values.length === 0 ? 0x8183 : 0x8180, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(answers.length, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, asked.subarray(12, end + 4), ...answers]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

const TYPES: Readonly<Record<number, string>> = { 1: 'A', 12: 'PTR', 15: 'MX', 16: 'TXT', 28: 'AAAA' };

function readName(bytes: Buffer, at: number): { name: string; end: number } {
  const labels: string[] = [];
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    labels.push(bytes.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
}

function dataOf(type: string, value: string): Buffer {
  if (type === 'A') return Buffer.from(value.split('.').map(Number));
  if (type === 'MX') return Buffer.concat([Buffer.from([0, 10]), nameBytes(value)]);
  if (type === 'PTR') return nameBytes(value);
  const pieces = value.match(/.{1,255}/gs) ?? [''];
  return Buffer.concat(pieces.map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)])));
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}
