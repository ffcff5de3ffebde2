/** What of JSON Schema becomes a type. */
interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: Shape }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Shape } } };
}

/** The operations of the description as TypeScript: where each is, and what it takes. */
export function writeOperations(description: unknown): string {
  const { paths } = description as { paths: Record<string, Record<string, Operation>> };
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, of]) => ({ at: `${method.toUpperCase()} ${path.replace('/v1', '')}`, of })),
  );
  const idempotent = all.filter(({ of }) => of.parameters.some((one) => one.in === 'header'));
  return `// Written from the acts of the server: \`node tools/test.mjs --write packages/client\`. Not to be edited.
// biome-ignore-all format: written by a program.

/** Where each operation is, below \`/v1\`. */
export const OPERATIONS = {
${all.map(({ at, of }) => `  ${of.operationId}: '${at}',`).join('\n')}
} as const;
export type OperationName = keyof typeof OPERATIONS;

/** Those that take an Idempotency-Key. */
export const IDEMPOTENT: ReadonlySet<OperationName> = new Set([
${idempotent.map(({ of }) => `  '${of.operationId}',`).join('\n')}
]);

export interface Inputs {
${all.map(({ of }) => `  ${of.operationId}: ${inputOf(of)}; // ${of.summary}`).join('\n')}
}
`;
}

function inputOf({ parameters, requestBody }: Operation): string {
  const body = requestBody?.content['application/json'].schema;
  const own = parameters
    .filter((one) => one.in !== 'header')
    .map(({ name, required, schema }) => propertyOf(name, schema, required));
  if (body?.anyOf !== undefined) return typeOf(body);
  const rest = Object.entries(body?.properties ?? {}).map(([name, shape]) =>
    propertyOf(name, shape, body?.required?.includes(name) ?? false),
  );
  const lines = [...own, ...rest];
  return lines.length === 0 ? 'Record<never, never>' : `{ ${lines.join('; ')} }`;
}

function propertyOf(name: string, shape: Shape, required: boolean): string {
  return `readonly ${name}${required ? '' : '?'}: ${typeOf(shape)}`;
}

function typeOf(shape: Shape): string {
  if (shape.const !== undefined) return literal(shape.const);
  if (shape.enum !== undefined) return shape.enum.map(literal).join(' | ');
  if (shape.anyOf !== undefined) return shape.anyOf.map(typeOf).join(' | ');
  switch (shape.type) {
    case 'object':
      return objectOf(shape);
    case 'array':
      return `readonly (${typeOf(shape.items ?? {})})[]`;
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    default:
      return 'unknown';
  }
}

function objectOf({ properties, required = [], additionalProperties }: Shape): string {
  if (properties === undefined) {
    const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown';
    return `Readonly<Record<string, ${value}>>`;
  }
  const lines = Object.entries(properties).map(([name, one]) => propertyOf(name, one, required.includes(name)));
  return lines.length === 0 ? 'Record<never, never>' : `{ ${lines.join('; ')} }`;
}

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
