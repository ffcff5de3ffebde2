import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOfAddress } from './network.ts';

test('guessing is slowed down by network: a /24, a /64, however the address is written', () => {
  assert.equal(networkOfAddress('192.0.2.77'), '192.0.2.0/24');
  assert.equal(networkOfAddress('2001:db8::1'), networkOfAddress('2001:0db8:0000:0000:0000:0000:0000:0002'));
  assert.notEqual(networkOfAddress('2001:db8:0:1::1'), networkOfAddress('2001:db8:0:2::1'));
  assert.equal(networkOfAddress('not an address'), 'unknown');
});
