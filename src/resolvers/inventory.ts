import { jsonDifferences } from '../domain/json-difference.ts';
import { asText } from './as-text.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';

export const inventoryResolvers: Resolvers = {
  NodeInventory: {
    job: (row, _args, { loaders }) => (row.jobId === null ? null : loaders.job.load(row.jobId)),
    async changesSincePrevious({ nodeId, number, inventory }, _args, { loaders }) {
      const previous = await loaders.previousInventory.load(`${nodeId}/${number}`);
      return previous === null ? null : jsonDifferences(previous.inventory, inventory);
    },
  },
  InventoryChange: {
    before: ({ before }) => asText(before),
    after: ({ after }) => asText(after),
  },
  NodeInventoryConnection: connection,
};
