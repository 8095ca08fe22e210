import { describe, expect, it } from 'vitest';
import { createEgressJudge, shownUrl, whyNoNetwork } from '../../src/domain/egress.ts';

describe('an address that is asked without any rule of the operator', () => {
  const judge = createEgressJudge({ allow: [], deny: [] });

  it.each([
    '192.0.2.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.253.255.255',
    '223.255.255.255',
    '128.0.0.1',
    '2a00:1450::1',
    'fd00::1',
    '::ffff:192.0.2.1',
    '64:ff9b::c000:201',
  ])('is fine: %s', (address) => expect(judge(address)).toBeNull());

  it.each([
    '127.0.0.1',
    '127.255.255.255',
    '0.0.0.0',
    '0.1.2.3',
    '169.254.169.254',
    '224.0.0.1',
    '239.255.255.255',
    '255.255.255.255',
    '240.0.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '::1',
    '::',
    '::7f00:1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'ff02::1',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:1::1',
    'no address',
    '',
    '127.1',
  ])('is refused: %s', (address) => expect(judge(address)).toEqual(expect.any(String)));
});

describe('the rules of the operator', () => {
  it.each<[string, { allow: string[]; deny: string[] }, string, boolean]>([
    ['open what is closed', { allow: ['127.0.0.0/8'], deny: [] }, '127.0.0.1', true],
    ['open one address', { allow: ['127.0.0.1'], deny: [] }, '127.0.0.1', true],
    ['and not the next one', { allow: ['127.0.0.1'], deny: [] }, '127.0.0.2', false],
    ['open ::1', { allow: ['::1'], deny: [] }, '::1', true],
    ['open it in its other spelling', { allow: ['127.0.0.1'], deny: [] }, '::ffff:127.0.0.1', true],
    ['close what is open', { allow: [], deny: ['10.0.0.0/8'] }, '10.1.1.1', false],
    ['refuse where both are named alike', { allow: ['10.0.0.0/8'], deny: ['10.0.0.0/8'] }, '10.1.1.1', false],
    ['take the longer of two', { allow: ['10.1.0.0/16'], deny: ['0.0.0.0/0'] }, '10.1.1.1', true],
    ['let nothing else through', { allow: ['10.1.0.0/16'], deny: ['0.0.0.0/0', '::/0'] }, '10.2.1.1', false],
    ['nor by version 6', { allow: ['10.1.0.0/16'], deny: ['0.0.0.0/0', '::/0'] }, '2a00::1', false],
    ['do not open metadata by a wide word', { allow: ['0.0.0.0/0'], deny: [] }, '169.254.169.254', false],
  ])('%s', (_what, rules, address, isFine) => {
    expect(createEgressJudge(rules)(address) === null).toBe(isFine);
  });

  it.each(['10.0.0.0/33', '10.0.0/8', 'ten', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', '::/129'])(
    'are refused when they are none: %s',
    (text) => {
      expect(whyNoNetwork(text)).toContain(text);
      expect(() => createEgressJudge({ allow: [text], deny: [] })).toThrow(RangeError);
    },
  );
});

it.each([
  [
    'https://somebody:secret@images.example:8443/a/b.raw?signature=secret#secret',
    'https://images.example:8443/a/b.raw',
  ],
  ['http://[2001:db8::1]/x', 'http://[2001:db8::1]/x'],
  ['file:///images/a.raw', 'file:///images/a.raw'],
  ['nonsense secret', '(not a URL)'],
])('%s is shown as %s', (text, shown) => expect(shownUrl(text)).toBe(shown));
