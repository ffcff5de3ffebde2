export {
  type Address,
  addressSchema,
  type FieldValue,
  isCountry,
  type LeftFields,
  leftFieldsSchema,
  parseFields,
  plainText,
} from './field-values.ts';
