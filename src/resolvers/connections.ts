import type { Page } from '../services/read/page.ts';

/** Resolvers that every connection of rows shares. */
export const connection = {
  nodes: <Row>(page: Page<Row>): readonly Row[] => page.rows,
  edges: <Row>(page: Page<Row>): readonly { node: Row; cursor: string }[] =>
    page.rows.map((node) => ({ node, cursor: page.cursorOf(node) })),
  pageInfo: <Row>(page: Page<Row>) => {
    const [first] = page.rows;
    const last = page.rows.at(-1);
    return {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: first === undefined ? null : page.cursorOf(first),
      endCursor: last === undefined ? null : page.cursorOf(last),
    };
  },
  totalCount: <Row>(page: Page<Row>): Promise<number> => page.count(),
};
