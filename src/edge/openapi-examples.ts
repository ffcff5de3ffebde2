/** What of JSON Schema an example needs. */
interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly default?: unknown;
}

/** A body or a parameter as somebody would send it; a test reads each by the act's own schema. */
export function exampleOf(shape: Shape, name = ''): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0];
  if (shape.anyOf !== undefined) return exampleOf(shape.anyOf.at(-1) ?? {}, name);
  switch (shape.type) {
    case 'object':
      return shape.properties === undefined ? EXAMPLE_FIELDS : exampleOfObject(shape, shape.properties);
    case 'array':
      return [exampleOf(shape.items ?? {}, name)];
    case 'integer':
    case 'number':
      return name === 'amount' ? 129_000 : Math.max(shape.minimum ?? 1, 1);
    case 'boolean':
      return shape.default ?? true;
    default:
      return exampleOfText(shape, name);
  }
}

function exampleOfObject({ required = [] }: Shape, properties: Readonly<Record<string, Shape>>): unknown {
  const shown = Object.entries(properties).filter(([name]) => required.includes(name) || SHOWN.includes(name));
  if (Object.keys(properties).length > 0 || required.length > 0) {
    return Object.fromEntries(shown.map(([name, one]) => [name, exampleOf(one, name)]));
  }
  return {};
}

/** What is optional and yet makes an example clear. */
const SHOWN = ['transfer', 'region'];

/** What a person leaves: declared fields by their ids. */
const EXAMPLE_FIELDS = { name: 'A. Person', country: 'GB' };

const TEXTS: Readonly<Record<string, string>> = {
  purpose: 'delivery',
  reference: '1042',
  provider: 'demo-pay',
  method: 'card-transfer',
  currency: 'EUR',
  payee: 'The lamp shop',
  account: 'DE89370400440532013000',
  fields: 'address',
  form: 'contact',
  field: 'email',
  country: 'GB',
  town: 'London',
  ground: 'order',
  identifier: 'amber-lamp-3271',
  password: 'a phrase of a few words',
  newPassword: 'another phrase of a few words',
  passphrase: 'a third phrase of a few words',
  topic: 'news',
  aggregate: 'people',
  text: 'When does my order come?',
};

function exampleOfText({ format, pattern = '', minLength = 0 }: Shape, name: string): string {
  if (format === 'uuid') return '7f1c9d3e-0d7c-4d0e-9d57-2f5f1f1c2a10';
  if (format === 'date-time' || name === 'at') return '2030-01-31T12:00:00Z';
  const length = Number(/\{(\d+)\}\$$/.exec(pattern)?.[1] ?? 0);
  if (/^\^\[A-Za-z0-9_-\]\{\d+\}\$$/.test(pattern)) return 'k'.repeat(length);
  if (/^\^\\d/.test(pattern)) return '123456'.slice(0, length);
  const text = TEXTS[name] ?? (pattern === '' ? 'as it is written' : 'text');
  return text.length >= minLength ? text : text.padEnd(minLength, '.');
}
