import { describe, expect, it } from 'vitest';
import { heartbeatEffect, isLookupAllowed, plainAddress, whyCallbackRefused } from '../../src/domain/agent.ts';
import { PROVISION_STATES, PROVISION_TABLE } from '../../src/domain/provision-states.ts';

describe('whyCallbackRefused', () => {
  const rules = { requireTls: true, networks: ['10.1.0.0/16'] };
  const shape = 'it must be http or https, an IP address and a port, and nothing else';

  it.each([
    ['https://192.0.2.7:9999', '192.0.2.7'],
    ['https://192.0.2.7', '192.0.2.7'],
    ['HTTPS://192.0.2.7:9999', '192.0.2.7'],
    ['https://[2001:db8::7]:9999', '2001:db8:0:0:0:0:0:7'],
    ['https://10.1.2.3:9999', '192.0.2.7'],
    ['', '192.0.2.7'],
  ])('believes %s of %s', (url, from) => {
    expect(whyCallbackRefused(url, from, rules)).toBeNull();
  });

  it.each([
    ['https://192.0.2.8:9999', 'it is not the address that the request came from'],
    ['https://10.2.0.1:9999', 'it is not the address that the request came from'],
    ['https://169.254.169.254:80', 'it is not the address that the request came from'],
    ['https://127.0.0.1:9999', 'it is not the address that the request came from'],
    ['http://192.0.2.7:9999', 'it must be https'],
    ['ftp://192.0.2.7:9999', shape],
    ['file:///etc/passwd', shape],
    ['javascript:alert(1)', shape],
    ['https://agent.example:9999', shape],
    ['https://user:password@192.0.2.7:9999', shape],
    ['https://192.0.2.7:9999/', shape],
    ['https://192.0.2.7:9999/path', shape],
    ['https://192.0.2.7:9999?query', shape],
    ['https://192.0.2.7:9999#fragment', shape],
    ['https://192.0.2.7:0', shape],
    ['https://192.0.2.7:65536', shape],
    ['https://192.0.2.7:', shape],
    ['https://3221225991:9999', shape],
    ['https://0300.0.2.7:9999', shape],
    ['https://192.0.7:9999', shape],
    ['https:\\\\192.0.2.7:9999', shape],
    ['https:192.0.2.7:9999', shape],
    [' https://192.0.2.7:9999', shape],
    ['https://192.0.2.7:9999\n', shape],
    ['https://[192.0.2.7]:9999', shape],
    ['https://[fe80::1%25eth0]:9999', shape],
    ['https://[]:9999', shape],
    ['192.0.2.7:9999', shape],
    ['nonsense', shape],
  ])('refuses %j, for its reason', (url, reason) => {
    expect(whyCallbackRefused(url, reason === shape ? '192.0.2.7' : '192.0.2.9', rules)).toBe(reason);
  });

  it('takes http where the settings do', () => {
    expect(whyCallbackRefused('http://192.0.2.7:9999', '192.0.2.7', { ...rules, requireTls: false })).toBeNull();
  });
});

describe('the table of states', () => {
  it('answers agents in every state in which one may be waited for, and in none in which a tenant has the machine', () => {
    const waiting = PROVISION_STATES.filter((state) => PROVISION_TABLE[state].kind === 'WAITING');
    for (const state of waiting) {
      expect([state, isLookupAllowed({ state, isExpected: true, isFastTrack: false })]).toEqual([state, true]);
      expect([state, heartbeatEffect(state)]).not.toEqual([state, 'IGNORED']);
    }
    for (const state of ['ACTIVE', 'RESCUE', 'ERROR', 'DEPLOY_FAILED', 'ADOPTING'] as const) {
      expect([state, isLookupAllowed({ state, isExpected: true, isFastTrack: true })]).toEqual([state, false]);
      expect([state, heartbeatEffect(state)]).toEqual([state, 'IGNORED']);
    }
  });

  it('answers a ramdisk that nobody expects only on the fast track', () => {
    for (const state of PROVISION_STATES) {
      expect([state, isLookupAllowed({ state, isExpected: false, isFastTrack: false })]).toEqual([state, false]);
    }
    expect(isLookupAllowed({ state: 'AVAILABLE', isExpected: false, isFastTrack: true })).toBe(true);
  });
});

describe('plainAddress', () => {
  it.each([
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['::ffff:0:1', '::ffff:0:1'],
  ])('%s is %s', (address, plain) => {
    expect(plainAddress(address)).toBe(plain);
  });
});
