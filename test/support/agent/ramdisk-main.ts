/** What the ramdisk starts: the agent, on the machine it runs on. It stays until the machine is turned off. */
import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';
import { startAgent } from './agent.ts';
import { parseKernelArgs } from './kernel-args.ts';
import { createLinuxBody } from './linux-body.ts';

const KEEP_ALIVE_MS = 3_600_000;

const commandLine = readFileSync('/proc/cmdline', 'utf8');
const body = createLinuxBody(parseKernelArgs(commandLine));
body.log(`Told: ${commandLine.trim().replace(/(ipa-agent-token)=\S+/, '$1=***')}`);
const agent = startAgent({ body, kernelArgs: commandLine });
setInterval(() => {}, KEEP_ALIVE_MS); // an agent that has locked down leaves the machine on
await agent.ended;
body.log(`The agent is at its end: ${agent.phase()}`);
