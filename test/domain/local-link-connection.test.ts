import { describe, expect, it } from 'vitest';
import { whyLinkInvalid } from '../../src/domain/local-link-connection.ts';

const MAC = '52:54:00:aa:00:01';

describe('whyLinkInvalid', () => {
  // prettier-ignore
  it.each<[what: string, link: Readonly<Record<string, unknown>>, isSmartNic: boolean]>([
    ['nothing', {}, false],
    ['a switch by its MAC', { switch_id: MAC, port_id: 'Ethernet1/3' }, false],
    ['a switch by its datapath id', { switch_id: '0000525400aa0001', port_id: '3', switch_info: 'leaf-1' }, false],
    ['a datapath id with colons', { switch_id: '00:00:52:54:00:aa:00:01', port_id: '3', network_type: 'managed' }, false],
    ['a smart NIC', { port_id: 'rep0-0', hostname: 'host-1' }, true],
    ['a network that nobody manages', { network_type: 'unmanaged' }, false],
  ])('accepts %s', (_what, link, isSmartNic) => {
    expect(whyLinkInvalid(link, isSmartNic)).toBeNull();
  });

  // prettier-ignore
  it.each<[what: string, link: Readonly<Record<string, unknown>>, isSmartNic: boolean, key: string | null]>([
    ['a key that it does not know', { switch_id: MAC, port_id: '3', switchInfo: 'x' }, false, 'switchInfo'],
    ['a value that is no text', { switch_id: MAC, port_id: 3 }, false, 'port_id'],
    ['an empty text', { switch_id: MAC, port_id: '' }, false, 'port_id'],
    ['a text without end', { switch_id: MAC, port_id: 'x'.repeat(256) }, false, 'port_id'],
    ['a switch id that is none', { switch_id: 'leaf-1', port_id: '3' }, false, 'switch_id'],
    ['half a datapath id', { switch_id: '0000525400aa', port_id: '3' , switch_info: '' }, false, 'switch_info'],
    ['a switch without a port', { switch_id: MAC }, false, null],
    ['a port without a switch', { port_id: '3' }, false, null],
    ['a switch and a host', { switch_id: MAC, port_id: '3', hostname: 'host-1' }, false, null],
    ['a managed network without a switch', { network_type: 'managed' }, false, null],
    ['an unmanaged network with a switch', { switch_id: MAC, port_id: '3', network_type: 'unmanaged' }, false, null],
    ['a network type that is neither', { switch_id: MAC, port_id: '3', network_type: 'both' }, false, null],
    ['a smart NIC on a switch', { switch_id: MAC, port_id: '3' }, true, null],
    ['a smart NIC that says nothing', {}, true, null],
    ['the link of a smart NIC on a port that is none', { port_id: 'rep0-0', hostname: 'host-1' }, false, null],
  ])('refuses %s', (_what, link, isSmartNic, key) => {
    expect(whyLinkInvalid(link, isSmartNic)).toEqual({
      key,
      reason: expect.stringMatching(/\.$/),
      remedy: expect.stringMatching(/\.$/),
    });
  });
});
