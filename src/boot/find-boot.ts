/** What is staged for a machine, by what a machine can say of itself. */
import type { DataSource } from 'typeorm';
import { NodeBootEntity } from '../entities/node-boot.ts';
import { PortEntity } from '../entities/port.ts';
import type { Selector } from '../entities/select.ts';

export interface BootReader {
  readonly db: DataSource;
  readonly select: Selector['select'];
}

/** @returns null: no port that may boot over the network has this MAC; `staged: null`: nothing is staged for its node */
export async function findByMac(
  { db, select }: BootReader,
  mac: string,
): Promise<{ readonly nodeId: string; readonly staged: Pick<NodeBootEntity, 'secret' | 'netboot'> | null } | null> {
  const where = 't.address = ? AND t.pxe_enabled = 1';
  const [port] = await select(db, PortEntity, ['nodeId'], { where, params: [mac] });
  if (port === undefined) return null;
  const { nodeId } = port;
  const [staged] = await select(db, NodeBootEntity, ['secret', 'netboot'], {
    where: 't.node_id = ?',
    params: [nodeId],
  });
  return { nodeId, staged: staged ?? null };
}

/** Null: this secret opens nothing, or nothing of this name. */
export async function findSource(
  { db, select }: BootReader,
  secret: string,
  name: string,
): Promise<{ readonly nodeId: string; readonly source: string } | null> {
  const [boot] = await select(db, NodeBootEntity, ['nodeId', 'netboot', 'files'], {
    where: 't.secret = ?',
    params: [secret],
  });
  if (boot === undefined) return null;
  const { netboot, files, nodeId } = boot;
  const all = netboot === null ? files : { ...files, kernel: netboot.kernel, ramdisk: netboot.ramdisk };
  const source = Object.hasOwn(all, name) ? all[name] : undefined;
  return source === undefined ? null : { nodeId, source };
}
