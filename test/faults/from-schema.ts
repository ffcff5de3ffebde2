import fc from 'fast-check';

/** What of JSON Schema the acts use. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly additionalProperties?: Schema | boolean;
}

/**
 * Values of the form that a schema asks for, as odd inside it as the form allows: texts of any characters, the first and
 * last of every range. `known` are names and ids that exist, for texts of a narrower form; `mark` stands in every free
 * text, so that it can be looked for.
 */
export function fromSchema(schema: Schema, given: { known: readonly string[]; mark: string }): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => fromSchema(one, given)));
  switch (schema.type) {
    case 'object':
      return objectFrom(schema, given);
    case 'array':
      return fc.array(fromSchema(schema.items ?? {}, given), { minLength: 1, maxLength: 3 });
    case 'integer':
    case 'number': {
      const least = schema.minimum ?? -1000;
      return fc.constantFrom(least, schema.maximum ?? 2 ** 53 - 1, Math.max(least, 1));
    }
    case 'boolean':
      return fc.boolean();
    case 'string':
      return textFrom(schema, given);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectFrom(schema: Schema, given: Parameters<typeof fromSchema>[1]): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const named = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, fromSchema(one, given)])),
    { requiredKeys: required.filter((name) => name in properties) },
  );
  if (typeof additionalProperties !== 'object') return named;
  return fc.dictionary(
    fc.constantFrom('name', 'email', 'phone', 'country', 'address'),
    fromSchema(additionalProperties, given),
    {
      maxKeys: 3,
    },
  );
}

function textFrom(schema: Schema, { known, mark }: Parameters<typeof fromSchema>[1]): fc.Arbitrary<unknown> {
  const { format, pattern, minLength = 0, maxLength = 60 } = schema;
  if (format === 'uuid' || pattern !== undefined) return fc.constantFrom(...known);
  const odd = fc.constantFrom('\u0000', '\uD800', '\u202E', '\u2028', '’', '💡', '%00', "';--", '<b>');
  const free = fc.tuple(odd, fc.string({ unit: 'binary', maxLength: 12 })).map(([one, rest]) => `${mark}${one}${rest}`);
  return free.map((text) => text.padEnd(minLength, 'x').slice(0, maxLength));
}
