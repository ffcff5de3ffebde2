import type { App } from '../app.ts';
import { verifierKey } from '../kernel/ledger/note.ts';
import type { Version } from '../kernel/policy/open-version.ts';
import { type Live, say } from '../kernel/probe.ts';
import { relayOf } from '../kernel/relay.ts';
import type { Words } from '../kernel/words.ts';
import { checkMailDns, listSenders } from '../promises/communication/index.ts';

/** How long a running server may take for one answer. */
const LIVE_MILLISECONDS_MAX = 30_000;

/** The running server of this very site, or a sentence that says why the live probes cannot run. */
export async function findLive(
  app: App,
  version: Version,
  allow: (origin: string) => void = () => {},
): Promise<Live | Words> {
  const { settings, parts } = app;
  const origin = settings.baseUrl ?? `http://localhost:${settings.port}`;
  allow(origin);
  const get: Live['get'] = async (path) => {
    const signal = AbortSignal.timeout(LIVE_MILLISECONDS_MAX);
    const answer = await fetch(new URL(path, origin), { redirect: 'manual', signal });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const key = await get('/ledger/key').catch(() => undefined);
  if (key === undefined) {
    return say(
      `Не выполнена: по адресу ${origin} ничего не отвечает.`,
      `Not run: nothing answers at ${origin}.`,
      `Не виконано: за адресою ${origin} нічого не відповідає.`,
    );
  }
  if (key.text.trim() !== verifierKey(parts.site.origin, parts.keys.ledger)) {
    return say(
      `Не выполнена: по адресу ${origin} отвечает не этот сайт.`,
      `Not run: what answers at ${origin} is not this site.`,
      `Не виконано: за адресою ${origin} відповідає не цей сайт.`,
    );
  }
  return { version, origin, get, mailRecords: () => mailRecords(app) };
}

async function mailRecords({ settings, parts, signingKeys, names }: App): ReturnType<Live['mailRecords']> {
  if (settings.smtpUrl === undefined) return null;
  const senders = (await listSenders(parts.db)).map(({ address }) => address);
  const relay = relayOf(settings.smtpUrl);
  const intakeDomain = settings.intakeDomain ?? null;
  const checks = await checkMailDns(names, { senders, relay, keys: signingKeys, intakeDomain });
  return checks.map(({ type, name, state }) => ({ at: `${type} ${name}`, state }));
}
