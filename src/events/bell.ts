/**
 * Wakes whoever waits for something to have been committed. A bell carries no data: losing a ring costs time, never
 * truth, so every waiter also looks by itself now and then.
 */
export interface Bell {
  ring(topic: BellTopic): void;
  /** Calls back after every ring of the topic, until the returned function is called. */
  listen(topic: BellTopic, onRing: () => void): () => void;
}

/** events: the log has grown. jobs: there may be a job to claim. webhooks: there may be one to deliver for. */
export const BELL_TOPICS = ['events', 'jobs', 'webhooks'] as const;
export type BellTopic = (typeof BELL_TOPICS)[number];

export function createBell(): Bell {
  const listeners: Readonly<Record<BellTopic, Set<() => void>>> = {
    events: new Set(),
    jobs: new Set(),
    webhooks: new Set(),
  };
  return {
    ring(topic) {
      for (const listener of listeners[topic]) listener();
    },
    listen(topic, onRing) {
      listeners[topic].add(onRing);
      return () => listeners[topic].delete(onRing);
    },
  };
}
