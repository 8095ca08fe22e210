/** Reads what a run has left: the database's side of it, and the machines' own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../src/domain/events.ts';
import { commandsOf, readMachine } from '../conductor/machine.ts';
import type { ChaosDatabase } from './database.ts';
import type { History, JobRecord, LoggedEvent, MachineAtRest, NodeAtRest, NodeCommands } from './history.ts';

type Recorded = Pick<History, 'events' | 'jobs' | 'commands' | 'nodes'>;

export async function collect(database: Pick<ChaosDatabase, 'query'>, folder: string): Promise<Recorded> {
  const events = await readEvents(database);
  // Columns as the query names them.
  const jobs = await database.query<JobRecord>(
    'SELECT id, type, node_id AS nodeId, lock_mode AS lockMode, state, requested_by AS requestedBy FROM jobs ORDER BY id',
  );
  const nodes = await readNodes(database, folder);
  const commands = nodes.map(({ nodeId }): NodeCommands => ({ nodeId, lines: readCommands(folder, nodeId) }));
  return { events, jobs, commands, nodes };
}

async function readEvents(database: Pick<ChaosDatabase, 'query'>): Promise<LoggedEvent[]> {
  type Row = Omit<LoggedEvent, 'at' | 'changes'> & {
    readonly at: string;
    readonly changes: { readonly list: readonly Change[] };
  };
  const rows = await database.query<Row>(
    `SELECT id, type, node_id AS nodeId, node_sequence AS sequence, job_id AS jobId, actor, changes, created_at AS at
       FROM events ORDER BY id`,
  );
  return rows.map(({ changes, at, ...row }) => ({ ...row, at: momentOf(at), changes: changes.list }));
}

/** `2026-01-01 12:00:00.123456`: the last three digits are lost on a Date. */
function momentOf(text: string): number {
  return Date.parse(`${text.slice(0, 23).replace(' ', 'T')}Z`) + Number(text.slice(23, 26)) / 1_000;
}

async function readNodes(database: Pick<ChaosDatabase, 'query'>, folder: string): Promise<NodeAtRest[]> {
  type Row = Pick<NodeAtRest, 'nodeId' | 'name' | 'provisionState' | 'powerState'> & NodeAtRest['lock'];
  const rows = await database.query<Row>(
    `SELECT n.id AS nodeId, n.name, n.provision_state AS provisionState, n.power_state AS powerState,
            l.holder_job_id AS holderJobId, l.epoch, l.event_sequence AS eventSequence
       FROM nodes n JOIN node_locks l ON l.node_id = n.id ORDER BY n.name`,
  );
  const vifs = await database.query<NodeAtRest['vifs'][number] & { readonly nodeId: string }>(
    'SELECT node_id AS nodeId, vif_id AS vifId, port_id AS portId, state FROM vif_attachments ORDER BY id',
  );
  return rows.map(({ nodeId, name, provisionState, powerState, ...lock }) => ({
    nodeId,
    name,
    provisionState,
    powerState,
    lock,
    vifs: vifs.filter((vif) => vif.nodeId === nodeId),
    machine: hasFile(folder, nodeId, 'json') ? { ...UNTOUCHED, ...readMachine(folder, nodeId) } : UNTOUCHED,
  }));
}

/** A machine that nobody has told anything has no file. */
const UNTOUCHED: MachineAtRest = {
  power: 'OFF',
  vifs: {},
  networks: [],
  ramdisk: null,
  tenantConnected: false,
  image: null,
};

const readCommands = (folder: string, nodeId: string): NodeCommands['lines'] =>
  hasFile(folder, nodeId, 'log') ? commandsOf(folder, nodeId) : [];

const hasFile = (folder: string, nodeId: string, ending: string): boolean =>
  existsSync(join(folder, 'fake-machines', `${nodeId}.${ending}`));
