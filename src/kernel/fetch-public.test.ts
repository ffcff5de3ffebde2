import assert from 'node:assert/strict';
import type { LookupFunction } from 'node:net';
import { test } from 'node:test';
import { fetchPublic, isPublic, PrivateAddress } from './fetch-public.ts';

test('an address of IANA’s special-purpose registries is nobody’s to call, one given out to everybody is', () => {
  const inside =
    '0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.168.0.1 198.18.0.1 ' +
    '224.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:7f00:1:: 2001:db8::1';
  for (const address of inside.split(' ')) assert(!isPublic(address), address);
  for (const address of ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a01::1'])
    assert(isPublic(address));
});

test('an address inside a network is not connected to, however it is written', async () => {
  const written =
    '127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 localhost [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] 169.254.169.254 ' +
    '0.0.0.0 10.0.0.1 [fd00::1] [64:ff9b::7f00:1] 127.0.0.1. ①②⑦.⓪.⓪.①';
  for (const host of written.split(' ')) {
    await assert.rejects(fetchPublic(`https://${host}/`, {}, []), PrivateAddress, host);
  }
  await assert.rejects(fetchPublic('http://example.org/', {}, []), PrivateAddress, 'nor anybody without TLS');
});

test('a name is looked up once, as the connection is made: no second answer can lead elsewhere (DNS rebinding)', async () => {
  let asked = 0;
  const lookup: LookupFunction = (_name, _options, callback) => {
    asked += 1;
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  };
  const calling = fetchPublic('https://rebinding.example/', { method: 'POST', body: '{}' }, [], lookup);
  await assert.rejects(calling, PrivateAddress);
  assert.equal(asked, 1);
});

test('one private address among the answers for a name refuses the whole name', async () => {
  const lookup: LookupFunction = (_name, _options, callback) =>
    callback(null, [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]);
  await assert.rejects(fetchPublic('https://both.example/', {}, [], lookup), PrivateAddress);
});
