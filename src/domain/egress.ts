/**
 * Where this service may fetch from. URLs of images, kernels, checksums and config drives come from users, and the
 * service stands where they do not: without rules they could make it ask the machine's own metadata service or
 * databases for them. The rules are about addresses, not names, because a name means what its owner says it means now.
 */
import { bitsOf } from './ip-network.ts';

/** Networks as `10.0.0.0/8`. The longest that an address is in decides; of two alike, the refusal. */
export interface EgressRules {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export interface EgressOptions {
  readonly signal: AbortSignal;
  /** The answer may be this large; more breaks it off. */
  readonly maxBytes: number;
  /** For everything together: redirects, head and body. */
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EgressResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the head announces; null where it does not. */
  readonly contentLength: number | null;
  /** To be read once, or given up with {@link discard}. Ends early only by throwing. */
  readonly body: AsyncIterable<Uint8Array>;
  discard(): void;
}

/**
 * The one way out for http and https.
 * @throws {ProblemError} SOURCE_REFUSED, SOURCE_UNREACHABLE, SOURCE_TIMEOUT, SOURCE_BROKEN; the signal's reason
 */
export interface Egress {
  /** Any status but a redirect is an answer. The body throws as well. */
  fetch(url: string, options: EgressOptions): Promise<EgressResponse>;
  /** The whole body of an answer of 200; any other status is SOURCE_BROKEN. */
  read(url: string, options: EgressOptions): Promise<Uint8Array>;
  /**
   * Sends a text. Any status is an answer, a redirect too: what is signed for one receiver goes to no other. Its body is
   * taken up to `maxBytes` and thrown away, and what goes wrong with it is nobody's business: the head has decided.
   */
  post(url: string, body: string, options: EgressOptions): Promise<EgressAnswer>;
  /**
   * Why nothing would be asked of this URL as its name is resolved now; null: it would. A name that cannot be resolved
   * is no reason. This is for early words; what decides is each request's own look.
   */
  whyRefused(url: string): Promise<string | null>;
}

/** The head of an answer. */
export type EgressAnswer = Pick<EgressResponse, 'status' | 'headers'>;

// prettier-ignore
const REFUSED: readonly (readonly [network: string, what: string])[] = [
  ['0.0.0.0/8',          'an address that means no machine'],
  ['127.0.0.0/8',        'this machine itself'],
  ['169.254.0.0/16',     'a link-local address, where clouds keep their metadata'],
  ['224.0.0.0/4',        'a multicast address'],
  ['240.0.0.0/4',        'a reserved address'],
  ['100.100.100.200/32', 'the metadata service of a cloud'], // Alibaba
  ['168.63.129.16/32',   'the metadata service of a cloud'], // Azure
  ['192.0.0.192/32',     'the metadata service of a cloud'], // Oracle
  ['::/96',              'an address that means no machine'],
  ['::1/128',            'this machine itself'],
  ['fe80::/10',          'a link-local address'],
  ['ff00::/8',           'a multicast address'],
  ['fd00:ec2::/32',      'the metadata service of a cloud'], // Amazon
  ['2001::/32',          'a tunnel (Teredo)'],
];

/** An address of version 4 in the spelling of version 6: what is meant is the former, so only its rules count. */
const MAPPED = bitsOfNetwork('::ffff:0:0/96');

/** Networks of version 6 that lead to an address of version 4, and at which bit it stands: both are judged. */
const CARRIERS = [
  [bitsOfNetwork('64:ff9b::/96'), 96], // NAT64, RFC 6052
  [bitsOfNetwork('2002::/16'), 16], // 6to4, RFC 3056
] as const;

interface Rule {
  readonly bits: string;
  /** 32 or 128: version 4 or 6. */
  readonly of: number;
  readonly refusal: string | null;
}

/**
 * @returns of an address why it is refused, in words that go on "it is at ADDRESS, …"; null: it may be asked.
 * @throws {RangeError} a network that is none
 */
export function createEgressJudge({ allow, deny }: EgressRules): (address: string) => string | null {
  // In this order, because the first of the longest decides.
  const rules: readonly Rule[] = [
    ...deny.map((network) => ruleOf(network, 'which the setting egressDeny refuses')),
    ...allow.map((network) => ruleOf(network, null)),
    ...REFUSED.map(([network, what]) => ruleOf(network, what)),
  ];
  const judge = (bits: string): string | null => {
    const matching = rules.filter((rule) => rule.of === bits.length && bits.startsWith(rule.bits));
    const longest = Math.max(0, ...matching.map((rule) => rule.bits.length));
    return matching.find((rule) => rule.bits.length === longest)?.refusal ?? null;
  };
  return (address) => {
    const bits = bitsOf(plainAddress(address));
    if (bits === null) return 'which is no address';
    if (bits.length === 32) return judge(bits);
    if (bits.startsWith(MAPPED)) return judge(bits.slice(MAPPED.length));
    const carrier = CARRIERS.find(([network]) => bits.startsWith(network));
    return judge(bits) ?? (carrier === undefined ? null : judge(bits.slice(carrier[1], carrier[1] + 32)));
  };
}

/** Null: it is a network. */
export function whyNoNetwork(text: string): string | null {
  try {
    ruleOf(text, null);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** For messages and logs: without user, password, query and fragment, any of which may hold a secret. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return '(not a URL)';
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}

function ruleOf(network: string, refusal: string | null): Rule {
  return { bits: bitsOfNetwork(network), of: network.includes(':') ? 128 : 32, refusal };
}

/** @throws {RangeError} */
function bitsOfNetwork(network: string): string {
  const [base = '', length, ...rest] = network.split('/');
  const bits = bitsOf(base);
  const wanted = length === undefined ? (bits?.length ?? 0) : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (bits === null || rest.length > 0 || wanted < 0 || wanted > bits.length) {
    throw new RangeError(`${network} is no network like 10.0.0.0/8`);
  }
  return bits.slice(0, wanted);
}

/** Without a zone (`fe80::1%eth0`), and with a tail like that of `::ffff:192.0.2.1` in hexadecimal. */
function plainAddress(address: string): string {
  const bare = address.split('%')[0] ?? '';
  const [, head, tail] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare) ?? [];
  const bits = tail === undefined ? null : bitsOf(tail);
  if (head === undefined || bits === null) return bare;
  const group = (from: number): string => Number.parseInt(bits.slice(from, from + 16), 2).toString(16);
  return `${head}${group(0)}:${group(16)}`;
}
