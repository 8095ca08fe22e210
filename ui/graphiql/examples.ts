/**
 * Values for the variables of the example tabs, so that each tab works as it is.
 *
 * A tab cannot know the id of a node that does not exist yet, and names and addresses must be unique. So the page
 * keeps one set of values, by the variable's name: what the next node is enrolled with, and the id of the node that
 * was enrolled last. Whatever tab declares such a variable gets its value into the variables pane, in plain sight.
 */
import { Kind, parse } from 'graphql';

export interface ExampleValues {
  /** Of the node enrolled last; empty before the first. */
  readonly nodeId: string;
  readonly vifId: string;
  /** For the node enrolled next. */
  readonly name: string;
  readonly firstAddress: string;
  readonly secondAddress: string;
  readonly driverInfo: Readonly<Record<string, unknown>>;
}

/**
 * A simulated machine that takes its time, so that there is something to watch: every operation some tenths of a
 * second, writing the image a few seconds.
 */
const WATCHABLE = { fake_delay_ms: 250, fake_delays: { 'deploy.write_image': 4000, 'power.set': 1000 } };

/** Names of the variables that the page can fill. */
export const EXAMPLE_VARIABLES: readonly string[] = Object.keys(exampleValues({ nodeId: '' }, [0, 0, 0, 0]));

/**
 * The values after a node was enrolled, or, with an empty id, before any was.
 * @param random four bytes; they make the next name and the next addresses new
 */
export function exampleValues(enrolled: { readonly nodeId: string }, random: Iterable<number>): ExampleValues {
  const bytes = [...random].map((byte) => byte.toString(16).padStart(2, '0'));
  // 02: locally administered, so it is nobody's real card (RFC 9542 §2.1).
  const addressOf = (port: number): string => ['02', ...bytes, `0${port}`].join(':');
  return {
    nodeId: enrolled.nodeId,
    vifId: enrolled.nodeId === '' ? '' : `vif-${enrolled.nodeId}`,
    name: `fake-${bytes.join('')}`,
    firstAddress: addressOf(1),
    secondAddress: addressOf(2),
    driverInfo: WATCHABLE,
  };
}

/** The variables pane's new text, or null when the operation has no variable that we could fill. */
export function fillVariables(operation: string, variables: string, values: ExampleValues): string | null {
  const declared = declaredVariables(operation);
  const known = Object.entries(values).filter(([name]) => declared.includes(name));
  if (known.length === 0) return null;
  return JSON.stringify({ ...parseObject(variables), ...Object.fromEntries(known) }, null, 2);
}

function declaredVariables(operation: string): readonly string[] {
  try {
    return parse(operation).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
        : [],
    );
  } catch {
    // Half typed: there is nothing to fill yet.
    return [];
  }
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
