/** What `JSON.parse` says, and besides on which line everything stands: an operator edits these files by hand. */
export interface JsonLines {
  readonly value: unknown;
  /** The line (from 1) of what a path leads to; of its nearest parent where the path leads nowhere. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

export class JsonMistake extends Error {
  override readonly name = 'JsonMistake';
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** @throws JsonMistake with the line, also where a name stands twice in one object. */
export function parseJsonLines(text: string): JsonLines {
  const reader = { tokens: tokensOf(text), at: 0, lines: new Map<string, number>() };
  const value = readValue(reader, '');
  const rest = peek(reader);
  if (rest.text !== '') throw new JsonMistake(rest.line, `the end of the file was expected, not \`${rest.text}\``);
  return {
    value,
    lineOf: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const line = reader.lines.get(path.slice(0, length).map(step).join(''));
        if (line !== undefined) return line;
      }
      return 1;
    },
  };
}

interface Token {
  readonly text: string;
  readonly line: number;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  readonly lines: Map<string, number>;
}

const step = (key: PropertyKey) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

function tokensOf(text: string): readonly Token[] {
  let line = 1;
  const tokens: Token[] = [];
  for (const [token] of text.matchAll(/\n|[^\S\n]+|"(?:\\.|[^"\\\n])*"|[{}[\],:]|[^\s{}[\],:"]+|"/g)) {
    if (token === '\n') line += 1;
    else if (token.trim() !== '') tokens.push({ text: token, line });
  }
  return [...tokens, { text: '', line }];
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.at] ?? { text: '', line: 1 };
}

function take(reader: Reader, ...wanted: string[]): string {
  const { text, line } = peek(reader);
  if (!wanted.includes(text)) {
    const names = wanted.map((one) => `\`${one}\``).join(' or ');
    throw new JsonMistake(line, `${names} was expected, not ${text === '' ? 'the end of the file' : `\`${text}\``}`);
  }
  reader.at += 1;
  return text;
}

function readValue(reader: Reader, path: string): unknown {
  const { text, line } = peek(reader);
  reader.lines.set(path, reader.lines.get(path) ?? line);
  if (text === '{') return readObject(reader, path);
  if (text === '[') return readList(reader, path);
  reader.at += 1;
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonMistake(line, text === '' ? 'a value is missing' : 'a JSON value was expected');
  }
}

function readObject(reader: Reader, path: string): unknown {
  take(reader, '{');
  const entries = new Map<string, unknown>();
  if (peek(reader).text === '}') {
    take(reader, '}');
    return {};
  }
  do {
    const { text, line } = peek(reader);
    if (!/^"./.test(text)) throw new JsonMistake(line, 'a name in double quotes was expected');
    const name = readValue(reader, `${path}/?`) as string;
    if (entries.has(name)) throw new JsonMistake(line, `\`${name}\` stands twice`);
    const inner = `${path}${step(name)}`;
    reader.lines.set(inner, line);
    take(reader, ':');
    entries.set(name, readValue(reader, inner));
  } while (take(reader, ',', '}') === ',');
  return Object.fromEntries(entries);
}

function readList(reader: Reader, path: string): unknown {
  take(reader, '[');
  const items: unknown[] = [];
  if (peek(reader).text === ']') {
    take(reader, ']');
    return items;
  }
  do items.push(readValue(reader, `${path}${step(items.length)}`));
  while (take(reader, ',', ']') === ',');
  return items;
}
