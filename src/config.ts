/**
 * Every setting: one table with default and meaning, read once at start. A file is overridden by the environment, the
 * environment by flags. What is wrong stops the start, with the setting's name and what it could be.
 */
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import leven from 'leven';
import { parse } from 'yaml';
import type { AgentSettings } from './domain/agent.ts';
import { whyNoNetwork, type EgressRules } from './domain/egress.ts';
import { whyNoKernelArguments } from './domain/kernel-arguments.ts';
import type { StepSettings } from './domain/steps.ts';

interface SettingBase<T> {
  readonly default: T;
  /** With its unit, if it has one. Shown by `--help`. */
  readonly meaning: string;
}
type Setting =
  | (SettingBase<string> & { readonly type: 'text'; readonly isSecret?: boolean })
  | (SettingBase<string> & { readonly type: 'choice'; readonly choices: readonly string[] })
  | (SettingBase<number> & { readonly type: 'integer'; readonly min: number; readonly max: number })
  | (SettingBase<boolean> & { readonly type: 'boolean' });

// prettier-ignore
export const SETTINGS = {
  role:                 { type: 'choice',  default: 'all', choices: ['all', 'api', 'conductor'], meaning: 'What this process does.' },
  host:                 { type: 'text',    default: '127.0.0.1', meaning: 'Address to listen on. Without authentication only loopback is allowed.' },
  port:                 { type: 'integer', default: 6385, min: 0, max: 65_535, meaning: 'TCP port of GraphQL, GraphiQL, health and metrics; 0 takes a free one.' },
  databaseUrl:          { type: 'text',    default: '', isSecret: true, meaning: 'mysql://user:password@host:port/database. Empty: a private server in the data folder.' },
  databasePoolSize:     { type: 'integer', default: 16, min: 2, max: 500, meaning: 'Connections to the database.' },
  agentConnections:     { type: 'integer', default: 32, min: 2, max: 500, meaning: 'Connections to the database besides, for agents in ramdisks that call: half for heartbeats, half for strangers who look their node up or report.' },
  redisUrl:             { type: 'text',    default: '', isSecret: true, meaning: 'redis://user:password@host:port, or rediss:// for TLS: processes wake each other by it. Empty: they poll.' },
  dataFolder:           { type: 'text',    default: 'data', meaning: "Where the private database and the fake machines' state are kept." },
  logLevel:             { type: 'choice',  default: 'info', choices: ['debug', 'info', 'warn', 'error'], meaning: 'What is logged.' },
  logFormat:            { type: 'choice',  default: 'json', choices: ['json', 'pretty'], meaning: 'How it is logged.' },
  auth:                 { type: 'choice',  default: 'none', choices: ['none'], meaning: 'Who may ask. none: whoever reaches the address is the system administrator.' },
  conductorGroup:       { type: 'text',    default: '', meaning: 'The conductor works on nodes of this group.' },
  maxJobs:              { type: 'integer', default: 300, min: 1, max: 10_000, meaning: 'Jobs at work at once in this process.' },
  maxConcurrentDeploys: { type: 'integer', default: 250, min: 1, max: 100_000, meaning: 'Nodes of the conductor group that are being deployed at once; the others wait.' },
  maxConcurrentCleans:  { type: 'integer', default: 50, min: 1, max: 100_000, meaning: 'Nodes of the conductor group that are being cleaned or torn down at once; the others wait.' },
  maxJobsPerBmc:        { type: 'integer', default: 1, min: 1, max: 1_000, meaning: 'Jobs at work at once at a BMC that several nodes share.' },
  automatedClean:       { type: 'boolean', default: true, meaning: 'Clean before AVAILABLE, unless a node says otherwise.' },
  deniedSteps:          { type: 'text',    default: 'vendor.send_raw', meaning: 'Steps that nobody may ask for and flows leave out, separated by commas: interface.step.' },
  verifyStepPriorities: { type: 'text',    default: '', meaning: 'Priorities of verify steps that differ from the drivers\', separated by commas: management.verify_bmc=5. 0 leaves one out.' },
  cleanStepPriorities:  { type: 'text',    default: '', meaning: 'The same for clean steps: deploy.erase_devices=20.' },
  deployStepPriorities: { type: 'text',    default: '', meaning: 'The same for deploy steps.' },
  cleaningStepsFrom:    { type: 'choice',  default: 'driver', choices: ['driver', 'runbook', 'hybrid'], meaning: 'Where automated cleaning takes its steps from; hybrid: from the runbook where one is named.' },
  cleaningRunbook:      { type: 'text',    default: '', meaning: 'Name of the runbook for automated cleaning. Empty: none.' },
  cleaningRunbooks:     { type: 'text',    default: '', meaning: 'Runbooks by resource class, before that one, separated by commas: class=runbook.' },
  cleaningRunbookFromNode: { type: 'boolean', default: false, meaning: 'May a node name its runbook, before all others, as cleaning_runbook in driverInfo?' },
  leasePeriodMs:        { type: 'integer', default: 10_000, min: 100, max: 600_000, meaning: 'How often a conductor renews its lease, in milliseconds.' },
  leaseExpiryMs:        { type: 'integer', default: 30_000, min: 300, max: 3_600_000, meaning: 'When a lease that is not renewed runs out, in milliseconds.' },
  safetyMarginMs:       { type: 'integer', default: 5_000, min: 50, max: 600_000, meaning: 'This long before its lease runs out a conductor sends no more commands, in milliseconds.' },
  stuckAfterMs:         { type: 'integer', default: 120_000, min: 1_000, max: 86_400_000, meaning: 'A conductor whose event loop has not moved for so long gives up its lease, in milliseconds.' },
  drainMs:              { type: 'integer', default: 10_000, min: 0, max: 3_600_000, meaning: 'How long an orderly stop waits for steps to end before it hands them over, in milliseconds.' },
  pollMs:               { type: 'integer', default: 250, min: 10, max: 60_000, meaning: "How often other processes' jobs are looked for, in milliseconds; up to four times as long while there are none." },
  driverStepTimeoutMs:  { type: 'integer', default: 3_600_000, min: 100, max: 604_800_000, meaning: "How long a driver's step may take, in milliseconds." },
  neutronUrl:           { type: 'text',    default: '', meaning: 'Where Neutron answers, as http://host:9696. Empty: the network interfaces flat and neutron cannot be used.' },
  neutronTokenFile:     { type: 'text',    default: '', meaning: 'A file that holds a token for Neutron, read for each request so that it may be renewed. Empty: none is sent.' },
  neutronTimeoutMs:     { type: 'integer', default: 30_000, min: 100, max: 600_000, meaning: 'How long one request to Neutron may take, in milliseconds.' },
  neutronBindTimeoutMs: { type: 'integer', default: 60_000, min: 100, max: 3_600_000, meaning: 'How long a bound Neutron port may take to become ACTIVE, in milliseconds.' },
  neutronCleaningNetwork:     { type: 'text', default: '', meaning: 'Name or id of the network for cleaning; a node may name its own in driverInfo.' },
  neutronProvisioningNetwork: { type: 'text', default: '', meaning: 'Name or id of the network for provisioning.' },
  neutronRescuingNetwork:     { type: 'text', default: '', meaning: 'Name or id of the network for rescuing.' },
  neutronInspectionNetwork:   { type: 'text', default: '', meaning: 'Name or id of the network for inspection.' },
  neutronServicingNetwork:    { type: 'text', default: '', meaning: 'Name or id of the network for servicing.' },
  neutronAddAllPorts:   { type: 'boolean', default: false, meaning: 'Connect all ports of a machine for cleaning and the like, not only those that boot over the network.' },
  neutronFailOnPortBindingFailure: { type: 'boolean', default: true, meaning: 'Is a VIF that Neutron cannot bind a failure? A node may say otherwise in driverInfo.' },
  vifReconcileSeconds:  { type: 'integer', default: 600, min: 0, max: 604_800, meaning: 'How often what is recorded of VIFs is compared with the network service, in seconds; 0: never by itself.' },
  powerSyncSeconds:     { type: 'integer', default: 120, min: 0, max: 86_400, meaning: 'How often the power of each machine is read without a job, in seconds; 0: never.' },
  powerSyncMaxSeconds:  { type: 'integer', default: 600, min: 1, max: 604_800, meaning: 'Up to so long between two readings of a machine on which nothing changes, in seconds; never shorter than powerSyncSeconds.' },
  powerSyncWorkers:     { type: 'integer', default: 8, min: 1, max: 1_000, meaning: 'Machines whose power this process reads at once, without jobs.' },
  powerSyncRetries:     { type: 'integer', default: 3, min: 0, max: 1_000, meaning: 'So many readings may fail in a row; after the next one the node is put into maintenance with the fault "power failure".' },
  powerRecoverySeconds: { type: 'integer', default: 300, min: 1, max: 604_800, meaning: 'How often a node with the fault "power failure" is read again, in seconds.' },
  powerDriftPolicy:     { type: 'choice',  default: 'ENFORCE', choices: ['ENFORCE', 'ADOPT', 'REPORT'], meaning: 'What to do when power is not as it was last asked for, on nodes that do not say it themselves.' },
  inspectionAddPorts:   { type: 'choice',  default: 'pxe', choices: ['pxe', 'active', 'all', 'disabled'], meaning: 'Of which network interfaces that an inspection finds ports are made: those the machine boots from, those with an address, all, or none.' },
  inventoriesKept:      { type: 'integer', default: 10, min: 1, max: 1_000, meaning: 'So many inventories of each node are kept.' },
  machinesHost:         { type: 'text',    default: '', meaning: 'A second address to listen on, in the network of the machines: for agents in ramdisks and what machines boot, and nothing else. Empty: none.' },
  machinesPort:         { type: 'integer', default: 6386, min: 0, max: 65_535, meaning: 'TCP port of that address; 0 takes a free one.' },
  publicUrl:            { type: 'text',    default: '', meaning: 'Where machines reach the service from their network, as http://10.0.0.1:6385. Empty: the address it listens on for machines.' },
  deployCallbackSeconds:  { type: 'integer', default: 1_800, min: 1, max: 604_800, meaning: 'How long the agent in the ramdisk may be silent while a machine is deployed, in seconds; so for the next four.' },
  cleanCallbackSeconds:   { type: 'integer', default: 1_800, min: 1, max: 604_800, meaning: 'While a machine is cleaned.' },
  serviceCallbackSeconds: { type: 'integer', default: 1_800, min: 1, max: 604_800, meaning: 'While a machine is serviced.' },
  inspectCallbackSeconds: { type: 'integer', default: 1_800, min: 1, max: 604_800, meaning: 'While a machine is inspected.' },
  rescueCallbackSeconds:  { type: 'integer', default: 1_800, min: 1, max: 604_800, meaning: 'While a rescue system boots.' },
  fastTrack:            { type: 'boolean', default: false, meaning: 'Does a ramdisk that runs already go on into the next flow, without a restart? A node may say otherwise as fast_track in driverInfo.' },
  fastTrackSeconds:     { type: 'integer', default: 300, min: 1, max: 86_400, meaning: 'How long ago its agent may have called for that, in seconds.' },
  agentEndpoints:       { type: 'boolean', default: true, meaning: 'Are agents in ramdisks answered (lookup, heartbeats, inspection reports)? They ask without credentials.' },
  agentHeartbeatSeconds: { type: 'integer', default: 300, min: 5, max: 86_400, meaning: 'An agent calls two to three times in so many seconds.' },
  agentRequireTls:      { type: 'boolean', default: true, meaning: 'Must an agent serve https? Commands carry its token, and images may carry passwords.' },
  agentCallbackNetworks: { type: 'text',   default: '', meaning: 'Networks of addresses that an agent may call back on though its request came from another one (a proxy in between), separated by commas: 10.1.0.0/16.' },
  agentRequestsPerSecond: { type: 'integer', default: 50, min: 1, max: 1_000_000, meaning: 'Lookups and inspection reports, and refused heartbeats, that one address may make in a second; 20 times as many at once after a pause.' },
  discovery:            { type: 'boolean', default: false, meaning: 'Is an unknown machine enrolled that reports what an inspection found in it?' },
  discoveryDriver:      { type: 'text',    default: '', meaning: 'The driver that it gets.' },
  agentCommandSeconds:  { type: 'integer', default: 60, min: 1, max: 3_600, meaning: 'How long the agent in a ramdisk may take to answer a command, in seconds.' },
  agentTlsMinVersion:   { type: 'choice',  default: '1.3', choices: ['1.2', '1.3'], meaning: 'The oldest TLS that an agent is spoken with. Ramdisks of some years ago have 1.2.' },
  imageDownloadSource:  { type: 'choice',  default: 'http', choices: ['http', 'local'], meaning: 'Where machines get images that are to be had by http: http, from there; local, from this service, which fetches each once. Nodes and instances may say otherwise.' },
  allowMd5Checksums:    { type: 'boolean', default: false, meaning: 'Is an MD5 sum of an image accepted? It guards against broken transfers, not against forgers.' },
  deployLogs:           { type: 'choice',  default: 'on_failure', choices: ['on_failure', 'always', 'never'], meaning: 'When the logs of a ramdisk are fetched into the folder deploy-logs of the data folder.' },
  eventRetentionDays:   { type: 'integer', default: 7, min: 1, max: 3_650, meaning: 'Events are kept this long, in days.' },
  idempotencyDays:      { type: 'integer', default: 7, min: 7, max: 3_650, meaning: 'Answers to idempotency keys are kept this long, in days.' },
  jobRetentionDays:     { type: 'integer', default: 30, min: 7, max: 3_650, meaning: 'Jobs that have ended are kept this long, in days, with their steps; a job group as long as the last of its jobs.' },
  historyDays:          { type: 'integer', default: 90, min: 1, max: 3_650, meaning: "What is in a node's history is kept this long, in days, and no more than 300 entries of each node." },
  webhookSource:        { type: 'text',    default: '/ironql', meaning: 'What events that are sent to URLs name as their source: a URI that tells this installation from others.' },
  webhookTimeoutMs:     { type: 'integer', default: 10_000, min: 100, max: 600_000, meaning: 'How long a receiver of a webhook may take to answer, in milliseconds.' },
  webhookRetryMs:       { type: 'integer', default: 1_000, min: 10, max: 3_600_000, meaning: 'After a failed delivery it is tried again after about so long, in milliseconds; twice as long after each further failure.' },
  webhookRetryMaxMs:    { type: 'integer', default: 900_000, min: 10, max: 86_400_000, meaning: 'But never longer than this, in milliseconds.' },
  webhookAttempts:      { type: 'integer', default: 20, min: 1, max: 1_000, meaning: 'So many times a message is tried before it is a dead letter; with the defaults above that takes about three hours.' },
  webhookDisableHours:  { type: 'integer', default: 72, min: 1, max: 8_760, meaning: 'A webhook is disabled when nothing it sent was accepted for so long, in hours.' },
  deadLetterDays:       { type: 'integer', default: 30, min: 1, max: 3_650, meaning: 'Messages that could not be delivered are kept this long, in days.' },
  egressAllow:          { type: 'text',    default: '', meaning: 'Networks that may be fetched from although they are refused by themselves (loopback, link-local, …), separated by commas: 127.0.0.0/8.' },
  egressDeny:           { type: 'text',    default: '', meaning: 'Networks that may not be fetched from. Of two that hold an address the longer decides, of two alike this one.' },
  sourceIdleMs:         { type: 'integer', default: 30_000, min: 100, max: 3_600_000, meaning: 'How long a server of images, checksums and the like may send nothing, in milliseconds.' },
  sourceTimeoutMs:      { type: 'integer', default: 3_600_000, min: 1_000, max: 86_400_000, meaning: 'How long it may take to fetch one of them, in milliseconds.' },
  fileUrlPaths:         { type: 'text',    default: '', meaning: 'Folders of this machine that file URLs may name files in, separated by commas. Empty: none.' },
  imageCacheMib:        { type: 'integer', default: 20_480, min: 1, max: 1_073_741_824, meaning: 'What is kept in the data folder of images that machines fetched, in MiB.' },
  imageFreshMs:         { type: 'integer', default: 60_000, min: 0, max: 604_800_000, meaning: 'For so long such a copy is used without asking its source whether it changed, in milliseconds.' },
  bootLoaderFolder:     { type: 'text',    default: '', meaning: 'A folder with boot loaders (snponly.efi, bootx64.efi), given to firmware as /boot/loader/NAME. Empty: none.' },
  deployKernel:         { type: 'text',    default: '', meaning: 'URL (http, https, file) of the kernel of the ramdisk that machines are deployed and cleaned from, for nodes that name none.' },
  deployRamdisk:        { type: 'text',    default: '', meaning: 'And of the ramdisk.' },
  deployKernelByArch:   { type: 'text',    default: '', meaning: 'The same by cpu_arch, before those, separated by commas: aarch64=http://….' },
  deployRamdiskByArch:  { type: 'text',    default: '', meaning: 'And of the ramdisks.' },
  rescueKernel:         { type: 'text',    default: '', meaning: 'URL of the kernel that machines are rescued with. Empty: that of the ramdisk for deploying.' },
  rescueRamdisk:        { type: 'text',    default: '', meaning: 'And of the ramdisk.' },
  rescueKernelByArch:   { type: 'text',    default: '', meaning: 'The same by cpu_arch.' },
  rescueRamdiskByArch:  { type: 'text',    default: '', meaning: 'And of the ramdisks.' },
  kernelAppendParams:   { type: 'text',    default: 'nofb vga=normal', meaning: "Added to a ramdisk's command line, for nodes that say nothing else." },
  tftpRoot:             { type: 'text',    default: '', meaning: 'The folder of a TFTP server, filled for the boot interface pxe. Empty: it cannot be used.' },
  tftpServer:           { type: 'text',    default: '', meaning: 'Where machines reach that server. Empty: the host of publicUrl.' },
  dhcpProvider:         { type: 'choice',  default: 'none', choices: ['none', 'dnsmasq'], meaning: 'Who is told what machines boot. none: the DHCP server is set up once for all of them; dnsmasq: by the files in the next two folders.' },
  dhcpHostsFolder:      { type: 'text',    default: '', meaning: 'What dnsmasq has as dhcp-hostsdir.' },
  dhcpOptionsFolder:    { type: 'text',    default: '', meaning: 'What dnsmasq has as dhcp-optsdir.' },
  pxeBootFile:          { type: 'text',    default: 'pxelinux.0', meaning: 'What a BIOS is told to fetch, for the boot interface pxe.' },
  uefiPxeBootFile:      { type: 'text',    default: 'bootx64.efi', meaning: 'What UEFI is told to fetch, for pxe and http.' },
  ipxeBootFile:         { type: 'text',    default: 'undionly.kpxe', meaning: 'What a BIOS is told to fetch, for ipxe.' },
  uefiIpxeBootFile:     { type: 'text',    default: 'snponly.efi', meaning: 'What UEFI is told to fetch, for ipxe and http-ipxe.' },
  atLeastTimeoutMs:     { type: 'integer', default: 5_000, min: 10, max: 600_000, meaning: 'How long a query with atLeast may wait until this process has read so far, in milliseconds.' },
  streamHeartbeatMs:    { type: 'integer', default: 30_000, min: 100, max: 600_000, meaning: 'An idle subscription says that it is alive this often, in milliseconds.' },
  socketInitMs:         { type: 'integer', default: 5_000, min: 10, max: 600_000, meaning: 'How long a new WebSocket may take to say connection_init, in milliseconds; then it is closed.' },
  keepAliveMs:          { type: 'integer', default: 12_000, min: 100, max: 600_000, meaning: 'A WebSocket is asked this often whether its peer is still there, in milliseconds; two questions without an answer end it.' },
  idleSocketSeconds:    { type: 'integer', default: 600, min: 1, max: 86_400, meaning: 'A WebSocket on which no operation has run for so many seconds is closed.' },
  connectionsPerViewer: { type: 'integer', default: 20_000, min: 1, max: 1_000_000, meaning: 'Connections that one viewer may hold open in one process: WebSockets and streams over HTTP. While nobody logs in, everybody is one viewer.' },
  connectionsPerAddress: { type: 'integer', default: 1_000, min: 1, max: 1_000_000, meaning: 'The same from one address. Behind a proxy all come from one: set it higher there.' },
  drainSpreadMs:        { type: 'integer', default: 3_000, min: 0, max: 600_000, meaning: 'When a process ends, its subscribers are sent elsewhere one by one over so many milliseconds, so that they do not all arrive at once.' },
} as const satisfies Record<string, Setting>;

type SettingName = keyof typeof SETTINGS;
type ValueOf<S> = S extends { readonly type: 'choice'; readonly choices: readonly (infer C)[] }
  ? C
  : S extends { readonly type: 'integer' }
    ? number
    : S extends { readonly type: 'boolean' }
      ? boolean
      : string;
export type Config = { readonly [K in SettingName]: ValueOf<(typeof SETTINGS)[K]> };

/** What is wrong with the settings, in words for whoever starts the service. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** Names that reach the process with our prefix without being settings. */
const FOREIGN_PREFIX = 'IRONQL_TEST_';
const NAMES = Object.keys(SETTINGS) as SettingName[]; // the table's own keys

/**
 * @param flags `--port 80`, `--port=80`, `--config file`, `--automated-clean=false`
 * @throws {ConfigError}
 */
export function readConfig(flags: readonly string[], environment: NodeJS.ProcessEnv): Config {
  const given = parseFlags(flags);
  const file = given.get('config') ?? environment['IRONQL_CONFIG'] ?? null;
  given.delete('config');
  const values: Record<string, unknown> = {
    ...defaults(),
    ...(file === null ? {} : fromFile(file)),
    ...fromEnvironment(environment),
    ...fromFlags(given),
  };
  const config = values as Config; // each value was checked against its row by `parseValue`
  checkTogether(config);
  return config;
}

/** A table of all settings for `--help`. */
export function describeSettings(): string {
  return NAMES.map((name) => {
    const setting: Setting = SETTINGS[name];
    const choices = setting.type === 'choice' ? ` (${setting.choices.join(', ')})` : '';
    return `  --${kebab(name)}\n      ${setting.meaning}${choices}\n      default: ${JSON.stringify(setting.default)}; environment: ${variable(name)}`;
  }).join('\n');
}

/** For `config print`: secrets are shown as set or not. */
export function redacted(config: Config): Record<string, unknown> {
  return Object.fromEntries(
    NAMES.map((name) => {
      const setting: Setting = SETTINGS[name];
      const isSecret = setting.type === 'text' && setting.isSecret === true;
      return [name, isSecret ? (config[name] === '' ? '' : '******') : config[name]];
    }),
  );
}

const defaults = (): Record<string, unknown> => Object.fromEntries(NAMES.map((name) => [name, SETTINGS[name].default]));

function parseFlags(flags: readonly string[]): Map<string, string> {
  const given = new Map<string, string>();
  for (let index = 0; index < flags.length; index += 1) {
    const flag = flags[index] ?? '';
    const [, name, inline] = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(flag) ?? [];
    if (name === undefined) throw new ConfigError(`"${flag}" is not a flag. Flags look like --port 6385; see --help.`);
    const value = inline ?? flags[(index += 1)];
    if (value === undefined) throw new ConfigError(`--${name} needs a value.`);
    given.set(name, value);
  }
  return given;
}

function fromFlags(given: ReadonlyMap<string, string>): Record<string, unknown> {
  const byFlag = new Map(NAMES.map((name) => [kebab(name), name]));
  return Object.fromEntries(
    [...given].map(([flag, text]) => {
      const name =
        byFlag.get(flag) ??
        unknown(
          `--${flag}`,
          [...byFlag.keys()].map((known) => `--${known}`),
        );
      return [name, parseValue(name, `--${flag}`, text)];
    }),
  );
}

function fromEnvironment(environment: NodeJS.ProcessEnv): Record<string, unknown> {
  const byVariable = new Map(NAMES.map((name) => [variable(name), name]));
  const values: Record<string, unknown> = {};
  // The names that everybody's tools set.
  if (environment['DATABASE_URL']) values['databaseUrl'] = environment['DATABASE_URL'];
  if (environment['REDIS_URL']) values['redisUrl'] = environment['REDIS_URL'];
  for (const [key, text] of Object.entries(environment)) {
    if (!key.startsWith('IRONQL_') || key.startsWith(FOREIGN_PREFIX) || key === 'IRONQL_CONFIG' || text === undefined)
      continue;
    // Secrets come as files in containers: IRONQL_DATABASE_URL_FILE=/run/secrets/url.
    const isFile = !byVariable.has(key) && key.endsWith('_FILE');
    const base = isFile ? key.slice(0, -'_FILE'.length) : key;
    const name = byVariable.get(base) ?? unknown(key, [...byVariable.keys()]);
    values[name] = parseValue(name, key, isFile ? readText(text, key).trim() : text);
  }
  return values;
}

function fromFile(path: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = parse(readText(path, 'the configuration file'));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${path} is not valid YAML: ${error instanceof Error ? error.message : 'unknown error'}`);
  }
  if (content === null || content === undefined) return {};
  if (typeof content !== 'object' || Array.isArray(content))
    throw new ConfigError(`${path} must hold settings, one on a line: port: 6385`);
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => {
      const name = NAMES.find((known) => known === key) ?? unknown(`${key} (in ${path})`, NAMES, key);
      return [name, parseValue(name, `${key} (in ${path})`, value)];
    }),
  );
}

function parseValue(name: SettingName, where: string, value: unknown): unknown {
  const setting: Setting = SETTINGS[name];
  switch (setting.type) {
    case 'text':
      if (typeof value === 'string') return value;
      throw new ConfigError(`${where} must be a text.`);
    case 'choice':
      if (typeof value === 'string' && setting.choices.includes(value)) return value;
      throw new ConfigError(`${where} is ${JSON.stringify(value)}; it must be one of ${setting.choices.join(', ')}.`);
    case 'integer': {
      const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
      if (typeof number === 'number' && Number.isInteger(number) && number >= setting.min && number <= setting.max)
        return number;
      throw new ConfigError(
        `${where} is ${JSON.stringify(value)}; it must be a whole number from ${setting.min} to ${setting.max}.`,
      );
    }
    case 'boolean':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw new ConfigError(`${where} is ${JSON.stringify(value)}; it must be true or false.`);
  }
}

/**
 * What the settings say about steps.
 * @throws {ConfigError}
 */
export function stepSettings(config: Config): StepSettings {
  return {
    denied: wordsOf(config.deniedSteps),
    priorities: {
      VERIFY: prioritiesOf('verifyStepPriorities', config.verifyStepPriorities),
      CLEAN: prioritiesOf('cleanStepPriorities', config.cleanStepPriorities),
      DEPLOY: prioritiesOf('deployStepPriorities', config.deployStepPriorities),
    },
    cleaning: {
      from: config.cleaningStepsFrom,
      isNamedByNode: config.cleaningRunbookFromNode,
      byResourceClass: new Map(pairsOf('cleaningRunbooks', config.cleaningRunbooks)),
      runbook: config.cleaningRunbook === '' ? null : config.cleaningRunbook,
    },
  };
}

/** What the settings say about ramdisks, but for where they find the service. */
export function ramdiskSettings(config: Config): {
  readonly callbackTimeoutMs: Readonly<Record<'DEPLOY' | 'CLEAN' | 'SERVICE' | 'INSPECT' | 'RESCUE', number>>;
  readonly fastTrack: boolean;
  readonly fastTrackMs: number;
} {
  return {
    callbackTimeoutMs: {
      DEPLOY: config.deployCallbackSeconds * 1_000,
      CLEAN: config.cleanCallbackSeconds * 1_000,
      SERVICE: config.serviceCallbackSeconds * 1_000,
      INSPECT: config.inspectCallbackSeconds * 1_000,
      RESCUE: config.rescueCallbackSeconds * 1_000,
    },
    fastTrack: config.fastTrack,
    fastTrackMs: config.fastTrackSeconds * 1_000,
  };
}

/** What the settings say about agents in ramdisks. */
export const agentSettings = (config: Config): AgentSettings => ({
  heartbeatSeconds: config.agentHeartbeatSeconds,
  callback: { requireTls: config.agentRequireTls, networks: wordsOf(config.agentCallbackNetworks) },
  fastTrack: config.fastTrack,
  discoveryDriver: config.discovery ? config.discoveryDriver : null,
  addPorts: config.inspectionAddPorts,
  inventoriesKept: config.inventoriesKept,
  allowMd5: config.allowMd5Checksums,
  tlsMinVersion: config.agentTlsMinVersion,
});

/** How events are delivered to URLs. */
export const webhookSettings = (config: Config) => ({
  source: config.webhookSource,
  timeoutMs: config.webhookTimeoutMs,
  retry: { firstMs: config.webhookRetryMs, maxMs: config.webhookRetryMaxMs },
  attempts: config.webhookAttempts,
  disableAfterMs: config.webhookDisableHours * 3_600_000,
});

/** Where may be fetched from. */
export const egressRules = (config: Config): EgressRules => ({
  allow: wordsOf(config.egressAllow),
  deny: wordsOf(config.egressDeny),
});

/** Folders that file URLs may name files in. */
export const fileFolders = (config: Config): readonly string[] => wordsOf(config.fileUrlPaths);

interface PairSettings {
  readonly byArch: ReadonlyMap<string, Pair>;
  readonly other: Pair | null;
}
type Pair = { readonly kernel: string; readonly ramdisk: string };

/**
 * The ramdisks that machines boot when their node names none.
 * @throws {ConfigError} a kernel without a ramdisk, or the other way round
 */
export const ramdiskImages = (config: Config): { readonly deploy: PairSettings; readonly rescue: PairSettings } => ({
  deploy: pairs('deploy', config),
  rescue: pairs('rescue', config),
});

function pairs(kind: 'deploy' | 'rescue', config: Config): PairSettings {
  const [kernel, ramdisk] = [config[`${kind}Kernel`], config[`${kind}Ramdisk`]];
  if ((kernel === '') !== (ramdisk === '')) {
    throw new ConfigError(`${kind}Kernel and ${kind}Ramdisk belong together: set both, or neither.`);
  }
  const kernels = urlsByArch(`${kind}KernelByArch`, config[`${kind}KernelByArch`]);
  const ramdisks = urlsByArch(`${kind}RamdiskByArch`, config[`${kind}RamdiskByArch`]);
  const byArch = [...kernels].map(([arch, ofArch]): [string, Pair] => {
    const fitting = ramdisks.get(arch);
    if (fitting === undefined) throw new ConfigError(`${kind}KernelByArch has ${arch}, ${kind}RamdiskByArch has not.`);
    return [arch, { kernel: ofArch, ramdisk: fitting }];
  });
  const lone = [...ramdisks.keys()].find((arch) => !kernels.has(arch));
  if (lone !== undefined) throw new ConfigError(`${kind}RamdiskByArch has ${lone}, ${kind}KernelByArch has not.`);
  return { byArch: new Map(byArch), other: kernel === '' ? null : { kernel, ramdisk } };
}

/** Only the first = divides: a URL may hold others. */
const urlsByArch = (name: SettingName, text: string): ReadonlyMap<string, string> =>
  new Map(
    wordsOf(text).map((pair) => {
      const [, arch, url] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
      if (arch !== undefined && url !== undefined) return [arch.trim(), url.trim()];
      throw new ConfigError(`${name} holds ${JSON.stringify(pair)}; it must be a list like aarch64=http://….`);
    }),
  );

const wordsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const pairsOf = (name: SettingName, text: string): readonly (readonly [string, string])[] =>
  wordsOf(text).map((pair) => {
    const [, key, value] = /^([^=]+)=([^=]+)$/.exec(pair) ?? [];
    if (key !== undefined && value !== undefined) return [key.trim(), value.trim()];
    throw new ConfigError(`${name} holds ${JSON.stringify(pair)}; it must be a list like a=1,b=2.`);
  });

function prioritiesOf(name: SettingName, text: string): ReadonlyMap<string, number> {
  return new Map(
    pairsOf(name, text).map(([step, priority]) => {
      if (!/^\d{1,4}$/.test(priority))
        throw new ConfigError(`${name} has ${priority} for ${step}; it must be 0 to 9999.`);
      return [step, Number(priority)];
    }),
  );
}

function checkTogether(config: Config): void {
  stepSettings(config);
  if (config.leasePeriodMs * 2 > config.leaseExpiryMs) {
    throw new ConfigError(
      'leaseExpiryMs must be at least twice leasePeriodMs, or one lost renewal ends the conductor.',
    );
  }
  if (config.safetyMarginMs * 2 > config.leaseExpiryMs) {
    throw new ConfigError('safetyMarginMs must be at most half of leaseExpiryMs, or a conductor could hardly work.');
  }
  if (config.neutronUrl !== '' && !isPlainHttp(config.neutronUrl)) {
    throw new ConfigError('neutronUrl must look like http://host:9696, without user and password.');
  }
  if (config.redisUrl !== '' && !(/^rediss?:/.test(config.redisUrl) && URL.canParse(config.redisUrl))) {
    throw new ConfigError('redisUrl must look like redis://user:password@host:6379, or rediss:// for TLS.');
  }
  if (config.publicUrl !== '' && !isPlainHttp(config.publicUrl)) {
    throw new ConfigError('publicUrl must look like http://10.0.0.1:6385, without user and password.');
  }
  for (const name of ['egressAllow', 'egressDeny', 'agentCallbackNetworks'] as const) {
    for (const network of wordsOf(config[name])) {
      const why = whyNoNetwork(network);
      if (why !== null) throw new ConfigError(`${name}: ${why}.`);
    }
  }
  if (config.discovery && config.discoveryDriver === '') {
    throw new ConfigError('discovery needs discoveryDriver: which driver is an unknown machine to get?');
  }
  for (const name of [
    'fileUrlPaths',
    'bootLoaderFolder',
    'tftpRoot',
    'dhcpHostsFolder',
    'dhcpOptionsFolder',
  ] as const) {
    for (const folder of wordsOf(config[name])) {
      if (!isAbsolute(folder)) throw new ConfigError(`${name} holds ${JSON.stringify(folder)}; it must begin with /.`);
    }
  }
  ramdiskImages(config);
  const args = whyNoKernelArguments(config.kernelAppendParams);
  if (args !== null) throw new ConfigError(`kernelAppendParams: ${args}.`);
  if (config.dhcpProvider === 'dnsmasq' && (config.dhcpHostsFolder === '' || config.dhcpOptionsFolder === '')) {
    throw new ConfigError('dhcpProvider dnsmasq needs dhcpHostsFolder and dhcpOptionsFolder.');
  }
  if (config.auth === 'none' && !isLoopback(config.host)) {
    throw new ConfigError(
      `host is ${config.host}, but without authentication only loopback is allowed: everybody who reaches it would be administrator. Use 127.0.0.1, and a tunnel or a proxy that authenticates.`,
    );
  }
}

function isPlainHttp(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `${what}: ${path} cannot be read (${error instanceof Error ? error.message : 'unknown error'}).`,
    );
  }
}

function unknown(what: string, known: readonly string[], wanted = what): never {
  const [nearest] = [...known].sort((a, b) => leven(wanted, a) - leven(wanted, b));
  throw new ConfigError(`${what} is not a setting. Did you mean ${nearest ?? 'another one'}?`);
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const variable = (name: string): string => `IRONQL_${kebab(name).replaceAll('-', '_').toUpperCase()}`;
