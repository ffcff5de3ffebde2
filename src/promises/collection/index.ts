export {
  type Address,
  addressSchema,
  type FieldValue,
  isCountry,
  type LeftFields,
  leftFieldsSchema,
  parseFields,
} from './field-values.ts';
