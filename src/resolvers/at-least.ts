/** Read your write: `atLeast`, which queries have in common, in one place for all of them. */
import { GraphQLError } from 'graphql';
import { hasReadUpTo } from '../services/read/at-least.ts';
import type { RequestContext } from './context.ts';
import type { Resolvers } from './generated.ts';

type Resolve = (root: unknown, args: unknown, context: RequestContext, info: unknown) => unknown;

/**
 * Resolvers whose queries wait until this process has read as far as their `atLeast` says. Wrapped here, and not done by
 * a plug-in, it holds whatever executes the operation.
 */
export function waitingForAtLeast(resolvers: Resolvers): Resolvers {
  if (resolvers.Query === undefined) return resolvers;
  const queries = Object.entries(resolvers.Query).map(([field, resolve]) => [field, waiting(resolve)]);
  // The same fields, each resolved as before once it has waited.
  return { ...resolvers, Query: Object.fromEntries(queries) as NonNullable<Resolvers['Query']> };
}

function waiting(resolver: unknown): Resolve {
  if (typeof resolver !== 'function') throw new Error('A query is resolved by a function.');
  const resolve = resolver as Resolve; // as graphql-js calls it
  return (root, args, context, info) => {
    const cursor = cursorIn(args);
    if (cursor === null) return resolve(root, args, context, info);
    return waitFor(context, cursor).then(() => resolve(root, args, context, info));
  };
}

function cursorIn(args: unknown): string | null {
  const cursor: unknown = typeof args === 'object' && args !== null && 'atLeast' in args ? args.atLeast : null;
  return typeof cursor === 'string' ? cursor : null;
}

/** @throws {GraphQLError} NOT_CAUGHT_UP */
async function waitFor({ services, loaders }: RequestContext, cursor: string): Promise<void> {
  if (await hasReadUpTo(services, cursor)) {
    loaders.forget(); // another field, which does not wait, may have read the same rows before
    return;
  }
  throw new GraphQLError('This process has not read the event log so far yet.', {
    extensions: {
      code: 'NOT_CAUGHT_UP',
      argument: 'atLeast',
      remedy: 'Ask again, or without atLeast if an older state will do.',
      retryAfterMs: 1_000,
    },
  });
}
