/** The built-in PostgreSQL cannot be had; the message is one sentence for the operator. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}
