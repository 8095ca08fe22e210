/**
 * A kernel's command line, as far as this service lets one be written. It ends up in scripts of boot loaders, each with
 * words of its own (`||`, `${…}`, quotes, a line's end): whoever may set an argument must not be able to write a script.
 */

/** What every ramdisk is told, as in the reference: no SELinux, no questions, text on the console. */
export const RAMDISK_ARGUMENTS = 'selinux=0 troubleshoot=0 text';

/** `key` or `key=value`. No quotes, backslashes, dollars or anything that is not printable, so none has to be escaped. */
const ARGUMENT = /^[A-Za-z0-9_][A-Za-z0-9_.:-]*(?:=[A-Za-z0-9_.,:;/@%+=~^!*?()[\]{}<>#&|-]*)?$/;
/** Linux takes no more on x86-64 (COMMAND_LINE_SIZE), and cuts off the rest without a word. */
const MAX_LENGTH = 2_048;

/** Null: it may be written. Otherwise why not, in words that go on "the argument …". */
export function whyNoKernelArguments(text: string): string | null {
  if (text.length > MAX_LENGTH) return `they are longer than ${MAX_LENGTH} characters together`;
  for (const argument of splitKernelArguments(text)) {
    if (!ARGUMENT.test(argument)) return `${JSON.stringify(argument.slice(0, 80))} is not of the form key or key=value`;
  }
  return null;
}

/** Only spaces divide: a line's end is a part of an argument, and then no argument can be. */
export const splitKernelArguments = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');
