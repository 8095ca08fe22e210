import type { ReadyItem } from './fan-out/ready.ts';

/**
 * graphql-ws writes every message itself, so what is ready would be parsed and written again for each socket. Instead
 * it is handed a payload that stands for the item, and the item's own text takes its place in what it wrote.
 */
export interface Frames {
  /** Keeps the item until its message is sent; returns what stands for it. */
  hold(id: string, item: ReadyItem): typeof PLACEHOLDER;
  /** The message as it is to be sent. */
  whole(message: string): string;
}

/** No response looks like this: one has data or errors. */
const PLACEHOLDER = {};
const END = ',"type":"next","payload":{}}';
const START = '{"id":';

export function createFrames(): Frames {
  /** By the id as it is written in the message; an operation has one item under way at most. */
  let held: Map<string, string> | null = null; // few sockets have several operations, and an idle one needs none
  return {
    hold(id, { json }) {
      held ??= new Map();
      held.set(JSON.stringify(id), json);
      return PLACEHOLDER;
    },
    whole(message) {
      if (held === null || !message.startsWith(START) || !message.endsWith(END)) return message;
      const id = message.slice(START.length, -END.length);
      const json = held.get(id);
      if (json === undefined) return message;
      held.delete(id);
      if (held.size === 0) held = null;
      return `${START}${id},"type":"next","payload":${json}}`;
    },
  };
}
