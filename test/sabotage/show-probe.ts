import { tools } from '../../src/edge/commands/prove.ts';
import type { Section } from '../../src/kernel/policy/names.ts';
import type { Probe, Seen, Twin } from '../../src/kernel/probe.ts';
import { probesOf } from '../../src/prove/all-probes.ts';
import { guardConnections } from '../../src/prove/twin/guard-connections.ts';
import { openTwin } from '../../src/prove/twin/open-twin.ts';
import { readSettings } from '../../src/settings.ts';

export interface Place {
  readonly databaseUrl: string;
  /** That is not there yet. */
  readonly folder: string;
}

/** What one probe sees on a twin of the program that this file is built into; a probe that breaks off has not passed. */
export async function showProbe(section: Section, name: string, { databaseUrl, folder }: Place): Promise<Seen> {
  const probe = probesOf(section, []).find((one) => one.name === name);
  if (probe === undefined) throw new Error(`section ${section} has a probe ${name}`);
  const guard = guardConnections();
  const { hostname, port } = new URL(databaseUrl);
  guard.allow(hostname, port === '' ? 5432 : Number(port));
  const settings = readSettings({ DATA_DIR: `${folder}/data`, KEY_DIR: `${folder}/keys` });
  try {
    const { twin, close } = await openTwin({ settings, folder, databaseUrl, guard, tools });
    try {
      return await run(probe, twin);
    } finally {
      await close();
    }
  } finally {
    guard.release();
  }
}

async function run(probe: Probe, twin: Twin): Promise<Seen> {
  try {
    if (probe.where === 'twin') return await probe.run(twin);
    return await probe.run({
      version: twin.version,
      origin: twin.gate.parts.baseUrl(),
      get: (path) => twin.get(path),
      mailRecords: async () => null,
    });
  } catch (error) {
    const saw = `broke off: ${error instanceof Error ? error.message : 'unknown'}`;
    return { passed: false, saw: { ru: saw, en: saw, uk: saw } };
  }
}
