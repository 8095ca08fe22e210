import type { Viewer } from '../domain/viewer.ts';
import type { StreamContext } from '../services/stream/context.ts';
import type { Loaders } from './loaders.ts';

/** What every resolver gets: who asks, what may be called, and the loaders of this one operation. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly services: StreamContext;
  readonly loaders: Loaders;
  readonly requestId: string;
}
