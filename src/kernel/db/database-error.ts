/** The database cannot be used with these settings or on this machine; the message is one sentence for the operator. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}
