import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { openNameServer, type Zone } from '../../../../test/testkit/name-server.ts';
import { publicRecord } from '../../../kernel/mail/signing-keys.ts';
import { openNames } from '../../../kernel/names.ts';
import type { Live } from '../../../kernel/probe.ts';
import { probes } from '../prove.ts';
import { checkMailDns } from './check-mail-dns.ts';

const key = {
  selector: 'k1-rsa',
  algorithm: 'rsa-sha256',
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
} as const;
const mail = {
  senders: ['news@site.example', 'sales@site.example'],
  relay: { host: 'relay.example', loopback: false },
  keys: [key],
  intakeDomain: 'back.site.example',
};

async function states(zone: Zone): Promise<readonly string[]> {
  await using server = await openNameServer(zone);
  const checks = await checkMailDns(openNames([server.address]), mail);
  return checks.map(({ what, state }) => `${what} ${state}`);
}

const RIGHT: Zone = {
  'TXT site.example': ['unrelated', 'v=spf1 a:relay.example -all'],
  'TXT back.site.example': ['v=spf1 a:relay.example -all'],
  'TXT k1-rsa._domainkey.site.example': [publicRecord(key)],
  'TXT _dmarc.site.example': ['v=DMARC1; p=reject'],
  'MX back.site.example': ['mx.site.example'],
  'A relay.example': ['192.0.2.7'],
  'PTR 7.2.0.192.in-addr.arpa': ['relay.example'],
};

test('every record that receivers look for is found where it stands', async () => {
  assert.deepEqual(await states(RIGHT), [
    'spf right',
    'dkim right',
    'dmarc right',
    'intake right',
    'spf right',
    'reverse right',
  ]);
});

test('a record that is missing, doubled, too wide, of another key or leading elsewhere is told apart', async () => {
  const wrong: Zone = {
    'TXT site.example': ['v=spf1 -all', 'v=spf1 mx -all'],
    'TXT back.site.example': ['v=spf1 +all'],
    'TXT k1-rsa._domainkey.site.example': ['v=DKIM1; k=rsa; p=AAAA'],
    'A relay.example': ['192.0.2.7'],
    'PTR 7.2.0.192.in-addr.arpa': ['other.example'],
  };
  assert.deepEqual(await states(wrong), [
    'spf wrong',
    'dkim wrong',
    'dmarc missing',
    'intake missing',
    'spf wrong',
    'reverse wrong',
  ]);
});

test('a name server that does not answer makes nothing wrong', async () => {
  const nowhere = {
    texts: async () => undefined,
    mailServers: async () => undefined,
    addresses: async () => undefined,
    namesOf: async () => undefined,
  };
  const checks = await checkMailDns(nowhere, mail);
  assert.deepEqual([...new Set(checks.map(({ state }) => state))], ['unknown']);
});

test('`prove communication` names the record that is missing, and says where no mail is set up', async () => {
  const probe = probes.find(({ name }) => name === 'mail-can-be-told-from-a-forgery');
  assert(probe?.where === 'live');
  const { 'MX back.site.example': _, ...without } = RIGHT;
  const seen = async (zone: Zone | null) => {
    if (zone === null) return await probe.run(liveWith(async () => null));
    await using server = await openNameServer(zone);
    const checks = await checkMailDns(openNames([server.address]), mail);
    const records = checks.map(({ type, name, state }) => ({ at: `${type} ${name}`, state }));
    return await probe.run(liveWith(async () => records));
  };
  assert.deepEqual([(await seen(RIGHT)).passed, (await seen(null)).passed], [true, true]);
  const { passed, saw } = await seen(without);
  assert.equal(passed, false);
  assert.match(saw.en, /MX back\.site\.example \(missing\)/);
});

/** Of the running server this probe asks nothing else. */
function liveWith(mailRecords: Live['mailRecords']): Live {
  return {
    get version(): never {
      throw new Error('not asked');
    },
    origin: 'https://site.example',
    get: () => Promise.reject(new Error('not asked')),
    mailRecords,
  };
}
