import pg from 'pg';
import { type DatabaseAddress, poolOptions } from './address.ts';
import { DatabaseError } from './database-error.ts';

/** Throws, in one sentence that never repeats the address, when the server of `DATABASE_URL` is not one we can use. */
export async function checkServer(address: DatabaseAddress): Promise<void> {
  const client = new pg.Client({ ...poolOptions(address), connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{
      version: string;
      encoding: string;
      follows: boolean;
      creates: boolean | null;
    }>(
      `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding,
       pg_is_in_recovery() as follows,
       has_schema_privilege(current_schema(), 'create') as creates`,
    );
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (major < 15 || major > 18) {
      throw new DatabaseError(`DATABASE_URL leads to PostgreSQL ${major}, and Kristalux needs 15 to 18.`);
    }
    if (rows[0]?.encoding !== 'UTF8') {
      throw new DatabaseError('DATABASE_URL leads to a database that is not encoded in UTF8: make one that is.');
    }
    if (rows[0].follows) {
      throw new DatabaseError(
        'DATABASE_URL leads to a standby, which is behind: lead it to the server that it follows.',
      );
    }
    if (!rows[0].creates) {
      throw new DatabaseError('The user of DATABASE_URL may not create tables in its schema: grant it that.');
    }
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(`The PostgreSQL of DATABASE_URL cannot be used: ${reason(error)}.`);
  } finally {
    await client.end().catch(() => {});
  }
}

// Messages of the server may quote the user's name or more; the closed codes say enough.
function reason(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (code === '28P01' || code === '28000') return 'it refused the user or the password';
  if (code === '3D000') return 'the database it names does not exist';
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return `nothing answered there (${code})`;
  return typeof code === 'string' ? `it answered with error ${code}` : 'no connection came about';
}
