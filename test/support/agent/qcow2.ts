/**
 * Reads a qcow2 image (QEMU's docs/interop/qcow2.txt): two levels of tables lead from a place on the disk to a cluster in
 * the file. Images that stand on others are refused, as the reference's agent does.
 */
import { inflateRawSync } from 'node:zlib';
import type { BlockDevice } from './body.ts';
import { deploymentError } from './errors.ts';

export interface Qcow2 {
  readonly sizeBytes: number;
  /** Every cluster that holds something, in order. */
  clusters(): AsyncGenerator<{ readonly offset: number; readonly data: Buffer }>;
}

const MAGIC = 0x514649fb; // QFI and 0xfb
const OFFSET_MASK = 0x00fffffffffffe00n;
const IS_COMPRESSED = 1n << 62n;
const READS_AS_ZERO = 1n;
const EXTERNAL_DATA = 1n << 2n;
const OTHER_COMPRESSION = 1n << 3n;

export async function isQcow2(file: BlockDevice): Promise<boolean> {
  return file.sizeBytes >= 104 && (await file.read(0, 4)).readUInt32BE(0) === MAGIC;
}

/** @throws {AgentError} DeploymentError: not one that may be used */
export async function openQcow2(file: BlockDevice): Promise<Qcow2> {
  const header = await file.read(0, 104);
  const version = header.readUInt32BE(4);
  const clusterBits = header.readUInt32BE(20);
  const sizeBytes = Number(header.readBigUInt64BE(24));
  const features = version >= 3 ? header.readBigUInt64BE(72) : 0n;
  if (version !== 2 && version !== 3) throw deploymentError(`qcow2 version ${version} is not known`);
  if (header.readBigUInt64BE(8) !== 0n) throw deploymentError('the image has a backing file');
  if (header.readUInt32BE(32) !== 0) throw deploymentError('the image is encrypted');
  if ((features & (EXTERNAL_DATA | OTHER_COMPRESSION)) !== 0n)
    throw deploymentError('the image has features that are not allowed');
  if (clusterBits < 9 || clusterBits > 21) throw deploymentError(`clusters of 2^${clusterBits} bytes`);

  const clusterBytes = 2 ** clusterBits;
  const perTable = clusterBytes / 8;
  const l1 = await file.read(Number(header.readBigUInt64BE(40)), header.readUInt32BE(36) * 8);
  const compressedShift = BigInt(62 - (clusterBits - 8)); // where the length begins in an entry

  async function readCluster(entry: bigint): Promise<Buffer | null> {
    if ((entry & IS_COMPRESSED) !== 0n) {
      const at = Number(entry & ((1n << compressedShift) - 1n));
      const sectors = Number((entry & (IS_COMPRESSED - 1n)) >> compressedShift) + 1;
      const length = Math.min(sectors * 512 - (at % 512), file.sizeBytes - at);
      return inflateRawSync(await file.read(at, length), { maxOutputLength: clusterBytes });
    }
    const at = Number(entry & OFFSET_MASK);
    return at === 0 || (entry & READS_AS_ZERO) !== 0n
      ? null
      : file.read(at, Math.min(clusterBytes, file.sizeBytes - at));
  }

  return {
    sizeBytes,
    async *clusters() {
      for (let index = 0; index < l1.length / 8; index += 1) {
        const tableAt = Number(l1.readBigUInt64BE(index * 8) & OFFSET_MASK);
        if (tableAt === 0) continue;
        const l2 = await file.read(tableAt, clusterBytes);
        for (let slot = 0; slot < perTable; slot += 1) {
          const offset = (index * perTable + slot) * clusterBytes;
          if (offset >= sizeBytes) return;
          const data = await readCluster(l2.readBigUInt64BE(slot * 8));
          if (data !== null) yield { offset, data: data.subarray(0, sizeBytes - offset) };
        }
      }
    },
  };
}
