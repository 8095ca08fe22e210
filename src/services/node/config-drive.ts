import type { ConfigDrive } from '../../drivers/interfaces/common.ts';
import type { Checker } from '../checks.ts';

/** Of what is sent whole; anything larger is fetched by its URL. */
const MAX_CHARACTERS = 512 * 1024;
const MAX_URL_LENGTH = 2_048;

export function checkConfigDrive(checker: Checker, field: string, drive: ConfigDrive | null | undefined): void {
  if (drive === null || drive === undefined) return;
  const { contents, url, base64 } = drive;
  const given = [contents, url, base64].filter((form) => form !== null && form !== undefined);
  if (given.length !== 1) {
    return checker.invalid(field, 'A config drive comes in one form.', 'Give one of contents, url and base64.');
  }
  if (typeof url === 'string' && !isFetchable(url)) {
    checker.invalid([field, 'url'], 'The URL cannot be fetched.', 'Use http or https, without user and password.');
  }
  if (typeof base64 === 'string') checkBase64(checker, [field, 'base64'], base64);
  if (contents !== null && contents !== undefined) checkContents(checker, [field, 'contents'], contents);
}

function isFetchable(text: string): boolean {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

function checkBase64(checker: Checker, at: readonly string[], text: string): void {
  if (text.length > MAX_CHARACTERS) {
    checker.invalid(at, `${text.length} characters are too many.`, `Send at most ${MAX_CHARACTERS}, or a URL.`);
  } else if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    checker.invalid(
      at,
      'That is no base64.',
      'Encode the gzipped image of the drive with padding and without line breaks.',
    );
  }
}

function checkContents(checker: Checker, at: readonly string[], contents: NonNullable<ConfigDrive['contents']>): void {
  const { userData, ...objects } = contents;
  for (const [name, value] of Object.entries(objects)) checker.json([...at, name], value);
  if (typeof userData === 'string' && userData.length > MAX_CHARACTERS) {
    const remedy = `Send at most ${MAX_CHARACTERS}, or a URL.`;
    checker.invalid([...at, 'userData'], `${userData.length} characters are too many.`, remedy);
  }
}
