/** A backup, a key folder or a tombstone file is not what is needed. The message is one sentence for the operator. */
export class SafekeepingError extends Error {
  override readonly name = 'SafekeepingError';
}
