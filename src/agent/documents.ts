/** The documents by which an agent finds out what is spoken here. It reads `default_version.version` of the first, and no more. */
import type { LookedUp } from '../services/agent/look-up.ts';
import { API } from './api-version.ts';

/** @param base where machines reach the service, without a slash at the end */
export function rootDocument(base: string): object {
  const version = {
    id: 'v1',
    status: 'CURRENT',
    min_version: `1.${API.MIN}`,
    version: `1.${API.MAX}`,
    links: [{ rel: 'self', href: `${base}/v1/` }],
  };
  return {
    name: 'IronQL',
    description: 'What agents in ramdisks need of the bare metal API. Everything else is GraphQL, at /graphql.',
    default_version: version,
    versions: [version],
  };
}

export function v1Document(base: string): object {
  const link = (path: string): object => [{ rel: 'self', href: `${base}/v1/${path}` }];
  return {
    id: 'v1',
    links: link(''),
    media_types: [{ base: 'application/json', type: 'application/json' }],
    lookup: link('lookup'),
    heartbeat: link('heartbeat'),
    continue_inspection: link('continue_inspection'),
  };
}

/** The answer to a lookup. Agents must have `node.uuid` and `config.heartbeat_timeout`; the rest sets what they do. */
export function nodeDocument(base: string, found: LookedUp): object {
  const { nodeId, properties, instanceInfo, token, heartbeatSeconds, allowMd5, tlsMinVersion, skipsBmcDetection } =
    found;
  return {
    node: {
      uuid: nodeId,
      properties,
      instance_info: instanceInfo,
      driver_internal_info: {},
      links: [{ rel: 'self', href: `${base}/v1/nodes/${nodeId}` }],
    },
    config: {
      heartbeat_timeout: heartbeatSeconds,
      agent_token: token,
      agent_token_required: true,
      agent_md5_checksum_enable: allowMd5,
      disable_deep_image_inspection: false,
      permitted_image_formats: ['raw', 'gpt', 'qcow2', 'iso'],
      agent_skip_bmc_detect: skipsBmcDetection,
      enable_bios_bootloader_install: false,
      tls_min_version: tlsMinVersion,
      tls_cipher_suites: null,
      agent_containers: {
        allow_arbitrary_containers: false,
        allowed_containers: [],
        container_steps_file: '/etc/ironic-python-agent.d/mysteps.yaml',
        runner: 'podman',
        pull_options: [],
        run_options: ['--rm', '--network=host'],
      },
      metrics: {
        backend: 'noop',
        prepend_host: false,
        prepend_uuid: false,
        prepend_host_reverse: true,
        global_prefix: null,
      },
      metrics_statsd: { statsd_host: 'localhost', statsd_port: 8125 },
    },
  };
}
