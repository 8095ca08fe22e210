/**
 * An archive as the kernel unpacks it into its first file system (cpio, format "newc"): made without root, and with the
 * device files that the first process needs before anything is mounted.
 */

/**
 * @typedef {object} Entry
 * @property {string} path without a leading slash
 * @property {number} mode type and permissions, as in stat
 * @property {Buffer} [data] a file's contents
 * @property {readonly [number, number]} [device] major and minor number
 */

const TYPE = { folder: 0o040000, file: 0o100000, device: 0o020000 };

/** @param {string} path @returns {Entry} */
export const folder = (path) => ({ path, mode: TYPE.folder | 0o755 });
/** @param {string} path @param {Buffer | string} data @param {number} [permissions] @returns {Entry} */
export const file = (path, data, permissions = 0o644) => ({
  path,
  mode: TYPE.file | permissions,
  data: Buffer.from(data),
});
/** @param {string} path @param {number} major @param {number} minor @returns {Entry} */
export const device = (path, major, minor) => ({ path, mode: TYPE.device | 0o600, device: [major, minor] });

/**
 * @param {readonly Entry[]} entries folders before what is in them
 * @returns {Buffer}
 */
export function cpio(entries) {
  const end = { path: 'TRAILER!!!', mode: 0 };
  return Buffer.concat([...entries, end].flatMap((entry, index) => member(entry, index + 1)));
}

/**
 * @param {Entry} entry
 * @param {number} inode
 */
function member({ path, mode, data = Buffer.alloc(0), device: [major, minor] = [0, 0] }, inode) {
  const name = Buffer.from(`${path}\0`);
  // magic; inode, mode, uid, gid, links, time, size, the disk's major and minor, the device's, length of the name, sum
  const fields = [inode, mode, 0, 0, 1, 0, data.length, 0, 0, major, minor, name.length, 0];
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return [header, name, padding(header.length + name.length), data, padding(data.length)];
}

/** Up to the next multiple of four. @param {number} length */
const padding = (length) => Buffer.alloc((4 - (length % 4)) % 4);
