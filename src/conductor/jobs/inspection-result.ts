/** From what a driver found to what is to be written: derived values first, then the rules. Pure but for its argument. */
import { formatCapabilities, parseCapabilities } from '../../domain/capabilities.ts';
import { bootModeIn, portsFrom, propertiesFrom, type AddPorts } from '../../domain/inventory.ts';
import { ProblemError } from '../../domain/problems.ts';
import {
  RuleError,
  runInspectionRules,
  type RuleSubject,
  type RulesOutcome,
} from '../../domain/run-inspection-rules.ts';
import { maskDriverInfo } from '../../drivers/hardware-type.ts';
import type { InspectionResult } from '../../drivers/interfaces/inspect.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { Finding, JobNode, JsonPatch, PortWish } from '../job-type.ts';
import type { RuleFacts } from '../load-inspection.ts';

type Inspected = Omit<Extract<Finding, { readonly kind: 'inspected' }>, 'keep'>;

export function inspectionResult(
  node: JobNode,
  { inventory, pluginData }: InspectionResult,
  facts: RuleFacts,
  addPorts: AddPorts,
): { readonly finding: Inspected; readonly lines: readonly string[] } {
  const before = subjectOf(node, { inventory, pluginData }, facts, addPorts);
  const { subject: after, lines } = ruled(facts, before);
  const { node: now } = after;
  const finding: Inspected = {
    kind: 'inspected',
    inventory,
    pluginData: after.pluginData,
    properties: patchOf(node.properties, now.properties),
    extra: patchOf(facts.extra, now.extra),
    fields: {
      ...(now.description !== facts.description && { description: now.description }),
      ...(now.resourceClass !== facts.resourceClass && { resource_class: now.resourceClass }),
    },
    traits: {
      added: now.traits.filter((trait) => !node.traits.includes(trait)),
      gone: node.traits.filter((trait) => !now.traits.includes(trait)),
    },
    ports: Object.entries(after.ports).flatMap(([address, port]) => {
      const isThere = facts.ports.has(address);
      return isThere && port === before.ports[address] ? [] : [{ ...wishOf(address, port), isNew: !isThere }];
    }),
  };
  return { finding, lines };
}

/** The node as it is to be if no rule has anything to say. */
function subjectOf(
  node: JobNode,
  { inventory, pluginData }: InspectionResult,
  { extra, description, resourceClass, ports }: RuleFacts,
  addPorts: AddPorts,
): RuleSubject {
  const bootMode = bootModeIn(inventory);
  const capabilities = {
    ...parseCapabilities(node.properties['capabilities']),
    ...(bootMode !== null && { boot_mode: bootMode }),
  };
  const properties = {
    ...node.properties,
    ...propertiesFrom(inventory, pluginData),
    ...(Object.keys(capabilities).length > 0 && { capabilities: formatCapabilities(capabilities) }),
  };
  const known = node.ports.map(({ address, pxeEnabled, physicalNetwork }) => ({
    address,
    pxeEnabled,
    physicalNetwork,
    ...(ports.get(address) ?? { description: null, extra: {} }),
  }));
  const made = portsFrom(inventory, addPorts).filter(({ address }) => !ports.has(address));
  const fresh = made.map((port) => ({ ...port, physicalNetwork: null, description: null, extra: {} }));
  return {
    inventory: maskDriverInfo(node.hardware, inventory),
    pluginData,
    node: {
      id: node.id,
      name: node.name,
      driver: node.hardware.name,
      properties,
      extra,
      description,
      resourceClass,
      traits: node.traits,
    },
    ports: Object.fromEntries([...known, ...fresh].map((port) => [port.address, port])),
  };
}

function ruled({ rules }: RuleFacts, subject: RuleSubject): RulesOutcome {
  try {
    return runInspectionRules(rules, subject);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const { id, description, isSensitive } = error.rule;
    const name = description === null ? id : `"${description}" (${id})`;
    const reason = `inspection rule ${name} ended it${isSensitive ? '' : `: ${error.message}`}`;
    throw new ProblemError({ code: 'STEP_FAILED', step: 'collect', reason }, { cause: error });
  }
}

/** By the names at the top: what else is there, a user may be changing. */
function patchOf(before: JsonObject, after: JsonObject): JsonPatch {
  const set = Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]));
  return { set: Object.fromEntries(set), gone: Object.keys(before).filter((name) => !Object.hasOwn(after, name)) };
}

/** The table of what is changeable keeps each value of its kind. */
const wishOf = (address: string, port: Readonly<Record<string, unknown>>): Omit<PortWish, 'isNew'> => ({
  address,
  pxeEnabled: port['pxeEnabled'] === true,
  physicalNetwork: textOrNull(port['physicalNetwork']),
  description: textOrNull(port['description']),
  extra: { ...(typeof port['extra'] === 'object' ? port['extra'] : null) },
});

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
