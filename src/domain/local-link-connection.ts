import { parseMacAddress } from './mac-address.ts';

/** What is wrong with what a port says about where it is plugged in. */
export interface LinkFault {
  /** The key to blame; null when it is the whole. */
  readonly key: string | null;
  readonly reason: string;
  readonly remedy: string;
}

type Link = Readonly<Record<string, unknown>>;

/** The reference's keys, as network services read them. */
const KEYS: readonly string[] = ['switch_id', 'port_id', 'switch_info', 'hostname', 'network_type'];

/** What a link may look like (reference, 5.3). */
// prettier-ignore
const SHAPES = [
  { says: 'nothing at all',                                               isSmartNic: false, needs: [],                       may: [],                              networkType: null },
  { says: 'a switch, by switch_id, port_id and perhaps switch_info',      isSmartNic: false, needs: ['switch_id', 'port_id'], may: ['switch_info', 'network_type'], networkType: 'managed' },
  { says: 'the host of a smart NIC, by port_id and hostname',             isSmartNic: true,  needs: ['port_id', 'hostname'],  may: ['switch_info', 'network_type'], networkType: 'managed' },
  { says: 'a network that nobody manages, by network_type "unmanaged"',   isSmartNic: false, needs: ['network_type'],         may: [],                              networkType: 'unmanaged' },
] as const;

const MAX_LENGTH = 255;

/** The first thing that is wrong with it; null when network services can read it. */
export function whyLinkInvalid(link: Link, isSmartNic: boolean): LinkFault | null {
  for (const [key, value] of Object.entries(link)) {
    const fault = faultOf(key, value);
    if (fault !== null) return { key, ...fault };
  }
  const shape = SHAPES.find((one) => hasShape(link, one));
  if (shape === undefined) {
    const remedy = `It can name ${SHAPES.map(({ says }) => says).join('; ')}.`;
    return { key: null, reason: `${Object.keys(link).join(', ')} together name nothing to plug into.`, remedy };
  }
  if (shape.isSmartNic === isSmartNic) return null;
  const remedy = isSmartNic ? 'Give port_id and hostname, or set isSmartNic to false.' : 'Set isSmartNic to true.';
  return { key: null, reason: `It names ${shape.says}, and isSmartNic is ${isSmartNic}.`, remedy };
}

function hasShape(link: Link, { needs, may, networkType }: (typeof SHAPES)[number]): boolean {
  const known: readonly string[] = [...needs, ...may];
  return (
    needs.every((key) => key in link) &&
    Object.keys(link).every((key) => known.includes(key)) &&
    (link['network_type'] === undefined || link['network_type'] === networkType)
  );
}

function faultOf(key: string, value: unknown): Omit<LinkFault, 'key'> | null {
  if (!KEYS.includes(key)) {
    return { reason: `"${key.slice(0, 64)}" says nothing about a link.`, remedy: `Use ${KEYS.join(', ')}.` };
  }
  if (typeof value !== 'string' || value === '' || value.length > MAX_LENGTH) {
    return { reason: `${key} is not a text of 1 to ${MAX_LENGTH} characters.`, remedy: 'Write it as one.' };
  }
  if (key === 'switch_id' && parseMacAddress(value) === null && !DATAPATH_ID.test(value)) {
    const reason = `"${value.slice(0, 64)}" is neither a MAC address nor a datapath id.`;
    return { reason, remedy: 'Write six octets, or the 16 hexadecimal digits of a datapath id.' };
  }
  return null;
}

/** OpenFlow's name for a switch: 64 bits, of which the lower 48 are usually its MAC address. */
const DATAPATH_ID = /^(?:[0-9a-f]{16}|[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){6}[0-9a-f]{2})$/i;
