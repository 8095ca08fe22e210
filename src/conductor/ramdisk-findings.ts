/** How what a job staged for a machine, and expects of its ramdisk, is written down. */
import { randomBytes } from 'node:crypto';
import type { Finding } from './job-type.ts';
import type { NodeTx } from './node-transaction.ts';

type Staged = Extract<Finding, { readonly kind: 'staged' }>;

/** What is left out stays; a machine for which nothing is left is forgotten, with its secret. */
export async function writeStaged(node: NodeTx, { netboot, files }: Staged): Promise<void> {
  const { tx, nodeId } = node;
  if (netboot === null && files !== undefined && Object.keys(files).length === 0) {
    await tx.query('DELETE FROM node_boots WHERE node_id = ?', [nodeId]);
    return;
  }
  await tx.query(`INSERT IGNORE INTO node_boots (node_id, secret, netboot, files) VALUES (?, ?, NULL, '{}')`, [
    nodeId,
    randomBytes(32).toString('base64url'),
  ]);
  if (netboot !== undefined) {
    const json = netboot === null ? null : JSON.stringify(netboot);
    await tx.query('UPDATE node_boots SET netboot = ? WHERE node_id = ?', [json, nodeId]);
  }
  if (files !== undefined) {
    await tx.query('UPDATE node_boots SET files = ? WHERE node_id = ?', [JSON.stringify(files), nodeId]);
  }
  await tx.query('DELETE FROM node_boots WHERE node_id = ? AND netboot IS NULL AND JSON_LENGTH(files) = 0', [nodeId]);
}

/** An agent that is still there, or one that comes back late, is not the one that is expected: its token is worth nothing. */
export async function expectRamdisk(node: NodeTx): Promise<void> {
  await forgetRamdisk(node);
  await node.tx.query('INSERT INTO agents (node_id, has_called) VALUES (?, 0)', [node.nodeId]);
}

export async function forgetRamdisk({ tx, nodeId }: NodeTx): Promise<void> {
  await tx.query('DELETE FROM agents WHERE node_id = ?', [nodeId]);
  await tx.query('DELETE FROM inspection_reports WHERE node_id = ?', [nodeId]);
}

export async function writeStepVersions(
  { tx, nodeId }: NodeTx,
  versions: Readonly<Record<string, string>>,
): Promise<void> {
  await tx.query('UPDATE agents SET step_versions = ? WHERE node_id = ?', [JSON.stringify(versions), nodeId]);
}
