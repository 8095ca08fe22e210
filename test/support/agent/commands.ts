/** The list of what the agent was told, and the commands themselves (domain notes §6.6, §6.7). */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Body } from './body.ts';
import { AgentError, deploymentError, invalidParams, versionMismatch } from './errors.ts';
import type { AgentFaults, FaultsLeft } from './faults.ts';
import { findEsp, writeImage, type ImageWriter, type WrittenImage } from './image.ts';
import { FLOWS, MANAGER, MANAGER_VERSIONS, offeredSteps, runStep, type Flow } from './steps.ts';
import { tarGz } from './tar.ts';

type Json = Readonly<Record<string, unknown>>;
type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CLEAN_VERSION_MISMATCH';

/** As it goes over the wire. */
export interface CommandResult {
  readonly id: string;
  readonly command_name: string;
  readonly command_status: Status;
  readonly command_error: { type: string; code: number; message: string; details: string } | null;
  readonly command_result: Json | null;
}

export interface CommandHost {
  readonly writer: ImageWriter;
  readonly body: Body;
  readonly faults: AgentFaults;
  readonly left: FaultsLeft;
  /** An asynchronous command is over: the service should hear of it soon. */
  commandEnded(): void;
  /** No more commands are taken; the machine idles. */
  lockDown(): void;
  /** The machine falls silent, as if its network were gone. */
  goSilent(): void;
}

export interface Commands {
  /**
   * Oldest first.
   * @throws {Error} a result that cannot be sent, as the reference's agent does for ever after one
   */
  list(): readonly CommandResult[];
  find(id: string): CommandResult | null;
  /** @throws {AgentError} 400, 404 or 409 */
  execute(name: string, params: Json): Promise<CommandResult>;
  /** Resolves when the command is over. */
  ended(id: string): Promise<void>;
}

interface Entry {
  result: CommandResult;
  readonly done: Promise<void>;
  /** Its error cannot be sent. */
  isPoisoned?: true;
}

export function createCommands(host: CommandHost): Commands {
  const entries: Entry[] = [];
  const table = commandTable(host);

  const running = (): CommandResult | undefined =>
    entries.map(({ result }) => result).find(({ command_status: status }) => status === 'RUNNING');

  function refuse(name: string): void {
    const kind = name.includes('.execute_') && host.left.busySteps > 0 ? 'busySteps' : 'busyCommands';
    if (host.left[kind] > 0) {
      host.left[kind] -= 1;
      throw new AgentError('AgentIsBusy', 'Agent is busy: executing command simulated', '', 409);
    }
    const busyWith = running();
    if (busyWith !== undefined) {
      const message = `Agent is busy: executing command ${busyWith.command_name}`;
      throw new AgentError('AgentIsBusy', message, message, 409);
    }
  }

  async function executeSync(name: string, command: Command, params: Json): Promise<CommandResult> {
    const id = randomUUID();
    const common = { id, command_name: name.slice(name.indexOf('.') + 1) };
    const stranger = unknownParam(command, params);
    if (stranger !== null) {
      entries.push({ result: failed(common, new Error('unserialisable')), done: Promise.resolve(), isPoisoned: true });
      throw new AgentError('TypeError', `${name}() got an unexpected keyword argument '${stranger}'`, '', 500);
    }
    const result = await command
      .run(params)
      .then((value) => succeeded(common, typeof value === 'string' ? { result: value } : value))
      .catch((error: unknown) => {
        if (isBadRequest(error)) throw error;
        return failed({ id, command_name: name }, error); // the only result that has the whole name
      });
    entries.push({ result, done: Promise.resolve() });
    return result;
  }

  function executeAsync(name: string, command: Command, params: Json): CommandResult {
    const common = { id: randomUUID(), command_name: name.slice(name.indexOf('.') + 1) };
    const stranger = unknownParam(command, params);
    const work =
      stranger === null
        ? command.run(params)
        : Promise.reject(
            new AgentError(
              'CommandExecutionError',
              'Command execution failed',
              `unexpected keyword argument '${stranger}'`,
            ),
          );
    const entry: Entry = {
      result: { ...common, command_status: 'RUNNING', command_error: null, command_result: null },
      done: work
        .then((value) => {
          const text = typeof value === 'string' ? { result: `${common.command_name}: ${value}` } : value;
          entry.result = succeeded(common, text);
        })
        .catch((error: unknown) => {
          entry.result = failed(common, error);
        })
        .finally(() => {
          const { command_status: status, command_error: error } = entry.result;
          host.body.log(`${name}: ${status}${error === null ? '' : ` (${error.message}: ${error.details})`}`);
          host.commandEnded();
        }),
    };
    entries.push(entry);
    return entry.result;
  }

  return {
    list() {
      if (entries.some(({ isPoisoned }) => isPoisoned)) throw new Error('A result cannot be serialised');
      return entries.map(({ result }) => result);
    },
    find: (id) => entries.find(({ result }) => result.id === id)?.result ?? null,
    async execute(name, params) {
      const [extension = '', bare, ...rest] = name.split('.');
      if (bare === undefined || rest.length > 0)
        throw new AgentError(
          'InvalidCommandError',
          'Invalid command',
          `Command name must be of the form <extension>.<name>`,
          400,
        );
      if (!EXTENSIONS.has(extension))
        throw new AgentError('RequestedObjectNotFoundError', `Extension with id ${extension} not found.`, '', 404);
      const command = table[name];
      if (command === undefined)
        throw new AgentError('InvalidCommandError', 'Invalid command', `Unknown command: ${bare}`, 400);
      refuse(name);
      host.body.log(`Command ${name}`);
      return command.kind === 'sync' ? executeSync(name, command, params) : executeAsync(name, command, params);
    },
    async ended(id) {
      await entries.find(({ result }) => result.id === id)?.done;
    },
  };
}

const EXTENSIONS: ReadonlySet<string> = new Set([
  'deploy',
  'clean',
  'service',
  'standby',
  'image',
  'rescue',
  'log',
  'poll',
  'flow',
  'system',
]);

interface Command {
  readonly kind: 'sync' | 'async';
  /** The keywords it knows. */
  readonly params: readonly string[];
  run(params: Json): Promise<unknown>;
}

const unknownParam = ({ params }: Command, given: Json): string | null =>
  Object.keys(given).find((name) => !params.includes(name)) ?? null;

/** Malformed requests are refused; everything else that goes wrong is a command that failed. */
const isBadRequest = (error: unknown): boolean =>
  error instanceof AgentError && error.type === 'InvalidCommandParamsError';

type Common = Pick<CommandResult, 'id' | 'command_name'>;

function succeeded(common: Common, value: unknown): CommandResult {
  // Commands resolve with objects, null or nothing; texts were wrapped.
  const result = (value ?? null) as Json | null;
  return { ...common, command_status: 'SUCCEEDED', command_error: null, command_result: result };
}

function failed(common: Common, error: unknown): CommandResult {
  const known =
    error instanceof AgentError
      ? error
      : new AgentError('CommandExecutionError', 'Command execution failed', String(error));
  return {
    ...common,
    command_status: known.type === 'VersionMismatch' ? 'CLEAN_VERSION_MISMATCH' : 'FAILED',
    command_error: { type: known.type, code: known.code, message: known.message, details: known.details },
    command_result: null,
  };
}

function commandTable(host: CommandHost): Readonly<Record<string, Command>> {
  const { body, writer, faults } = host;
  let image: WrittenImage | null = null;

  const stepCommands = (flow: Flow): readonly (readonly [string, Command])[] => [
    [
      `${flow}.get_${flow}_steps`,
      {
        kind: 'sync',
        params: ['node', 'ports'],
        run(params) {
          recordParam(params, 'node');
          if (!Array.isArray(params['ports'])) throw invalidParams('ports must be a list');
          return Promise.resolve({
            [`${flow}_steps`]: { [MANAGER]: offeredSteps(flow) },
            hardware_manager_version: MANAGER_VERSIONS,
          });
        },
      },
    ],
    [
      `${flow}.execute_${flow}_step`,
      {
        kind: 'async',
        params: ['step', 'node', 'ports', `${flow}_version`],
        run: (params) => executeStep(flow, params),
      },
    ],
  ];

  async function executeStep(flow: Flow, params: Json): Promise<unknown> {
    const step = recordParam(params, 'step');
    const { step: name, interface: slot } = step;
    if (typeof name !== 'string' || typeof slot !== 'string') throw invalidParams('step has no step or no interface');
    checkVersions(params[`${flow}_version`]);
    await suffer(name);
    const result = await runStep(flow, slot, name, {
      writer,
      node: recordParam(params, 'node'),
      args: isRecord(step['args']) ? step['args'] : {},
      written: (what) => (image = what),
    });
    const echo = faults.wrongEchoOf === name ? { ...step, step: `not_${name}` } : step;
    return { [`${flow}_result`]: result, [`${flow}_step`]: echo };
  }

  function checkVersions(used: unknown): void {
    if (host.left.versionMismatches > 0) {
      host.left.versionMismatches -= 1;
      throw versionMismatch(used, { ...MANAGER_VERSIONS, simulated: '1' });
    }
    if (!isRecord(used)) return; // null: nobody cares
    const differs = Object.entries(MANAGER_VERSIONS).some(([manager, version]) => used[manager] !== version);
    if (differs) throw versionMismatch(used, MANAGER_VERSIONS);
  }

  /** What a test wants to go wrong with a step. */
  async function suffer(step: string): Promise<void> {
    if (faults.goesSilentIn === step) {
      host.goSilent();
      await forever(writer.signal);
    }
    const slowMs = faults.slowSteps?.[step];
    if (slowMs !== undefined) await sleep(slowMs, undefined, { signal: writer.signal });
    const failure = faults.failingSteps?.[step];
    if (failure !== undefined) throw deploymentError(failure);
    if (faults.rebootsIn === step && host.left.reboots > 0) {
      host.left.reboots -= 1;
      soon(writer.signal, () => body.reboot());
      await forever(writer.signal);
    }
  }

  async function writeDirectly(params: Json): Promise<string> {
    image = await writeImage(writer, {}, params['image_info'], params['configdrive']);
    return image.message;
  }

  const commands: Readonly<Record<string, Command>> = {
    ...Object.fromEntries(FLOWS.flatMap(stepCommands)),
    'standby.prepare_image': { kind: 'async', params: ['image_info', 'configdrive'], run: writeDirectly },
    'standby.get_partition_uuids': {
      kind: 'sync',
      params: [],
      run: () => Promise.resolve(image?.partitionUuids ?? {}),
    },
    'standby.run_image': {
      kind: 'async',
      params: [],
      async run() {
        await body.sync();
        soon(writer.signal, () => body.reboot());
      },
    },
    'standby.power_off': {
      kind: 'async',
      params: [],
      async run() {
        await body.sync();
        if (faults.ignoresPowerOff !== true) soon(writer.signal, () => body.powerOff());
      },
    },
    'standby.sync': { kind: 'sync', params: [], run: () => body.sync() },
    'image.install_bootloader': {
      kind: 'async',
      params: [
        'root_uuid',
        'efi_system_part_uuid',
        'prep_boot_part_uuid',
        'target_boot_mode',
        'ignore_bootloader_failure',
      ],
      run: (params) => installBootloader(params['target_boot_mode'] ?? 'bios'),
    },
    'rescue.finalize_rescue': {
      kind: 'sync',
      params: ['rescue_password', 'hashed'],
      async run(params) {
        const password = params['rescue_password'];
        if (typeof password !== 'string' || password === '') throw invalidParams('rescue_password is missing');
        await body.setRescuePassword(password, params['hashed'] === true);
        soon(writer.signal, () => host.lockDown());
      },
    },
    'log.collect_system_logs': {
      kind: 'sync',
      params: [],
      run: async () => ({ system_logs: tarGz(await body.logs()).toString('base64') }),
    },
    'poll.get_hardware_info': { kind: 'sync', params: [], run: () => body.inventory() },
    'poll.set_node_info': { kind: 'sync', params: ['node_info'], run: () => Promise.resolve(null) },
    'flow.start_flow': { kind: 'async', params: ['flow'], run: (params) => runFlow(params['flow']) },
    'system.lockdown': {
      kind: 'sync',
      params: [],
      async run() {
        await body.sync();
        soon(writer.signal, () => {
          host.lockDown();
          void body.lockDown();
        });
      },
    },
  };

  async function installBootloader(bootMode: unknown): Promise<null> {
    if (image === null) throw deploymentError('There is no image whose boot loader could be installed.');
    if (bootMode !== 'uefi') throw deploymentError('Installing a BIOS boot loader is off.');
    if ((await findEsp(body, image.device)) === null)
      throw deploymentError(`There is no EFI system partition on ${image.device}.`);
    return null;
  }

  async function runFlow(flow: unknown): Promise<null> {
    if (!Array.isArray(flow)) throw invalidParams('flow must be a list');
    for (const entry of flow.filter(isRecord))
      for (const [name, params] of Object.entries(entry)) {
        const command = commands[name];
        if (command === undefined) throw invalidParams(`Unknown command: ${name}`);
        await command.run(isRecord(params) ? params : {});
      }
    return null;
  }

  return commands;
}

/** After the answer is on its way: who asked should hear that it was taken. */
const ANSWER_MS = 50;
function soon(signal: AbortSignal, what: () => void): void {
  const unlessOff = (): void => {
    if (!signal.aborted) what();
  };
  setTimeout(unlessOff, ANSWER_MS).unref();
}

function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The machine is off.')), { once: true });
  });
}

function recordParam(params: Json, name: string): Json {
  const value = params[name];
  if (!isRecord(value)) throw invalidParams(`${name} must be an object`);
  return value;
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
