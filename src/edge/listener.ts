import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { App } from '../app.ts';
import { relayOf } from '../kernel/relay.ts';
import type { BackupPlan } from '../promises/use/console.tsx';
import { showSettings } from '../settings.ts';
import { readPasskeyScript, readVerifierScript } from '../ui/script.ts';
import { readStylesheet } from '../ui/stylesheet.ts';
import { faceOf } from './face.ts';
import { openServiceDoor } from './oidc/routes.tsx';
import { watchedListener } from './watched-listener.ts';
import { openComparisons } from './web/comparisons.ts';
import { openKeptPages } from './web/kept-pages.ts';
import { openKeptPolicy } from './web/kept-policy.ts';
import { webApp } from './web.tsx';

/** Everything the server answers to, for people who reach it at this address. */
export function listenerOf(app: App, address: string): RequestListener {
  const pages = pagesOf(app, address);
  const services = openServiceDoor(pages);
  const rest = getRequestListener(webApp(pages, services).fetch, { hostname: app.settings.host });
  const keptPolicy = openKeptPolicy(pages);
  return watchedListener(app.gate.parts, (request, response) => {
    if (services.atOnce(request, response)) return;
    void keptPolicy(request, response).then((answered) => {
      if (!answered) void rest(request, response);
    });
  });
}

/** Pages and interfaces with what all of them are made from. */
export function pagesOf({ settings, gate, signingKeys, names, epochDays }: App, address: string) {
  const relay = settings.smtpUrl === undefined ? null : relayOf(settings.smtpUrl);
  return {
    gate,
    face: faceOf(address, settings.trustedProxies),
    stylesheet: readStylesheet(),
    script: readPasskeyScript(),
    verifier: readVerifierScript(),
    delivery: { relay, signingKeys, intakeDomain: settings.intakeDomain ?? null, names },
    kept: openKeptPages(),
    comparisons: openComparisons(gate),
    backups: backupPlan(settings),
    settings: showSettings(settings),
    watchedFolders: watchedFolders(settings),
    epochDays,
  };
}

/** The disks of this machine that the server writes to. */
export function watchedFolders({ databaseUrl, dataDir, keyDir }: App['settings']): readonly string[] {
  return databaseUrl === undefined ? [dataDir, keyDir] : [keyDir];
}

function backupPlan({ backupRecipient, backupDir, backupHours, backupKeep }: App['settings']): BackupPlan {
  if (backupRecipient === undefined) return { kind: 'off' };
  if (backupHours === 0) return { kind: 'switched-off' };
  return { kind: 'on', folder: backupDir, hours: backupHours, keep: backupKeep };
}
