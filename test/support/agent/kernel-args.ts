/** What a machine is told on its kernel's command line. */

/** Words without `=` are there with an empty value; of a word given twice the last counts, as for the kernel. */
export function parseKernelArgs(commandLine: string): ReadonlyMap<string, string> {
  const words = commandLine.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  return new Map(
    words.map((word) => {
      const text = word.replaceAll('"', '');
      const at = text.indexOf('=');
      return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** Those of the agent's options that tests have a use for, with its own defaults (domain notes §6.9). */
export interface AgentOptions {
  /** Tried in turn; the last one that answered first. Empty: the agent does not look for a service. */
  readonly apiUrls: readonly string[];
  /** Given on virtual media only; else the first lookup brings it. */
  readonly token: string | null;
  readonly inspectionUrl: string | null;
  readonly listenPort: number | null;
  readonly advertiseHost: string | null;
  readonly advertisePort: number | null;
  readonly advertiseProtocol: 'http' | 'https';
  /** Do not check the service's certificate. */
  readonly isInsecure: boolean;
  readonly tlsMinVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly lookupTimeoutMs: number;
  readonly initializationDelayMs: number;
  readonly collectsLldp: boolean;
}

export function agentOptions(args: ReadonlyMap<string, string>): AgentOptions {
  const text = (name: string): string | null => args.get(name) || null;
  const number = (name: string): number | null => (args.has(name) ? Number(args.get(name)) : null);
  return {
    apiUrls: (text('ipa-api-url') ?? '').split(',').filter(Boolean),
    token: text('ipa-agent-token'),
    inspectionUrl: text('ipa-inspection-callback-url'),
    listenPort: number('ipa-listen-port'),
    advertiseHost: text('ipa-advertise-host'),
    advertisePort: number('ipa-advertise-port'),
    advertiseProtocol: text('ipa-advertise-protocol') === 'http' ? 'http' : 'https',
    isInsecure: ['1', 'true', 'True'].includes(args.get('ipa-insecure') ?? ''),
    tlsMinVersion: args.get('ipa-tls-min-version') === '1.3' ? 'TLSv1.3' : 'TLSv1.2',
    lookupTimeoutMs: (number('ipa-lookup-timeout') ?? 600) * 1_000,
    initializationDelayMs: (number('ipa-hardware-initialization-delay') ?? 0) * 1_000,
    collectsLldp: ['1', 'true', 'True'].includes(args.get('ipa-collect-lldp') ?? ''),
  };
}
