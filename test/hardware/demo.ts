/**
 * `npm run demo:qemu`: a virtual machine with an empty disk becomes a running operating system, and one sees how: what
 * the service tells its subscribers, and, indented, what the machine writes on its serial console.
 */
import { parseArgs, stripVTControlCharacters, styleText } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { whyNoProvisioningNetwork } from '../support/provisioning-network.ts';
import { whyNoVirtualMachine } from '../support/virtual-machine.ts';
import { inOneLine, openStage, type Stage } from './stage.ts';

const { values } = parseArgs({ options: { uefi: { type: 'boolean', default: false } } });
const firmware = values.uefi ? 'uefi' : 'bios';
const why = whyNoVirtualMachine(firmware) ?? (values.uefi ? whyNoProvisioningNetwork() : null);
if (why !== null) {
  console.error(`The demo cannot run here: ${why}`);
  process.exit(1);
}

const startedAt = performance.now();
const say = (text: string): void => console.log(`${styleText('bold', clock())} ${text}`);
const interrupted = new Promise<'interrupted'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
});

say('The ramdisk is made, if there is none yet; then the service starts, with a database of its own.');
let stage: Stage | null = null;
const over = new AbortController();
try {
  stage = await openStage({ firmware });
  say(
    `The service is at ${stage.service.url}/graphiql, the machine behind IPMI on port ${String(stage.machine.driverInfo['ipmi_port'])}.`,
  );
  const watching = Promise.all([showEvents(stage), showConsole(stage)]);
  process.exitCode = (await Promise.race([play(stage), interrupted])) === 'ACTIVE' ? 0 : 1;
  over.abort();
  await watching;
} finally {
  await stage?.stop();
  say('The machine is off, the service is down, and their files are gone.');
}

async function play(on: Stage): Promise<string> {
  for (const [mutation, input] of [
    ['manageNode', {}],
    ['provideNode', {}],
    [
      'deployNode',
      {
        instanceInfo: on.instanceInfo,
        configDrive: { contents: { metaData: { phone_home: on.homeUrl, hostname: 'demo' } } },
      },
    ],
  ] as const) {
    say(styleText('green', `mutation ${mutation}`));
    const { state, error } = await on.ask(mutation, input);
    if (state !== 'SUCCEEDED') {
      say(`It ended ${state}: ${error?.message ?? ''} ${error?.remedy ?? ''}`);
      return state;
    }
  }
  while (on.callsHome.length === 0) await sleep(100);
  say(styleText('green', `The operating system on the disk has called home: ${JSON.stringify(on.callsHome[0])}`));
  return 'ACTIVE';
}

async function showEvents(of: Stage): Promise<void> {
  for (let shown = 0; !over.signal.aborted; await sleep(100)) {
    for (const event of of.events.items.slice(shown)) if (event.kind === 'UPDATE') say(inOneLine(event));
    shown = of.events.items.length;
  }
}

async function showConsole(of: Stage): Promise<void> {
  for (let shown = 0; !over.signal.aborted; await sleep(100)) {
    const text = of.machine.console();
    const end = text.lastIndexOf('\n') + 1;
    // Colours and cursor movements of a boot loader would garble what is on the screen.
    const lines = stripVTControlCharacters(text.slice(shown, end)).replaceAll('\r', '').split('\n');
    for (const line of lines.filter(Boolean)) console.log(styleText('dim', `                  │ ${line}`));
    shown = Math.max(shown, end);
  }
}

function clock(): string {
  return `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s`;
}
