import { describe, expect, it } from 'vitest';
import { sha256Crypt } from '../../src/services/sha256-crypt.ts';

describe('sha256Crypt', () => {
  // What OpenSSL 3 makes of them: openssl passwd -5 -salt SALT PASSWORD
  it.each([
    ['Hello world!', 'saltstring', '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
    ['correct horse', 'saltstring', '$5$saltstring$vc6YOOogU4kWVvwga8e9zTFgKcy4tb5LaPxIiPJzqEC'],
    ['x', 'a', '$5$a$m5PPB7rYZmTs0gzCcO.9R/qmXtGr3g/5s2bl1flV9x2'],
    ['ä€'.repeat(30), '0123456789abcdef', '$5$0123456789abcdef$M9NKf0VUrY9Pn5.qWUx9DlmqKpa33E4oljLX7NgjxT4'],
    ['y'.repeat(255), './AZaz09', '$5$./AZaz09$OIs14Oxcjz/peB7FGDM4WHvQHoKXSXouLX3vChZ37P9'],
  ])('hashes %s as every crypt(3) does', (password, salt, hash) => {
    expect(sha256Crypt(password, salt)).toBe(hash);
  });

  it('takes a salt of 16 letters of its own each time', () => {
    const [first, second] = [sha256Crypt('the same'), sha256Crypt('the same')];
    expect(first).toMatch(/^\$5\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{43}$/);
    expect(second).not.toBe(first);
  });
});
