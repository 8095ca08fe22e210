/** What `/metrics` says, for Prometheus. Counters live here; gauges of the queue are asked of the service when scraped. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface QueueFigures {
  readonly jobsByState: Readonly<Record<string, number>>;
  readonly nodesByState: Readonly<Record<string, number>>;
  readonly conductorsAlive: number;
  readonly locksHeld: number;
  readonly nodesOverdue: number;
  readonly webhooksByState: Readonly<Record<string, number>>;
  readonly deadLetters: number;
}

export interface Metrics {
  readonly contentType: string;
  render(): Promise<string>;
  httpRequest(status: number, seconds: number): void;
  /** Of an agent in a ramdisk; the outcome is `ok` or why it was refused. */
  agentRequest(route: string, outcome: string, seconds: number): void;
  /** Of a webhook: `delivered`, `failed`, `gone`; `dead` for a message that is given up. */
  webhookRequest(outcome: string, seconds: number): void;
  socketOpened(): void;
  socketClosed(): void;
  httpStreamOpened(transport: string): void;
  httpStreamClosed(transport: string): void;
  subscriptionStarted(field: string): void;
  subscriptionEnded(field: string): void;
  itemSent(field: string): void;
}

export interface MetricsSources {
  readonly queue: () => Promise<QueueFigures>;
  /** Number of the newest event this process has read. */
  readonly logPosition: () => number;
  readonly runningJobs: () => number;
  /** Absent where no Redis is configured. */
  readonly isRedisConnected?: () => boolean;
}

export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Its default precision of 10 ms wakes an idle process a hundred times a second.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 }); // process_*, nodejs_eventloop_lag_*, heap

  const requests = new Counter({
    name: 'ironql_http_requests_total',
    help: 'GraphQL requests over HTTP, by status.',
    labelNames: ['status'],
    registers,
  });
  const duration = new Histogram({
    name: 'ironql_http_request_duration_seconds',
    help: 'How long GraphQL requests over HTTP took.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const agentRequests = new Counter({
    name: 'ironql_agent_requests_total',
    help: 'Requests of agents in ramdisks, by route and outcome.',
    labelNames: ['route', 'outcome'],
    registers,
  });
  const agentDuration = new Histogram({
    name: 'ironql_agent_request_duration_seconds',
    help: 'How long requests of agents in ramdisks took, by route.',
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const webhookRequests = new Counter({
    name: 'ironql_webhook_requests_total',
    help: 'Requests to receivers of webhooks, by outcome; `dead` counts messages that were given up.',
    labelNames: ['outcome'],
    registers,
  });
  const webhookDuration = new Histogram({
    name: 'ironql_webhook_request_duration_seconds',
    help: 'How long receivers of webhooks took to answer, or not to.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const webhooks = new Gauge({
    name: 'ironql_webhooks',
    help: 'Webhooks, by state.',
    labelNames: ['state'],
    registers,
  });
  const deadLetters = new Gauge({
    name: 'ironql_webhook_dead_letters',
    help: 'Messages of webhooks that could not be delivered and are kept.',
    registers,
  });
  const sockets = new Gauge({ name: 'ironql_websocket_connections', help: 'Open WebSocket connections.', registers });
  const httpStreams = new Gauge({
    name: 'ironql_http_streams',
    help: 'Open streams over HTTP, by transport.',
    labelNames: ['transport'],
    registers,
  });
  const subscriptions = new Gauge({
    name: 'ironql_subscriptions',
    help: 'Open subscriptions.',
    labelNames: ['field'],
    registers,
  });
  const items = new Counter({
    name: 'ironql_subscription_items_total',
    help: 'Items sent to subscribers.',
    labelNames: ['field'],
    registers,
  });
  const jobs = new Gauge({ name: 'ironql_jobs', help: 'Unsettled jobs, by state.', labelNames: ['state'], registers });
  const nodes = new Gauge({
    name: 'ironql_nodes',
    help: 'Nodes, by provision state.',
    labelNames: ['provision_state'],
    registers,
  });
  const conductors = new Gauge({ name: 'ironql_conductors_alive', help: 'Conductors whose lease is good.', registers });
  const locks = new Gauge({ name: 'ironql_node_locks_held', help: 'Nodes that a job holds.', registers });
  const overdue = new Gauge({
    name: 'ironql_nodes_overdue',
    help: 'Nodes whose present step or signal is over its deadline; above 0 for long, a person must look.',
    registers,
  });
  const running = new Gauge({
    name: 'ironql_conductor_running_jobs',
    help: 'Jobs at work in this process.',
    registers,
  });
  const log = new Gauge({
    name: 'ironql_event_log_position',
    help: 'Number of the newest event read by this process.',
    registers,
  });

  const { isRedisConnected } = sources;
  const redis =
    isRedisConnected &&
    new Gauge({
      name: 'ironql_redis_connected',
      help: '1 while other processes are heard by Redis, 0 while they are polled for.',
      registers,
    });

  async function refresh(): Promise<void> {
    const figures = await sources.queue();
    const { jobsByState, nodesByState, conductorsAlive, locksHeld, nodesOverdue } = figures;
    webhooks.reset();
    for (const [state, count] of Object.entries(figures.webhooksByState)) webhooks.set({ state }, count);
    deadLetters.set(figures.deadLetters);
    jobs.reset();
    for (const [state, count] of Object.entries(jobsByState)) jobs.set({ state }, count);
    nodes.reset();
    for (const [state, count] of Object.entries(nodesByState)) nodes.set({ provision_state: state }, count);
    conductors.set(conductorsAlive);
    locks.set(locksHeld);
    overdue.set(nodesOverdue);
    running.set(sources.runningJobs());
    log.set(sources.logPosition());
  }

  /** Kept: to find it by its label takes longer than to count. */
  const itemsByField = new Map<string, Pick<Counter.Internal, 'inc'>>();
  function itemsOf(field: string): Pick<Counter.Internal, 'inc'> {
    const counter = itemsByField.get(field) ?? items.labels(field);
    itemsByField.set(field, counter);
    return counter;
  }

  return {
    contentType: registry.contentType,
    async render() {
      redis?.set(isRedisConnected?.() === true ? 1 : 0);
      await refresh().catch(() => {}); // without the database the process' own figures are still worth having
      return registry.metrics();
    },
    httpRequest(status, seconds) {
      requests.inc({ status });
      duration.observe(seconds);
    },
    agentRequest(route, outcome, seconds) {
      agentRequests.inc({ route, outcome });
      agentDuration.observe({ route }, seconds);
    },
    webhookRequest(outcome, seconds) {
      webhookRequests.inc({ outcome });
      if (outcome !== 'dead') webhookDuration.observe(seconds);
    },
    socketOpened: () => sockets.inc(),
    socketClosed: () => sockets.dec(),
    httpStreamOpened: (transport) => httpStreams.inc({ transport }),
    httpStreamClosed: (transport) => httpStreams.dec({ transport }),
    subscriptionStarted: (field) => subscriptions.inc({ field }),
    subscriptionEnded: (field) => subscriptions.dec({ field }),
    itemSent: (field) => itemsOf(field).inc(),
  };
}
