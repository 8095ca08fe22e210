import type { Resolvers } from './generated.ts';

export const viewerResolvers: Resolvers = {
  Query: { viewer: (_root, _args, { viewer }) => viewer },
  Viewer: { isSystemAdmin: (viewer) => viewer.scope.kind === 'all' },
};
