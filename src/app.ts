/** The composition root: makes every object and hands it on. The only file that knows all rooms. */
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAgentEndpoints } from './agent/endpoints.ts';
import { createBootRoutes, type BootOptions } from './boot/boot-routes.ts';
import { createAdmission } from './api/admission.ts';
import { createApollo } from './api/apollo.ts';
import { createHttpServer } from './api/http-server.ts';
import { createMachineServer } from './api/machine-server.ts';
import { createMetrics } from './api/metrics.ts';
import { createPipeline } from './api/pipeline.ts';
import { createSubscriptions } from './api/fan-out/subscriptions.ts';
import { createHttpStreams } from './api/streams/http-streams.ts';
import { attachSockets } from './api/websocket.ts';
import { startConductor, type Conductor } from './conductor/conductor.ts';
import { jobTypes } from './conductor/jobs/index.ts';
import {
  agentSettings,
  ConfigError,
  egressRules,
  fileFolders,
  ramdiskImages,
  ramdiskSettings,
  stepSettings,
  webhookSettings,
  type Config,
} from './config.ts';
import { RAMDISK_ARGUMENTS } from './domain/kernel-arguments.ts';
import type { Logger } from './domain/logger.ts';
import { SYSTEM_ADMIN } from './domain/viewer.ts';
import { createLogFolder, hardwareTypes as createHardwareTypes, type DriverOptions } from './drivers/index.ts';
import { createEgress } from './egress/egress.ts';
import { connectDatabase } from './entities/connect.ts';
import { isConnectionError } from './entities/data-source.ts';
import { migrate } from './entities/migrate.ts';
import { createSelector } from './entities/select.ts';
import { createBell, type Bell } from './events/bell.ts';
import { createRedisBell, type RedisBell } from './events/redis-bell.ts';
import { createEventTail } from './events/tail.ts';
import { openImageCache } from './images/image-cache.ts';
import { createSources } from './images/sources.ts';
import { createLiveState } from './services/stream/live-state.ts';
import { queueFigures } from './services/queue-figures.ts';
import { startWebhooks } from './webhooks/start.ts';

export interface App {
  /** Where GraphQL is answered; null for a process that is a conductor only. */
  readonly url: string | null;
  /** Where machines find theirs, if that is an address of its own. */
  readonly machinesUrl: string | null;
  /** Resolves when somebody has drained this process' conductor (`ironql drain`); never without one. */
  readonly drained: Promise<void>;
  /** Drains: no new work, steps end or are handed over, sockets are told to come back. */
  stop(): Promise<void>;
  /** Ends as a crash would, as far as one process can: nothing is handed over. For tests. */
  crash(): Promise<void>;
}

const GRAPHIQL_FOLDER = fileURLToPath(new URL('../dist/graphiql', import.meta.url));

/** @param databaseUrl the database to use; who starts a private one has done so before */
export async function startApp(config: Config, databaseUrl: string, log: Logger): Promise<App> {
  const db = await connectDatabase({ url: databaseUrl, poolSize: config.databasePoolSize });
  await migrate(db);
  const ownBell = createBell();
  const redis = joinBells(config, databaseUrl, ownBell, log);
  const bell = redis ?? ownBell;
  const tail = createEventTail({ db, bell, log, ...(redis && { isHinted: redis.isConnected }) });
  await tail.start();

  const egress = createEgress({ ...egressRules(config), idleMs: config.sourceIdleMs });
  const cache = await openImageCache({
    folder: resolve(config.dataFolder, 'image-cache'),
    maxBytes: config.imageCacheMib * 1_048_576,
    freshMs: config.imageFreshMs,
    timeoutMs: config.sourceTimeoutMs,
    egress,
    log,
  });
  const sources = createSources({
    egress,
    cache,
    files: { allowed: fileFolders(config), refused: [databaseFolder(config)] }, // that one holds passwords
    checkTimeoutMs: config.sourceIdleMs,
  });
  const hardwareTypes = createHardwareTypes({
    fake: { stateDir: resolve(config.dataFolder, 'fake-machines') },
    neutron: neutronOptions(config),
    agent: agentOptions(config),
    netboot: {
      ...ramdiskImages(config),
      kernelAppendParams: config.kernelAppendParams,
      sources,
      tftpRoot: config.tftpRoot,
      dhcp: dhcpOptions(config, () => publicUrl()),
    },
    egress,
  });
  if (config.discovery && !hardwareTypes.has(config.discoveryDriver)) {
    await cache.close();
    await redis?.stop();
    await tail.stop();
    await db.destroy();
    const known = [...hardwareTypes.keys()].join(', ');
    throw new ConfigError(`discoveryDriver is "${config.discoveryDriver}"; it must be one of ${known}.`);
  }
  const publicUrl = (): string => (config.publicUrl === '' ? listensAt : config.publicUrl).replace(/\/+$/, '');
  let listensAt =
    config.machinesHost === '' ? urlOf(config, config.port) : urlOf(machinesAddress(config), config.machinesPort);
  let onDrained = (): void => {};
  const drained = new Promise<void>((done) => {
    onDrained = done;
  });
  const conductor =
    config.role === 'api'
      ? null
      : await startConductorOf(config, { db, log, bell, hardwareTypes, databaseUrl, onDrained, publicUrl });

  const services = {
    db,
    select: createSelector(db).select,
    bell,
    log,
    hardwareTypes,
    jobTypes,
    deniedSteps: stepSettings(config).denied,
    whyUrlRefused: egress.whyRefused,
    logPosition: () => tail.mark().position,
    tail,
    heartbeatMs: config.streamHeartbeatMs,
    atLeastTimeoutMs: config.atLeastTimeoutMs,
    live: createLiveState(tail),
  };
  const pipeline = createPipeline({ services, log, isUnavailable: isConnectionError });
  const apollo = createApollo(pipeline);
  await apollo.start();
  const metrics = createMetrics({
    queue: () => queueFigures(services),
    logPosition: () => tail.mark().position.settled,
    runningJobs: () => conductor?.runningJobs() ?? 0,
    ...(redis && { isRedisConnected: redis.isConnected }),
  });
  const webhooks = startWebhooks({
    services,
    egress,
    settings: webhookSettings(config),
    count: metrics.webhookRequest,
  });
  const viewerOf = (): typeof SYSTEM_ADMIN => SYSTEM_ADMIN; // the only mode is `none`; config refuses any but loopback
  let isStopping = false;
  // Of their own: in one line with a thousand jobs at work, an agent would wait for seconds to be answered.
  const agentDb =
    config.role === 'conductor' || !config.agentEndpoints
      ? null
      : await connectDatabase({ url: databaseUrl, poolSize: config.agentConnections });
  const agents = createAgentEndpoints({
    services: { ...services, db: agentDb ?? db },
    settings: agentSettings(config),
    isEnabled: config.agentEndpoints,
    perSecond: config.agentRequestsPerSecond,
    databaseShare: Math.floor(config.agentConnections / 2), // half for heartbeats, half for strangers
    baseUrl: publicUrl,
    isUnavailable: isConnectionError,
    count: metrics.agentRequest,
  });
  const boot = createBootRoutes({
    db,
    select: services.select,
    sources,
    loaderFolder: config.bootLoaderFolder,
    discovery: discoveryBoot(config, publicUrl),
    log,
  });
  const subscriptions = createSubscriptions({
    pipeline,
    metrics,
    log,
    isUnavailable: isConnectionError,
    isStopped: tail.isStopped,
  });
  const admission = createAdmission({
    perViewer: config.connectionsPerViewer,
    perAddress: config.connectionsPerAddress,
  });
  const streams = createHttpStreams({
    pipeline,
    subscriptions,
    metrics,
    log,
    viewerOf,
    admission,
    drainSpreadMs: config.drainSpreadMs,
  });
  const server = createHttpServer({
    apollo,
    pipeline,
    streams,
    agents,
    boot,
    metrics,
    log,
    graphiqlFolder: GRAPHIQL_FOLDER,
    viewerOf,
    async whyNotReady() {
      if (isStopping) return 'stopping';
      return db.query('SELECT 1').then(
        () => null,
        () => 'the database is away',
      );
    },
  });
  const sockets = attachSockets({
    server,
    pipeline,
    subscriptions,
    metrics,
    log,
    viewerOf,
    admission,
    settings: {
      initMs: config.socketInitMs,
      keepAliveMs: config.keepAliveMs,
      idleMs: config.idleSocketSeconds * 1_000,
      drainSpreadMs: config.drainSpreadMs,
    },
  });
  const closeStreams = async (): Promise<void> => {
    await Promise.all([sockets.close(), streams.close()]);
  };
  const closeAll = async (): Promise<void> => {
    await webhooks.stop();
    await redis?.stop();
    await tail.stop();
    await apollo.stop();
    await cache.close();
    await agentDb?.destroy();
    await db.destroy();
  };
  const machines = config.machinesHost === '' ? null : createMachineServer([boot, agents], log);
  const url = config.role === 'conductor' ? null : await listenOrLeave(server, usersAddress(config));
  const machinesUrl = url === null || machines === null ? null : await listenOrLeave(machines, machinesAddress(config));
  listensAt = machinesUrl ?? url ?? listensAt;

  /** Without its port the process ends: in order, so that nobody has to wait for its lease. */
  async function listenOrLeave(which: Server, address: Address): Promise<string> {
    try {
      return await listen(which, address);
    } catch (error) {
      await conductor?.stop();
      await closeStreams();
      await closeServer(server);
      await closeAll();
      throw asConfigError(error, address);
    }
  }
  return {
    url,
    machinesUrl,
    drained,
    async stop() {
      isStopping = true;
      // Conductor first: the API goes on answering and streaming while steps end.
      await conductor?.stop();
      await closeStreams();
      await closeServer(server);
      if (machines !== null) await closeServer(machines);
      await closeAll();
    },
    async crash() {
      isStopping = true;
      await webhooks.crash();
      await conductor?.crash();
      await closeStreams();
      await closeServer(server);
      if (machines !== null) await closeServer(machines);
      await closeAll();
    },
  };
}

/** Those of the processes that work on one database, which have its name in common. */
function joinBells({ redisUrl }: Config, databaseUrl: string, bell: Bell, log: Logger): RedisBell | null {
  if (redisUrl === '') return null;
  return createRedisBell({ url: redisUrl, channel: `ironql:${new URL(databaseUrl).pathname.slice(1)}`, bell, log });
}

const neutronOptions = (config: Config): NonNullable<DriverOptions['neutron']> => ({
  url: config.neutronUrl,
  tokenFile: config.neutronTokenFile,
  timeoutMs: config.neutronTimeoutMs,
  bindTimeoutMs: config.neutronBindTimeoutMs,
  networks: {
    CLEANING: config.neutronCleaningNetwork,
    PROVISIONING: config.neutronProvisioningNetwork,
    RESCUING: config.neutronRescuingNetwork,
    INSPECTION: config.neutronInspectionNetwork,
    SERVICING: config.neutronServicingNetwork,
  },
  addAllPorts: config.neutronAddAllPorts,
  failOnBindingFailure: config.neutronFailOnPortBindingFailure,
});

/** Machines that nobody knows boot the ramdisk of those that name none, to report what is in them. */
function discoveryBoot(config: Config, publicUrl: () => string): BootOptions['discovery'] {
  const images = ramdiskImages(config).deploy.other;
  if (!config.discovery || images === null) return null;
  return () => {
    const report = `ipa-inspection-callback-url=${publicUrl()}/v1/continue_inspection`;
    return { ...images, args: [RAMDISK_ARGUMENTS, config.kernelAppendParams, report].join(' ') };
  };
}

const dhcpOptions = (
  config: Config,
  publicUrl: () => string,
): NonNullable<NonNullable<DriverOptions['netboot']>['dhcp']> => ({
  provider: config.dhcpProvider,
  hostsFolder: config.dhcpHostsFolder,
  optionsFolder: config.dhcpOptionsFolder,
  publicUrl,
  tftpServer: config.tftpServer,
  bootFiles: {
    pxe: { bios: config.pxeBootFile, uefi: config.uefiPxeBootFile },
    ipxe: { bios: config.ipxeBootFile, uefi: config.uefiIpxeBootFile },
  },
});

const agentOptions = (config: Config): NonNullable<DriverOptions['agent']> => ({
  allowHttp: !config.agentRequireTls,
  commandTimeoutMs: config.agentCommandSeconds * 1_000,
  minTlsVersion: config.agentTlsMinVersion === '1.2' ? 'TLSv1.2' : 'TLSv1.3',
  silentMs: ramdiskSettings(config).callbackTimeoutMs,
  downloadSource: config.imageDownloadSource,
  allowMd5: config.allowMd5Checksums,
  deployLogs: config.deployLogs,
  keepLog: createLogFolder(resolve(config.dataFolder, 'deploy-logs')),
});

type ConductorParts = Pick<Parameters<typeof startConductor>[0], 'db' | 'log' | 'bell' | 'hardwareTypes'> & {
  readonly databaseUrl: string;
  readonly onDrained: () => void;
  readonly publicUrl: () => string;
};

function startConductorOf(
  config: Config,
  { databaseUrl, onDrained, publicUrl, ...parts }: ConductorParts,
): Promise<Conductor> {
  const retention = {
    eventDays: config.eventRetentionDays,
    idempotencyDays: config.idempotencyDays,
    jobDays: config.jobRetentionDays,
    historyDays: config.historyDays,
    deadLetterDays: config.deadLetterDays,
  };
  return startConductor(
    {
      ...parts,
      jobTypes,
      settings: {
        ...config,
        steps: stepSettings(config),
        ramdisk: { ...ramdiskSettings(config), publicUrl },
        conductorGroup: config.conductorGroup.toLowerCase(),
      },
    },
    { databaseUrl, retention, onDrained },
  );
}

interface Address {
  readonly host: string;
  readonly port: number;
  /** The flag that sets the port. */
  readonly flag: string;
}

const usersAddress = ({ host, port }: Config): Address => ({ host, port, flag: '--port' });

const machinesAddress = ({ machinesHost, machinesPort }: Config): Address => ({
  host: machinesHost,
  port: machinesPort,
  flag: '--machines-port',
});

async function listen(server: Server, { host, port }: Pick<Address, 'host' | 'port'>): Promise<string> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return urlOf({ host }, actual);
}

const urlOf = ({ host }: Pick<Address, 'host'>, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** What whoever starts the service can mend by another setting. */
function asConfigError(error: unknown, { host, port, flag }: Address): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return new ConfigError(
      `port ${port} on ${host} is in use. Is IronQL running already? Choose another with ${flag}.`,
    );
  }
  if (code === 'EACCES') return new ConfigError(`port ${port} may not be used by this user. Choose one above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new ConfigError(`host ${host} is no address of this machine.`);
  }
  return error;
}

function closeServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

/** Where the private database keeps its files. */
export const databaseFolder = (config: Config): string => join(resolve(config.dataFolder), 'database');
