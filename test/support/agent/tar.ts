/** A gzipped tar archive in memory, as logs are sent in (POSIX ustar). */
import { gzipSync } from 'node:zlib';

const BLOCK = 512;

export function tarGz(files: Readonly<Record<string, Buffer>>): Buffer {
  const members = Object.entries(files).flatMap(([name, data]) => [
    header(name, data.length),
    data,
    Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK),
  ]);
  return gzipSync(Buffer.concat([...members, Buffer.alloc(2 * BLOCK)])); // two empty blocks end an archive
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(name.slice(0, 100), 0);
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write('        ', 148); // the sum counts itself as spaces
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
