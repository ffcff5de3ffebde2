import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import { MAIL_CONNECTIONS_MAX } from '../limits.ts';

/** Idle connections are closed after this: a relay counts them. */
const IDLE_MILLISECONDS = 5_000;

/** At most so many connections at once; whoever comes later waits for one. */
export function openPool() {
  const idle = new Map<SmtpConnection, { readonly timer: NodeJS.Timeout; readonly ended: () => void }>();
  const waiting: (() => void)[] = [];
  let used = 0;
  let closed = false;
  const drop = (connection: SmtpConnection) => {
    const kept = idle.get(connection);
    if (kept === undefined) return;
    clearTimeout(kept.timer);
    connection.off('end', kept.ended);
    idle.delete(connection);
  };
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) used -= 1;
    else next();
  };
  return {
    /** A slot, with an open connection where one is idle. */
    async take(): Promise<{ readonly connection?: SmtpConnection; readonly release: () => void }> {
      if (used < MAIL_CONNECTIONS_MAX) used += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const connection = idle.keys().next().value;
      if (connection === undefined) return { release };
      drop(connection);
      return { connection, release };
    },
    keep(connection: SmtpConnection): void {
      if (closed) {
        connection.quit();
        return;
      }
      const ended = () => drop(connection);
      connection.once('end', ended);
      const timer = setTimeout(() => {
        drop(connection);
        connection.quit();
      }, IDLE_MILLISECONDS);
      idle.set(connection, { timer: timer.unref(), ended });
    },
    close(): void {
      closed = true;
      for (const connection of [...idle.keys()]) {
        drop(connection);
        connection.quit();
      }
    },
  };
}
