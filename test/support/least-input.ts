import type { Variables } from './graphql-client.ts';

/** Of mutations that want more than the node: the least that they take. */
const LEAST: Readonly<Record<string, Variables>> = {
  rescueNode: { rescuePassword: 'a-test-password' },
  serviceNode: { steps: [{ step: 'reboot' }] },
  cleanNode: { steps: [{ step: 'reboot' }] },
};

export const leastInput = (mutation: string): Variables => LEAST[mutation] ?? {};
