/**
 * Client libraries as they are published, each set up so that it comes back after a lost connection and goes on where it
 * was: what docs/subscribing.md tells their users to write.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { RetryLink } from '@apollo/client/link/retry';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client as UrqlClient, fetchExchange, subscriptionExchange } from '@urql/core';
import { EventSource } from 'eventsource';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient, MessageType, type Client } from 'graphql-ws';
import { Network, Observable as RelayObservable } from 'relay-runtime';
import { tap } from 'rxjs';
import { WebSocket } from 'ws';
import type { Variables } from './graphql-client.ts';

export interface Followed {
  /** `http://HOST:PORT/graphql` */
  readonly url: string;
  readonly query: string;
  readonly variables: Variables;
  /** Gets `data`, as the client hands it on. */
  readonly told: (data: unknown) => void;
  /** The client has given up, or says that it was refused. */
  readonly failed: (why: unknown) => void;
}

export interface StockClient {
  readonly name: string;
  /** @returns how to stop */
  readonly follow: (followed: Followed) => () => void;
}

/** Quicker than anybody would want it outside of tests. */
const RETRY_MS = 20;

/** Five lines more than without: what the service is told of where each operation stood. Goes under any client. */
function resumingSocket(url: string): Client {
  const resume: Record<string, unknown> = {};
  return createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: Infinity,
    shouldRetry: () => true, // or a connection that is refused, as while a service starts, would be the end
    retryWait: () => sleep(RETRY_MS),
    connectionParams: () => ({ resume }),
    on: {
      message(message) {
        if (message.type === MessageType.Next)
          resume[message.id] = message.payload.extensions?.['cursor'] ?? resume[message.id];
        else if (message.type === MessageType.Complete || message.type === MessageType.Error) delete resume[message.id];
      },
    },
  });
}

const graphqlWs: StockClient = {
  name: 'graphql-ws',
  follow({ url, query, variables, told, failed }) {
    const client = resumingSocket(url);
    client.subscribe(
      { query, variables: { ...variables } },
      { next: ({ data, errors }) => (errors ? failed(errors) : told(data)), error: failed, complete() {} },
    );
    return () => void client.dispose();
  },
};

const apolloOverSocket: StockClient = {
  name: 'Apollo Client, GraphQLWsLink',
  follow({ url, query, variables, told, failed }) {
    const socket = resumingSocket(url);
    const client = new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache() });
    const subscription = client.subscribe({ query: gql(query), variables: { ...variables } }).subscribe({
      next: ({ data, error }) => (error ? failed(error) : told(data)),
      error: failed,
    });
    return () => {
      subscription.unsubscribe();
      void socket.dispose();
    };
  },
};

/** Between RetryLink and HttpLink: sends the cursor of the last item with each attempt but the first. */
function resumeLink(): ApolloLink {
  const cursors = new WeakMap<ApolloLink.Operation, unknown>();
  return new ApolloLink((operation, forward) => {
    const cursor = cursors.get(operation);
    if (cursor !== undefined) operation.setContext({ headers: { 'last-event-id': cursor } });
    return forward(operation).pipe(
      tap(({ extensions }) => {
        if (extensions?.['cursor'] !== undefined) cursors.set(operation, extensions['cursor']);
      }),
    );
  });
}

const apolloOverHttp: StockClient = {
  name: 'Apollo Client, HttpLink (multipart)',
  follow({ url, query, variables, told, failed }) {
    const link = ApolloLink.from([
      new RetryLink({ delay: { initial: RETRY_MS, max: RETRY_MS }, attempts: { max: Infinity } }),
      resumeLink(),
      new HttpLink({ uri: url }),
    ]);
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const subscription = client.subscribe({ query: gql(query), variables: { ...variables } }).subscribe({
      next: ({ data, error }) => (error ? failed(error) : told(data)),
      error: failed,
    });
    return () => subscription.unsubscribe();
  },
};

const urqlOverSocket: StockClient = {
  name: 'urql, subscriptionExchange',
  follow({ url, query, variables, told, failed }) {
    const socket = resumingSocket(url);
    const client = new UrqlClient({
      url,
      preferGetMethod: false,
      exchanges: [
        subscriptionExchange({
          forwardSubscription: ({ query: text = '', ...rest }) => ({
            subscribe: (sink) => ({
              unsubscribe: socket.subscribe(
                { ...rest, query: text },
                // A response as urql types it is one as graphql-ws has it.
                { ...sink, next: (value) => sink.next(value as Parameters<typeof sink.next>[0]) },
              ),
            }),
          }),
        }),
      ],
    });
    const { unsubscribe } = client
      .subscription(query, variables)
      .subscribe(({ data, error }) => (error ? failed(error) : told(data)));
    return () => {
      unsubscribe();
      void socket.dispose();
    };
  },
};

/** urql itself does not come back over HTTP: its stream ends with `hasNext: false`, and is asked for again. */
const urqlOverHttp: StockClient = {
  name: 'urql, fetchSubscriptions (event stream)',
  follow({ url, query, variables, told, failed }) {
    const client = new UrqlClient({
      url,
      preferGetMethod: false,
      exchanges: [fetchExchange],
      fetchSubscriptions: true,
    });
    let cursor: unknown;
    let stop = (): void => {};
    const fetchOptions = (): RequestInit =>
      typeof cursor === 'string' ? { headers: { 'last-event-id': cursor } } : {};
    const subscribe = (): void => {
      const { unsubscribe } = client.subscription(query, variables, { fetchOptions }).subscribe((result) => {
        const { data, error, extensions, hasNext } = result;
        if (error && !error.networkError) return failed(error);
        if (!hasNext) {
          const timer = setTimeout(subscribe, RETRY_MS);
          stop = () => clearTimeout(timer);
          return;
        }
        cursor = extensions?.['cursor'] ?? cursor;
        told(data);
      });
      stop = unsubscribe;
    };
    subscribe();
    return () => stop();
  },
};

const relay: StockClient = {
  name: 'Relay, Network',
  follow({ url, query, variables, told, failed }) {
    const socket = resumingSocket(url);
    const network = Network.create(
      () => Promise.reject(new Error('only subscriptions here')),
      ({ text }, used) =>
        RelayObservable.create((sink) =>
          socket.subscribe(
            { query: text ?? '', variables: used },
            // A response as Relay types it is one as graphql-ws has it.
            { ...sink, next: (value) => sink.next(value as Parameters<typeof sink.next>[0]) },
          ),
        ),
    );
    const params = {
      id: null,
      cacheID: query,
      name: 'Watch',
      operationKind: 'subscription',
      text: query,
      metadata: {},
    } as const;
    const { unsubscribe } = network
      .execute(params, { ...variables }, {})
      .subscribe({ next: (response) => ('data' in response ? told(response.data) : failed(response)), error: failed });
    return () => {
      unsubscribe();
      void socket.dispose();
    };
  },
};

const graphqlSse: StockClient = {
  name: 'graphql-sse',
  follow({ url, query, variables, told, failed }) {
    let cursor: unknown;
    let isStopped = false;
    const client = createSseClient({
      url,
      retryAttempts: Infinity,
      retry: () => sleep(RETRY_MS),
      headers: (): Record<string, string> => (typeof cursor === 'string' ? { 'last-event-id': cursor } : {}),
    });
    const subscribe = (): void => {
      client.subscribe(
        { query, variables: { ...variables } },
        {
          next({ data, errors, extensions }) {
            if (errors) return failed(errors);
            cursor = (extensions as { cursor?: string } | undefined)?.cursor ?? cursor; // untyped there
            told(data);
          },
          // It takes a connection that breaks while it hands on an item for an error of the application.
          error: () => {
            if (!isStopped) setTimeout(subscribe, RETRY_MS);
          },
          complete() {},
        },
      );
    };
    subscribe();
    return () => {
      isStopped = true;
      client.dispose();
    };
  },
};

/** Nothing is set up at all: that is what an EventSource does. */
const eventSource: StockClient = {
  name: 'EventSource',
  follow({ url, query, variables, told, failed }) {
    const address = new URL(url);
    address.searchParams.set('query', query);
    address.searchParams.set('variables', JSON.stringify(variables));
    const source = new EventSource(address);
    source.addEventListener('next', ({ data }) => {
      const { data: item, errors } = JSON.parse(String(data)) as { data?: unknown; errors?: unknown };
      if (errors === undefined) told(item);
      else failed(errors);
    });
    source.addEventListener('complete', () => source.close());
    return () => source.close();
  },
};

export const STOCK_CLIENTS: readonly StockClient[] = [
  graphqlWs,
  apolloOverSocket,
  apolloOverHttp,
  urqlOverSocket,
  urqlOverHttp,
  relay,
  graphqlSse,
  eventSource,
];
