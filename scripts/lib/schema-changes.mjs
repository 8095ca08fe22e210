/** What has become of a schema, by graphql-inspector. */
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildASTSchema, parse, print, visit } from 'graphql';

/**
 * A change that breaks clients and is meant to.
 *
 * @typedef {{ type: string, path: string, reason: string }} Break
 */

/**
 * @param {string} released the schema that clients know
 * @param {string} current
 * @param {readonly Break[]} intended
 * @returns {Promise<{ summary: string, objections: string[] }>}
 */
export async function judgeChanges(released, current, intended) {
  const changes = await diff(read(released), read(current));
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const dangerous = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Dangerous);

  const unknown = breaking.filter((change) => !intended.some((one) => isSame(one, change)));
  const pointless = intended.filter((one) => !breaking.some((change) => isSame(one, change)));
  const unexplained = intended.filter(({ reason }) => typeof reason !== 'string' || reason.trim() === '');
  return {
    summary: `${changes.length} changes, of which ${dangerous.length} dangerous and ${breaking.length} breaking, as intended`,
    objections: [
      ...unknown.map(({ message, type, path }) => `${message}: ${JSON.stringify({ type, path, reason: '' })}`),
      ...pointless.map(({ type, path }) => `Nothing breaks so (any more): ${type} ${path}`),
      ...unexplained.map(({ type, path }) => `Breaks without a reason: ${type} ${path}`),
    ],
  };
}

/**
 * A schema, to be held against later ones. Without descriptions: words may change as they like.
 *
 * @param {string} text
 */
export function withoutWords(text) {
  return `${print(strip(text))}\n`;
}

/** @param {string} text */
function read(text) {
  return buildASTSchema(strip(text));
}

/** @param {string} text */
function strip(text) {
  return visit(parse(text), {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
  });
}

/**
 * @param {Break} intended
 * @param {{ type: string, path?: string }} change
 */
const isSame = (intended, change) => intended.type === change.type && intended.path === change.path;
