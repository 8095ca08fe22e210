/**
 * What iPXE makes of a script: as much of its language as boot scripts use (https://ipxe.org/scripting). A line is a chain
 * of commands with `&&` and `||`; a line that fails ends the script. Kernels and ramdisks are really fetched.
 */

export type IpxeResult =
  | { readonly kind: 'kernel'; readonly commandLine: string }
  | { readonly kind: 'disk' }
  /** Nothing was booted: the firmware goes on to its next boot device. */
  | { readonly kind: 'next device' }
  | { readonly kind: 'off' };

export interface IpxeMachine {
  readonly macs: readonly string[];
  readonly platform: 'pcbios' | 'efi';
  readonly signal: AbortSignal;
  /** The whole of it, and throws when it cannot be had. */
  fetch(url: string): Promise<Buffer>;
  sleep(seconds: number): Promise<void>;
}

/** Ends all scripts, however deep. */
class Booted extends Error {
  readonly result: IpxeResult;
  constructor(result: IpxeResult) {
    super(result.kind);
    this.result = result;
  }
}

export async function bootIpxe(machine: IpxeMachine, url: string): Promise<IpxeResult> {
  const settings = new Map([
    ['platform', machine.platform],
    ['mac', machine.macs[0] ?? ''],
    ...machine.macs.map((mac, index): [string, string] => [`net${index}/mac`, mac]),
  ]);
  try {
    await runScript(machine, settings, { kernel: null }, url);
    return { kind: 'next device' };
  } catch (error) {
    if (error instanceof Booted) return error.result;
    machine.signal.throwIfAborted();
    return { kind: 'next device' };
  }
}

/** Images that were fetched and not yet booted; shared by a script and those that it chains. */
interface Images {
  kernel: string | null;
}

/** @returns did it end well? */
async function runScript(
  machine: IpxeMachine,
  settings: Map<string, string>,
  images: Images,
  url: string,
): Promise<boolean> {
  const lines = (await machine.fetch(url))
    .toString()
    .split('\n')
    .map((line) => line.trim());
  if (lines[0] !== '#!ipxe') throw new Error(`${url} is no iPXE script`);
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '' || line.startsWith('#') || line.startsWith(':')) continue;
    const end = await runLine(line);
    if (end.kind === 'goto') {
      at = lines.indexOf(`:${end.label}`);
      if (at < 0) throw new Error(`${url} has no label ${end.label}`);
    } else if (end.kind === 'exit') return end.isWell;
    else if (!end.isWell) return false;
  }
  return true;

  async function runLine(line: string): Promise<End> {
    let end: End = { kind: 'next', isWell: true };
    let runsOn: 'always' | 'good' | 'bad' = 'always';
    for (const word of line.split(/\s*(\|\||&&)\s*/)) {
      if (word === '||' || word === '&&') {
        runsOn = word === '&&' ? 'good' : 'bad';
        continue;
      }
      if ((runsOn === 'good' && !isWell(end)) || (runsOn === 'bad' && isWell(end))) continue;
      end = word === '' ? { kind: 'next', isWell: true } : await runCommand(expand(word, settings));
      if (end.kind !== 'next') return end;
    }
    return end;
  }

  async function runCommand(text: string): Promise<End> {
    machine.signal.throwIfAborted();
    const [name = '', ...all] = text.split(/\s+/);
    const args = all.filter((arg) => !arg.startsWith('--'));
    const [first = '', second = ''] = args;
    const told = (isWell_: boolean): End => ({ kind: 'next', isWell: isWell_ });
    switch (name) {
      case 'echo':
        return told(true);
      case 'set':
        settings.set(first.replace(/:\w+$/, ''), args.slice(1).join(' '));
        return told(true);
      case 'isset':
        return told(first !== '');
      case 'iseq':
        return told(first === second);
      case 'inc':
        settings.set(first, String(Number(settings.get(first) ?? 0) + Number(second || 1)));
        return told(true);
      case 'goto':
        return { kind: 'goto', label: first };
      case 'exit':
        return { kind: 'exit', isWell: Number(first || 0) === 0 };
      case 'sleep':
        await machine.sleep(Number(first));
        return told(true);
      case 'imgfree':
        images.kernel = null;
        return told(true);
      case 'kernel':
        return told(await fetched(first, () => (images.kernel = args.slice(1).join(' '))));
      case 'initrd':
        return told(await fetched(first, () => {}));
      case 'boot':
        if (images.kernel === null) return told(false);
        throw new Booted({ kind: 'kernel', commandLine: images.kernel });
      case 'chain':
        return told(await runScript(machine, settings, images, new URL(first, url).href).catch(notIfBooted));
      case 'sanboot':
        throw new Booted({ kind: 'disk' });
      case 'poweroff':
        throw new Booted({ kind: 'off' });
      default:
        throw new Error(`${url}: this simulation of iPXE does not know the command ${name}`);
    }
  }

  async function fetched(relative: string, then: () => void): Promise<boolean> {
    try {
      await machine.fetch(new URL(relative, url).href);
      then();
      return true;
    } catch {
      machine.signal.throwIfAborted();
      return false;
    }
  }
}

type End =
  { readonly kind: 'next' | 'exit'; readonly isWell: boolean } | { readonly kind: 'goto'; readonly label: string };

const isWell = (end: End): boolean => end.kind === 'goto' || end.isWell;

function notIfBooted(error: unknown): false {
  if (error instanceof Booted) throw error;
  return false;
}

/** `${name}` and `${name:hexhyp}`; from the inside out, because names may be made of others. */
function expand(text: string, settings: ReadonlyMap<string, string>): string {
  const innermost = /\$\{([^${}]*)\}/;
  let expanded = text;
  for (let match = innermost.exec(expanded); match !== null; match = innermost.exec(expanded)) {
    const [whole, name = ''] = match;
    const [setting = '', format] = name.split(':');
    const value = settings.get(setting) ?? '';
    expanded = expanded.replace(whole, () => (format === 'hexhyp' ? value.replaceAll(':', '-') : value));
  }
  return expanded;
}
