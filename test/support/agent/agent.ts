/**
 * A ramdisk agent that speaks the ironic-python-agent's protocol. It runs in a real ramdisk and, many at a time, in
 * tests; on what machine is its body's business.
 *
 * Its life, each phase left for the next one:
 * 1. inspecting: posts what is in the machine, when its kernel arguments say where to.
 * 2. looking up: asks the service who it is, with growing pauses, until it is told or gives up.
 * 3. serving: listens for commands and sends heartbeats; the first at once, and one soon after each command's end.
 * 4. locked down: says nothing and hears nothing, with the machine running on. So ends a rescue, and an agent that
 *    found no service or was not given a token.
 * `kill` ends it from each of them at once, as a power cut does.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startAgentApi, type AgentApi } from './api.ts';
import type { Body } from './body.ts';
import { selfSigned, type Certificate } from './certificate.ts';
import { createCommands, type CommandResult, type Commands } from './commands.ts';
import { faultsLeft, type AgentFaults, type FaultsLeft } from './faults.ts';
import { postInspection } from './inspection.ts';
import { agentOptions, parseKernelArgs } from './kernel-args.ts';
import { discover, lookup, sendHeartbeat, type LookupAnswer, type ServiceLink } from './service-link.ts';
import { createWeb } from './web.ts';

export const AGENT_VERSION = '11.4.0';

export type AgentPhase = 'inspecting' | 'looking up' | 'serving' | 'locked down' | 'killed';

export interface Agent {
  phase(): AgentPhase;
  /** What the machine was told it is; null before it was. */
  nodeId(): string | null;
  token(): string | null;
  /** Answers to the heartbeats so far: HTTP's status and how long it took. 0: no answer. */
  readonly heartbeats: readonly HeartbeatRecord[];
  commands(): readonly CommandResult[];
  /** At once, without a word to anyone. */
  kill(): void;
  /** Resolves when it is locked down or killed. */
  readonly ended: Promise<void>;
}

export interface HeartbeatRecord {
  readonly status: number;
  readonly ms: number;
}

export interface AgentSetup {
  readonly body: Body;
  /** The kernel's command line. */
  readonly kernelArgs: string;
  readonly timing?: Partial<AgentTiming>;
  readonly faults?: AgentFaults;
  /** Given when the machine came up before, so that what should happen once does. */
  readonly left?: FaultsLeft;
  /** Default: makes its own. Making a thousand takes seconds. */
  readonly certificate?: Certificate;
  readonly nodeId?: string;
}

/** All in milliseconds but the two shares. */
export interface AgentTiming {
  readonly lookupRetryMs: number;
  readonly lookupRetryMaxMs: number;
  /** After the first, the second and each further 409. */
  readonly lookupConflictMs: readonly [number, number, number];
  /** Of the time that the service allows between heartbeats. */
  readonly heartbeatFrom: number;
  readonly heartbeatTo: number;
  readonly errorRetryMs: number;
  readonly errorRetryMaxMs: number;
  /** Two heartbeats are at least so far apart. */
  readonly forcedApartMs: number;
  readonly inspectionRetryMs: number;
  readonly downloadRetryMs: number;
}

/** The reference's (domain notes §6.1, §6.2, §6.4, §6.8, §6.10). */
export const REFERENCE_TIMING: AgentTiming = {
  lookupRetryMs: 1_000,
  lookupRetryMaxMs: 30_000,
  lookupConflictMs: [5_000, 10_000, 30_000],
  heartbeatFrom: 0.3,
  heartbeatTo: 0.6,
  errorRetryMs: 5_000,
  errorRetryMaxMs: 10_000,
  forcedApartMs: 5_000,
  inspectionRetryMs: 5_000,
  downloadRetryMs: 10_000,
};

/** For tests, in which nobody wants to wait and everything is near. */
export const QUICK_TIMING: AgentTiming = {
  ...REFERENCE_TIMING,
  lookupRetryMs: 50,
  lookupRetryMaxMs: 500,
  lookupConflictMs: [50, 100, 300],
  errorRetryMs: 100,
  errorRetryMaxMs: 200,
  forcedApartMs: 50,
  inspectionRetryMs: 100,
  downloadRetryMs: 50,
};

const MIN_TOKEN_LENGTH = 32;
const MASKED = '******';

export function startAgent(setup: AgentSetup): Agent {
  const { body, faults = {} } = setup;
  const options = agentOptions(parseKernelArgs(setup.kernelArgs));
  const timing = { ...REFERENCE_TIMING, ...setup.timing };
  const left = setup.left ?? faultsLeft(faults);
  const power = new AbortController(); // the machine is on until this is aborted
  const service = new AbortController(); // and the agent at work until this one is
  const web = createWeb(options);
  const heartbeats: HeartbeatRecord[] = [];

  let phase: AgentPhase = 'inspecting';
  let nodeId: string | null = setup.nodeId ?? null;
  let token: string | null = options.token;
  let api: AgentApi | null = null;
  let isSilent = false;
  let wake = (): void => {};
  let commandEnded = false;

  const commands: Commands = createCommands({
    body,
    faults,
    left,
    writer: { body, web, signal: power.signal, retryMs: timing.downloadRetryMs },
    commandEnded() {
      commandEnded = true;
      wake();
    },
    lockDown: () => lockDown('told to'),
    goSilent: () => (isSilent = true),
  });

  function lockDown(why: string): void {
    if (phase === 'killed') return;
    body.log(`The agent locks down: ${why}`);
    phase = 'locked down';
    service.abort();
    api?.stop();
  }

  function kill(): void {
    if (phase === 'killed') return;
    phase = 'killed';
    power.abort();
    service.abort();
    api?.stop();
    web.close();
  }

  const ended = live().catch((error: unknown) => {
    if (!service.signal.aborted) lockDown(String(error));
  });
  return {
    phase: () => phase,
    nodeId: () => nodeId,
    token: () => token,
    heartbeats,
    commands: () => commands.list(),
    kill,
    ended,
  };

  async function live(): Promise<void> {
    const { signal } = service;
    await sleep(options.initializationDelayMs + (faults.lateMs ?? 0), undefined, { signal });
    if (faults.isSilent === true) return sleepUntil(signal);
    if (options.inspectionUrl !== null) {
      const inspector = { body, web, signal, retryMs: timing.inspectionRetryMs, lldp: options.collectsLldp };
      await postInspection(inspector, options.inspectionUrl);
    }
    if (options.apiUrls.length === 0) return lockDown('nobody said where the service is');
    phase = 'looking up';
    const { link, found } = await lookUp(signal);
    nodeId = found.nodeId;
    token = acceptedToken(found.token, token);
    if (token === null && link.minorVersion >= 62) return lockDown('the service has given its token to another agent');
    await serve(link, found, signal);
  }

  async function lookUp(signal: AbortSignal): Promise<{ link: ServiceLink; found: Found }> {
    const deadline = performance.now() + options.lookupTimeoutMs;
    const macs = (await body.inventory()).interfaces.map(({ mac_address: mac }) => mac);
    let pauseMs = timing.lookupRetryMs;
    let conflicts = 0;
    while (performance.now() < deadline) {
      const answer = await ask(macs, signal);
      if (answer !== null && answer.found.kind === 'found') return { link: answer.link, found: answer.found };
      if (answer?.found.kind === 'conflict') {
        await sleep(timing.lookupConflictMs[Math.min(conflicts, 2)] ?? 0, undefined, { signal });
        conflicts += 1;
        continue;
      }
      await sleep(pauseMs, undefined, { signal });
      pauseMs = Math.min(pauseMs * 1.5, timing.lookupRetryMaxMs);
    }
    throw new Error(`Nobody knew this machine within ${options.lookupTimeoutMs} ms`);
  }

  /** Null when no service answers. */
  async function ask(
    macs: readonly string[],
    signal: AbortSignal,
  ): Promise<{ link: ServiceLink; found: LookupAnswer } | null> {
    try {
      const link = await discover(web, options.apiUrls, signal);
      return { link, found: await lookup(web, link, { macs, nodeId }, signal) };
    } catch (error) {
      signal.throwIfAborted();
      body.log(`Looking this machine up failed: ${String(error)}`);
      return null;
    }
  }

  async function serve(link: ServiceLink, found: Found, signal: AbortSignal): Promise<void> {
    const host = options.advertiseHost ?? plainAddress(link.localAddress ?? '127.0.0.1');
    const isPlain = faults.plainHttp === true || options.advertiseProtocol === 'http';
    const certificate = isPlain ? null : (setup.certificate ?? selfSigned([host]));
    api = await startAgentApi({
      host: body.listenOn.host,
      port: options.listenPort ?? body.listenOn.port,
      certificate,
      tlsMinVersion: found.config['tls_min_version'] === '1.3' ? 'TLSv1.3' : options.tlsMinVersion,
      commands,
      version: AGENT_VERSION,
      token: () => token,
      isSilent: () => isSilent,
    });
    if (signal.aborted) return api.stop();
    phase = 'serving';
    const port = options.advertisePort ?? api.port;
    const callbackUrl = `${isPlain ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
    body.log(`This machine is node ${found.nodeId}; its agent answers at ${callbackUrl}`);
    await beat(link, found, callbackUrl, certificate, signal);
  }

  async function beat(
    link: ServiceLink,
    found: Found,
    callbackUrl: string,
    certificate: Certificate | null,
    signal: AbortSignal,
  ): Promise<void> {
    for (let count = 1; ; count += 1) {
      const startedAt = performance.now();
      commandEnded = false;
      const status = isSilent || isLost(count) ? 202 : await sendOne(count);
      const isTaken = status === 202;
      const pauseMs = isTaken
        ? found.heartbeatTimeoutS * 1_000 * between(timing.heartbeatFrom, timing.heartbeatTo)
        : between(timing.errorRetryMs, timing.errorRetryMaxMs);
      await pause(pauseMs, startedAt, signal);
    }

    async function sendOne(count: number): Promise<number> {
      const startedAt = performance.now();
      const status = await sendHeartbeat(
        web,
        link,
        {
          nodeId: found.nodeId,
          callbackUrl: faults.changesCallbackUrl === true && count > 1 ? 'https://192.0.2.66:9999' : callbackUrl,
          token: faults.wrongToken === true ? 'x'.repeat(43) : (faults.replayedToken ?? token),
          version: AGENT_VERSION,
          certificate: certificate?.cert ?? null,
        },
        signal,
      ).catch((error: unknown) => {
        signal.throwIfAborted();
        body.log(`A heartbeat got no answer: ${String(error)}`);
        return 0;
      });
      heartbeats.push({ status, ms: performance.now() - startedAt });
      if (status !== 202) body.log(`A heartbeat was answered ${status}`);
      return status;
    }
  }

  function isLost(count: number): boolean {
    if (count === 1 || left.lostHeartbeats === 0) return false;
    left.lostHeartbeats -= 1;
    return true;
  }

  /** Until it is time for the next heartbeat, or a command has ended and the last one was long enough ago. */
  async function pause(pauseMs: number, startedAt: number, signal: AbortSignal): Promise<void> {
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const timer = new AbortController();
    const stop = AbortSignal.any([signal, timer.signal]);
    if (!commandEnded)
      await Promise.race([sleep(pauseMs, undefined, { signal: stop }), woken]).finally(() => timer.abort());
    signal.throwIfAborted();
    const apartMs = timing.forcedApartMs - (performance.now() - startedAt);
    if (apartMs > 0) await sleep(apartMs, undefined, { signal });
  }
}

type Found = Extract<LookupAnswer, { kind: 'found' }>;

/** A token that is too short is none; a masked one means that another agent has it, unless the machine was given its own. */
function acceptedToken(given: string | null, own: string | null): string | null {
  if (given === null || given === MASKED) return own;
  return given.length >= MIN_TOKEN_LENGTH ? given : own;
}

/** `::ffff:127.0.0.1` is 127.0.0.1. */
const plainAddress = (address: string): string => address.replace(/^::ffff:/, '');

const between = (from: number, to: number): number => from + Math.random() * (to - from);

function sleepUntil(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
