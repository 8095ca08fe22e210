/** What the ramdisk agent says, checked before anyone believes it. Source: domain notes §6.6, §6.7. */
import { INTERFACE_KINDS, type InterfaceKind } from '../../domain/interfaces.ts';
import type { StepArgument } from '../interfaces/common.ts';
import type { Announced, AnnouncedStep } from '../interfaces/deploy.ts';

export type Json = Readonly<Record<string, unknown>>;

export type CommandStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'VERSION_MISMATCH';

/** One entry of the agent's list of commands. */
export interface Command {
  readonly id: string;
  /** Without its extension: `execute_deploy_step`. */
  readonly name: string;
  readonly status: CommandStatus;
  /** Why it failed; null when it has not. */
  readonly error: string | null;
  readonly result: Json;
}

/** The agent said something that no agent says. The text ends a sentence. */
export class Nonsense extends Error {
  override readonly name = 'Nonsense';
}

const STATUS: Readonly<Record<string, CommandStatus>> = {
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  CLEAN_VERSION_MISMATCH: 'VERSION_MISMATCH', // of every flow, whatever its name
};

export function parseCommand(value: unknown): Command {
  const command = objectIn(value);
  const id = command['id'];
  const name = command['command_name'];
  const status = STATUS[String(command['command_status'])];
  if (typeof id !== 'string' || typeof name !== 'string' || status === undefined) {
    throw new Nonsense('what it says of a command has no id, no name, or a status that nobody knows');
  }
  return {
    id,
    name: name.slice(name.lastIndexOf('.') + 1), // a command that failed at once is listed by its whole name
    status,
    error: status === 'RUNNING' || status === 'SUCCEEDED' ? null : errorText(command['command_error']),
    result: objectIn(command['command_result']),
  };
}

export function parseCommands(value: unknown): readonly Command[] {
  const commands = objectIn(value)['commands'];
  if (!Array.isArray(commands)) throw new Nonsense('it answered no list of commands');
  return commands.map(parseCommand);
}

/** What an HTTP error says: `{faultcode, faultstring}`, or that in a text in `error_message`. */
export function faultText(status: number, body: unknown): string {
  const said = objectIn(body)['faultstring'];
  return typeof said === 'string' && said !== '' ? cut(`${said} (${status})`) : `it answered ${status}`;
}

const MAX_ERROR_LENGTH = 500;

export const cut = (text: string): string =>
  text.length <= MAX_ERROR_LENGTH ? text : `${text.slice(0, MAX_ERROR_LENGTH)}…`;

/** Details repeat the message more often than not. */
function errorText(error: unknown): string {
  const { type, message, details } = objectIn(error);
  const [first, second] = [textIn(message), textIn(details)].filter((text) => text !== null);
  if (first === undefined) return typeof error === 'string' ? cut(error) : `it gives no reason (${String(type)})`;
  return oneLine(second === undefined || first.includes(second) ? first : `${first}: ${second}`);
}

/** As the end of a sentence that is ours. */
export const oneLine = (text: string): string => cut(text.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, ''));

/** More than any hardware manager has; a list that is longer is none. */
const MAX_STEPS = 1_000;

/**
 * What `get_<flow>_steps` answers. Steps are filed by their interface, whichever manager offers them; those whose interface
 * is none of ours are left out, and said by `skipped`.
 */
export function parseAnnounced(
  flow: 'clean' | 'deploy' | 'service',
  result: Json,
  skipped: (text: string) => void,
): Announced {
  const ofManagers = Object.values(objectIn(result[`${flow}_steps`]));
  const listed = ofManagers.flatMap((steps): unknown[] => (Array.isArray(steps) ? steps : []));
  if (listed.length > MAX_STEPS) throw new Nonsense(`it offers ${listed.length} steps`);
  const steps = new Map<string, AnnouncedStep>();
  for (const step of listed.map(objectIn)) {
    const parsed = parseStep(step);
    if (parsed === null) {
      skipped(`A step of the ramdisk is left out: ${cut(JSON.stringify(step))}`);
      continue;
    }
    const name = `${parsed.interface}.${parsed.name}`;
    if (!steps.has(name)) steps.set(name, parsed);
  }
  const versions = Object.entries(objectIn(result['hardware_manager_version'])).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { steps: [...steps.values()], versions: Object.fromEntries(versions) };
}

function parseStep(step: Json): AnnouncedStep | null {
  const { interface: slot, step: name, priority } = step;
  const kind = INTERFACE_KINDS.find((one): one is InterfaceKind => one === slot);
  if (kind === undefined || typeof name !== 'string' || !/^[A-Za-z_][\w.-]{0,127}$/.test(name)) return null;
  if (typeof priority !== 'number' || !Number.isSafeInteger(priority) || priority < 0) return null;
  const args = Object.entries(objectIn(step['argsinfo'])).map(([key, argument]): [string, StepArgument] => {
    const { description, required } = objectIn(argument);
    return [key, { description: typeof description === 'string' ? description : key, required: required === true }];
  });
  return {
    interface: kind,
    name,
    priority,
    abortable: step['abortable'] === true,
    rebootRequested: step['reboot_requested'] === true,
    ...(args.length === 0 ? {} : { args: Object.fromEntries(args) }),
  };
}

export const objectIn = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

export const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
