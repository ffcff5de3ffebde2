/** Whether PostgreSQL said that a page of a table or index is not what it wrote there: its checksum does not fit. */
export function isDamaged(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // SQLSTATE data_corrupted and index_corrupted.
  return code === 'XX001' || code === 'XX002';
}
