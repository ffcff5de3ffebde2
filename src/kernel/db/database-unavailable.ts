/**
 * The database cannot be had just now. What was in hand is not known to be done: it may have been committed before the
 * connection went. The next work takes a fresh connection by itself, so a caller answers "busy" and need not reconnect.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** It answers, and has no connection for us: all that it allows are taken (53300), or all of our own, for seconds. */
export function lacksConnections({ cause }: DatabaseUnavailable): boolean {
  if (!(cause instanceof Error)) return false;
  return ('code' in cause && cause.code === '53300') || cause.message.startsWith('timeout exceeded when trying');
}

/** It answers, and its disk is full. */
export function lacksRoom({ cause }: DatabaseUnavailable): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === '53100';
}

/** What a lost, refused or missing connection looks like in `pg`; anything else is about the statement. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // SQLSTATE class 08, the server going down or coming up (57P01 to 57P05), a full disk, no memory, no connection left, and
  // a pooler that leads to a standby now.
  if (/^(08...|57P0[1-5]|53[1-3]00|25006)$/.test(code) || SOCKET_ERRORS.has(code)) return true;
  return (
    code === '' &&
    /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded|timeout expired)/.test(
      error.message,
    )
  );
}

const SOCKET_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
