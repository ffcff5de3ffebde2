import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type App, openApp } from '../../app.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { verifierKey } from '../../kernel/ledger/note.ts';
import { openLog } from '../../kernel/log.ts';
import type { Twin } from '../../kernel/probe.ts';
import { ERASURES } from '../../promises/agreement/index.ts';
import type { Settings } from '../../settings.ts';
import { changePolicy, withRule } from './change-policy.ts';
import type { ConnectionGuard } from './guard-connections.ts';
import { openMailSink } from './mail-sink.ts';
import type { OpenTwin, TwinTools } from './open-twins.ts';
import { makeCredential, makePerson, makeStaff } from './people.ts';
import { openProviderSink } from './provider-sink.ts';

interface TwinParts {
  readonly settings: Settings;
  /** For keys and what else it writes; nobody else's. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly guard: ConnectionGuard;
  readonly tools: TwinTools;
}

/** The program opened once more, over throw-away data, with sinks in the place of everybody outside. */
export async function openTwin({ settings, folder, databaseUrl, guard, tools }: TwinParts): Promise<OpenTwin> {
  mkdirSync(folder, { mode: 0o700 });
  const mail = await openMailSink();
  let app: App | undefined;
  const sink = await openProviderSink(async () => {
    const version = await app?.parts.shelf.inForce();
    return version?.declarations.providers.map(({ address }) => address) ?? [];
  });
  guard.allowLoopback(mail.port);
  guard.allowLoopback(sink.port);
  const logged: string[] = [];
  app = await openApp(
    {
      ...settings,
      databaseUrl,
      dataDir: join(folder, 'data'),
      keyDir: join(folder, 'keys'),
      // Its keys are thrown away with it: no key service hears of them.
      keyProvider: 'file',
      host: '127.0.0.1',
      port: 0,
      baseUrl: undefined,
      trustedProxies: [],
      // Its ledger is thrown away with it: no witness hears of it.
      witnessPolicy: undefined,
      // What it does is no work of the site: nobody counts or traces it, and its ports are its own.
      metricsPort: undefined,
      otlpEndpoint: undefined,
      // What comes back is handed to it by the probes: nobody listens.
      intakeDomain: 'returns.example',
      smtpUrl: `smtp://127.0.0.1:${mail.port}`,
      // Jobs run when a probe lets them.
      role: 'web',
    },
    { role: 'command', log: openLog('info', (line) => logged.push(line)), outside: sink.outside },
  );
  const served = await tools.serve(app);
  guard.allowLoopback(Number(new URL(served.address).port));
  const refusedBefore = guard.refused.length;
  const twin = twinOver(app, {
    address: served.address,
    logged,
    folder,
    tools,
    version: await versionInForce(app.parts),
    outside: {
      calls: sink.calls,
      mails: mail.mails,
      get refused() {
        return guard.refused.slice(refusedBefore);
      },
      answer: sink.answer,
    },
  });
  return {
    twin,
    async close() {
      await served.stop();
      await sink.close();
      await mail.close();
    },
  };
}

interface Standing extends Pick<Twin, 'version' | 'outside' | 'logged'> {
  readonly address: string;
  readonly folder: string;
  readonly tools: TwinTools;
}

function twinOver(app: App, { address, folder, tools, ...standing }: Standing): Twin {
  const { gate, parts } = app;
  const key = verifierKey(parts.site.origin, parts.keys.ledger);
  const publish: Twin['publish'] = (change) => changePolicy(gate, folder, change);
  return {
    ...standing,
    gate,
    person: (fields) => makePerson(gate, fields),
    staff: (role) => makeStaff(gate, role),
    credential: (kind, name) => makeCredential(gate, kind, name),
    publish,
    addRule: (section, rule) => publish((source) => withRule(source, section, rule)),
    declare: (change) => publish((source) => ({ ...source, declarations: change(source.declarations) })),
    drain: () => app.worker.drain(),
    sequence: () => app.sequence(),
    async get(path, init = {}) {
      const answer = await fetch(new URL(path, address), { redirect: 'manual', ...init });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
    verify: (files) => tools.verify(files, key),
    fsck: () => fsck({ db: parts.db, key: parts.keys.ledger, ...parts.site, erasureKinds: ERASURES }),
  };
}
