/**
 * One logical command to one BMC, by the program `ipmitool`.
 *
 * - The password goes by a file that only we can read and that lives as long as the command; the Kg key by the
 *   environment. Neither is ever an argument, where every user of this machine could read it.
 * - No shell: arguments are a list.
 * - The command has one budget of time, repeats included. A child that outlives it, or the caller's signal, is
 *   killed: ipmitool has no state that would be worth a gentler end.
 *
 * Order of the arguments, password file and messages worth a repeat: as in the reference (domain notes §3.2).
 */
import { execFile, type PromiseWithChild } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ProblemError } from '../../domain/problems.ts';
import type { CallContext } from '../interfaces/common.ts';
import { sleep } from '../sleep.ts';
import { hostAndPort, type IpmiSettings } from './settings.ts';

export interface IpmitoolOptions {
  /** The program to run. */
  readonly program: string;
  /** For one logical command with all its repeats, in milliseconds. */
  readonly commandTimeoutMs: number;
  /** How long ipmitool waits for each answer, in seconds, and how often it asks again (`-N`, `-R`). */
  readonly answerTimeoutSeconds: number;
  readonly answerRetries: number;
  /** Between two tries of a command that a BMC is too busy for, in milliseconds. */
  readonly retryAfterMs: number;
}

export const DEFAULT_IPMITOOL_OPTIONS: IpmitoolOptions = {
  program: 'ipmitool',
  commandTimeoutMs: 60_000, // the reference's command_retry_timeout
  answerTimeoutSeconds: 1, // ipmitool's own default for lanplus
  answerRetries: 3, // a BMC that is not there is known after about 6 seconds
  retryAfterMs: 1000,
};

/** Answers what ipmitool wrote to its standard output. */
export type Ipmitool = (settings: IpmiSettings, words: readonly string[], ctx: CallContext) => Promise<string>;

/** The returned function throws {@link ProblemError} BMC_UNREACHABLE, BMC_REFUSED or BMC_TIMEOUT. */
export function createIpmitool(options: IpmitoolOptions): Ipmitool {
  return async (settings, words, ctx) => {
    const limit = AbortSignal.timeout(options.commandTimeoutMs);
    const signal = AbortSignal.any([ctx.signal, limit]);
    const begun = performance.now();
    let lastFailure: ProblemError | null = null;
    for (;;) {
      try {
        return await runOnce(options, settings, words, { signal, assertHeld: ctx.assertHeld });
      } catch (error) {
        ctx.signal.throwIfAborted();
        if (!isOfChild(error) && !limit.aborted) throw error;
        if (limit.aborted) throw lastFailure ?? timedOut(settings, words, options.commandTimeoutMs);
        const stderr = stderrOf(error);
        lastFailure = NO_ANSWER.test(stderr)
          ? timedOut(settings, words, Math.round(performance.now() - begun))
          : problemOf(error, stderr, settings, words);
        if (!isWorthRepeating(stderr)) throw lastFailure;
        ctx.log.debug({ command: words.join(' '), reason: lastFailure.message }, 'BMC is busy, asking again');
      }
      await pause(options.retryAfterMs, signal);
    }
  };
}

/** Exported for its test: what goes into argv, in order. */
export function ipmitoolArgs(
  { answerTimeoutSeconds, answerRetries }: IpmitoolOptions,
  settings: IpmiSettings,
  passwordFile: string,
  words: readonly string[],
): readonly string[] {
  const { address, port, username, kgKey, cipherSuite } = settings;
  return [
    ...['-I', settings.lanInterface],
    ...['-H', address],
    ...['-L', settings.privilegeLevel],
    ...['-p', String(port)],
    ...(username === null ? [] : ['-U', username]),
    ...(kgKey === null ? [] : ['-K']),
    ...(cipherSuite === null ? [] : ['-C', String(cipherSuite)]),
    ...settings.bridgingArgs,
    ...['-R', String(answerRetries)],
    ...['-N', String(answerTimeoutSeconds)],
    ...['-f', passwordFile],
    ...words,
  ];
}

const execute = promisify(execFile);

async function runOnce(
  options: IpmitoolOptions,
  settings: IpmiSettings,
  words: readonly string[],
  { signal, assertHeld }: Pick<CallContext, 'signal' | 'assertHeld'>,
): Promise<string> {
  signal.throwIfAborted();
  const passwordFile = join(tmpdir(), `ironql-ipmi-${randomUUID()}`);
  try {
    // With an empty file ipmitool would ask the terminal; a NUL byte is an empty password to it.
    await writeFile(passwordFile, settings.password || '\0', { mode: 0o600, flag: 'wx' });
    assertHeld();
    const { stdout } = await killable(
      execute(options.program, ipmitoolArgs(options, settings, passwordFile, words), { env: environment(settings) }),
      signal,
    );
    return stdout;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Settles when the child is gone. `execFile` takes a signal too, but answers it with SIGTERM whatever it is told. */
async function killable<T>(running: PromiseWithChild<T>, signal: AbortSignal): Promise<T> {
  const kill = (): void => void running.child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  try {
    if (signal.aborted) kill();
    return await running;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

/** Only what ipmitool needs: its messages in English, and the key it must not get as an argument. */
function environment({ kgKey }: IpmiSettings): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, LC_ALL: 'C', ...(kgKey === null ? {} : { IPMI_KGKEY: kgKey }) };
}

/** The BMC is there and will be ready in a moment. Source: the reference's list of retryable messages. */
const BUSY = [
  'insufficient resources for session',
  'node busy',
  'timeout',
  'out of space',
  'bmc initialization in progress',
];

/** Said with the word of the BMC behind it when there was one: so there was none, and the order may have arrived. */
const NO_ANSWER = /^unable to set chassis power control to [^:]*$/im;

/** No session came about: nobody there, or nobody who knows us. ipmitool says the same for both. */
const NO_SESSION = /unable to establish|address lookup .* failed|could not open socket/i;

function isWorthRepeating(stderr: string): boolean {
  const said = stderr.toLowerCase();
  return BUSY.some((message) => said.includes(message));
}

function problemOf(error: unknown, stderr: string, settings: IpmiSettings, words: readonly string[]): ProblemError {
  const address = hostAndPort(settings);
  const command = words.join(' ');
  if (isMissingProgram(error)) {
    const reason = 'ipmitool is not installed on this conductor (install the package ipmitool)';
    return new ProblemError({ code: 'BMC_UNREACHABLE', address, reason });
  }
  const reason = reasonFrom(stderr, settings);
  // No `cause`: the child's error carries its arguments, and whoever logs it would log them.
  return NO_SESSION.test(stderr)
    ? new ProblemError({ code: 'BMC_UNREACHABLE', address, reason: `${reason} (nobody there, or wrong credentials)` })
    : new ProblemError({ code: 'BMC_REFUSED', address, command, reason });
}

function timedOut(settings: IpmiSettings, words: readonly string[], afterMs: number): ProblemError {
  return new ProblemError({ code: 'BMC_TIMEOUT', address: hostAndPort(settings), command: words.join(' '), afterMs });
}

function isMissingProgram(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'code' in error && error.code === 'ENOENT';
}

/** Everything else comes from before the child was started: the right to the node, or the password's file. */
const isOfChild = (error: unknown): boolean => error instanceof Error && 'stderr' in error;

function stderrOf(error: unknown): string {
  return error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : '';
}

const MAX_REASON_LENGTH = 300;

/** What ipmitool said, on one line, each thing once, and nothing of what we told it in confidence. */
function reasonFrom(stderr: string, { password, kgKey }: IpmiSettings): string {
  const lines = new Set(stderr.split('\n').map((line) => line.trim().replace(/\.$/, '')));
  lines.delete('');
  const said = [...lines].join('; ') || 'ipmitool failed without a word';
  return [password, kgKey]
    .filter((secret) => secret !== null && secret !== '')
    .reduce<string>((text, secret) => text.replaceAll(secret ?? '', '******'), said)
    .slice(0, MAX_REASON_LENGTH);
}

/** A pause that the signal merely ends: the next try notices. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
