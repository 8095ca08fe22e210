/**
 * `npm run chaos`: run after run until the time is over or a promise is broken. Each run begins with an empty database
 * and a seed of its own, so hours need no more memory than minutes, and a violation can be run again alone.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explain, faultTable, verdictTable } from './report.ts';
import { run, type Outcome, type Progress } from './run.ts';
import { explainStreams, streamTable } from './streams/report.ts';
import { runStreams } from './streams/run.ts';

const USAGE = `npm run chaos -- --minutes N [options]
  --minutes N      how long in all (default 3)
  --seed S         a whole number; the same seed draws the same machines, requests and faults (default: by chance)
  --conductors N   conductor processes, 1 to 20 (default 3); with --streams there is one
  --nodes N        simulated machines, 1 to 5000 (default 200)
  --streams        subscribers and webhooks of all sorts at three API processes instead: what each is told, against the log
  --keep           keep the folder of the last run also when everything holds`;

/** Long enough for every kind of fault to come several times, short enough to run a violation again. */
const LONGEST_RUN_MS = 3 * 60_000;
const SHORTEST_RUN_MS = 20_000;

const STREAM_APIS = 3;
const STREAM_SUBSCRIBERS = 40;

/** In seconds of the run: where nothing can be written over, a line now and then is enough. */
let nextLineAt = 0;

const settings = readArguments();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(1); // whatever was started is killed on the way out
    say('\nStopping: what was broken is healed and judged. Once more ends it at once.');
    stopping.abort();
  });
}

process.exitCode = (await runAll()) ? 0 : 1;

async function runAll(): Promise<boolean> {
  const startedAt = performance.now();
  const totalMs = settings.minutes * 60_000;
  for (let number = 0; ; number += 1) {
    const leftMs = totalMs - (performance.now() - startedAt);
    if (number > 0 && (leftMs < SHORTEST_RUN_MS || stopping.signal.aborted)) return true;
    const chaosMs = Math.min(LONGEST_RUN_MS, Math.max(leftMs, SHORTEST_RUN_MS));
    const runKind = settings.streams ? runOneOfStreams : runOne;
    if (!(await runKind(settings.seed + number, chaosMs, number + 1))) return false;
  }
}

async function runOne(seed: number, chaosMs: number, number: number): Promise<boolean> {
  const { conductors, nodes, keep } = settings;
  const startedAt = performance.now();
  say(
    `Run ${number}, seed ${seed}: ${conductors} conductors, ${nodes} nodes, ${(chaosMs / 1_000).toFixed(0)} s of faults.`,
  );
  let faults: Progress['faults'] = new Map();
  const outcome = await run({
    seed,
    chaosMs,
    conductors,
    nodes,
    signal: stopping.signal,
    onProgress(progress) {
      ({ faults } = progress);
      show(startedAt, progress);
    },
  });
  endLine();
  const broken = outcome.verdicts.filter(({ violations }) => violations.length > 0);
  process.stdout.write(`${verdictTable(outcome.verdicts)}\nFaults: ${faultTable(outcome, faults)}\n\n`);
  if (broken.length === 0) {
    if (keep) say(`Everything of it is in ${outcome.folder}`);
    else outcome.removeFolder();
    return true;
  }
  const again = `npm run chaos -- --minutes ${(chaosMs / 60_000).toFixed(1)} --seed ${seed} --conductors ${conductors} --nodes ${nodes}`;
  process.stdout.write(`${broken.map((verdict) => explain(verdict, outcome.history)).join('\n\n')}\n\n`);
  process.stdout.write(`${keepHistory(outcome)}\nRun it again: ${again}\n`);
  return false;
}

async function runOneOfStreams(seed: number, chaosMs: number, number: number): Promise<boolean> {
  say(
    `Run ${number}, seed ${seed}: subscribers at ${STREAM_APIS} API processes, ${(chaosMs / 1_000).toFixed(0)} s of faults.`,
  );
  const { nodes, keep } = settings;
  const outcome = await runStreams({
    seed,
    chaosMs,
    apis: STREAM_APIS,
    subscribers: STREAM_SUBSCRIBERS,
    nodes,
    signal: stopping.signal,
    say,
  });
  process.stdout.write(`${streamTable(seed, outcome)}\n\n`);
  const broken = explainStreams(seed, outcome);
  if (broken !== '') {
    const again = `npm run chaos -- --streams --minutes ${(chaosMs / 60_000).toFixed(1)} --seed ${seed} --nodes ${nodes}`;
    process.stdout.write(`${broken}\n\nThe logs of the processes are in ${outcome.folder}\nRun it again: ${again}\n`);
    return false;
  }
  if (keep) say(`Everything of it is in ${outcome.folder}`);
  else outcome.removeFolder();
  return true;
}

function keepHistory({ folder, history }: Outcome): string {
  const path = join(folder, 'history.json');
  writeFileSync(path, JSON.stringify(history));
  return `The whole history is ${path}; beside it are the machines, the database and the logs of the processes.`;
}

/** One line that is written over on a terminal. */
function show(startedAt: number, { phase, jobsSettled, faults }: Progress): void {
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const done = [...faults].filter(([, count]) => count > 0).map(([kind, count]) => `${count} ${kind}`);
  const line = `${seconds} s  ${phase}  ${jobsSettled} jobs done  ${done.join(', ')}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line.slice(0, process.stderr.columns - 1)}`);
  else if (seconds >= nextLineAt) {
    nextLineAt = seconds + 10;
    say(line);
  }
}

function endLine(): void {
  nextLineAt = 0;
  if (process.stderr.isTTY) process.stderr.write('\n');
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function readArguments(): {
  readonly minutes: number;
  readonly seed: number;
  readonly conductors: number;
  readonly nodes: number;
  readonly keep: boolean;
  readonly streams: boolean;
} {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '3' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      conductors: { type: 'string', default: '3' },
      nodes: { type: 'string', default: '200' },
      keep: { type: 'boolean', default: false },
      streams: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [minutes, seed, conductors, nodes] = [values.minutes, values.seed, values.conductors, values.nodes].map(Number);
  const isRight =
    isWithin(minutes, 0.1, 10_000, false) &&
    isWithin(seed, 0, 2 ** 31, true) &&
    isWithin(conductors, 1, 20, true) &&
    isWithin(nodes, 1, 5_000, true);
  if (!isRight || values.help) {
    say(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  // isRight has seen that they are numbers.
  return {
    minutes: minutes!,
    seed: seed!,
    conductors: conductors!,
    nodes: nodes!,
    keep: values.keep,
    streams: values.streams,
  };
}

function isWithin(value: number | undefined, min: number, max: number, isWhole: boolean): boolean {
  return value !== undefined && value >= min && value <= max && (!isWhole || Number.isInteger(value));
}
