/**
 * Runs the measures and says what they found. See README.md beside this file for what the numbers mean.
 *
 *   npm run bench                       all of them; writes bench/results/ and the table in bench/README.md
 *   npm run bench -- list-nodes idle    some of them; writes nothing
 *   npm run bench -- list-nodes --profile FOLDER    with a CPU profile of every process
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { agentHeartbeats } from './measures/agent-heartbeats.ts';
import { append } from './measures/append.ts';
import { busySubscribers } from './measures/busy-subscribers.ts';
import { claims } from './measures/claims.ts';
import { createNode } from './measures/create-node.ts';
import { crossProcess } from './measures/cross-process.ts';
import { eventLatency } from './measures/event-latency.ts';
import { fanOut } from './measures/fan-out.ts';
import { idle } from './measures/idle.ts';
import { imageServing } from './measures/image-serving.ts';
import { listNodes } from './measures/list-nodes.ts';
import { manyAgents } from './measures/many-agents.ts';
import { manyDeploys } from './measures/many-deploys.ts';
import { takeOver } from './measures/take-over.ts';
import { provisioningCycles } from './measures/provisioning-cycles.ts';
import { vifDetach } from './measures/vif-detach.ts';
import { openEnvironment } from './support/environment.ts';
import type { Measure } from './support/figures.ts';
import { describeMachine, showFigure, writeReport, type Section } from './support/report.ts';

const MEASURES: readonly Measure[] = [
  listNodes,
  provisioningCycles,
  manyDeploys,
  claims,
  takeOver,
  vifDetach,
  eventLatency,
  crossProcess,
  fanOut,
  busySubscribers,
  append,
  agentHeartbeats,
  manyAgents,
  createNode,
  imageServing,
  idle,
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { profile: { type: 'string' } } });
const wanted = MEASURES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const unknown = positionals.filter((name) => !MEASURES.some((measure) => measure.name === name));
if (unknown.length > 0) {
  throw new Error(
    `There is no measure ${unknown.join(', ')}; there are ${MEASURES.map(({ name }) => name).join(', ')}.`,
  );
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const profileFolder = values.profile === undefined ? null : resolve(values.profile);
if (profileFolder !== null) mkdirSync(profileFolder, { recursive: true });

let isStopping = false;
const environment = await openEnvironment({ profileFolder, say: (progress) => say(`    ${progress}`) });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    void environment.close().finally(() => process.exit(1)); // the programs are killed when this one exits
  });
}

try {
  const machine = describeMachine(environment.databaseVersion);
  say(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${machine.database}; load ${machine.load}`);
  const sections: Section[] = [];
  for (const [index, measure] of wanted.entries()) {
    say(`\n${index + 1}/${wanted.length} ${measure.name}: ${measure.what}`);
    const figures = await measure.run(environment);
    for (const figure of figures) say(`  ${showFigure(figure)}`);
    sections.push({ name: measure.name, what: measure.what, figures });
  }
  if (wanted.length === MEASURES.length && profileFolder === null)
    say(`\nWritten: ${await writeReport(machine, sections)}`);
} finally {
  isStopping = true;
  await environment.close();
}
