// @ts-nocheck: the suite's types are those of another Apollo Server, and dist/ has none.
/** Apollo's test suite for servers that bind Apollo Server to HTTP, against the file that does it here. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { defineIntegrationTestSuite } from '@apollo/server-integration-testsuite';

const BUILT = new URL('../../../dist/api/graphql-over-http.js', import.meta.url);
const { answerGraphql } = await import(BUILT.href);

defineIntegrationTestSuite(
  async (serverOptions, testOptions) => {
    const createContext = testOptions?.context ?? (() => Promise.resolve({}));
    const apollo = new ApolloServer(serverOptions);
    await apollo.start();
    const http = createServer((request, response) => {
      answerGraphql(apollo, createContext, request, response).catch((error) => response.destroy(error));
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address();
    return {
      server: apollo,
      url: `http://127.0.0.1:${port}`,
      extraCleanup: () => new Promise((resolve) => void http.close(resolve)),
    };
  },
  { noIncrementalDelivery: true }, // @defer and @stream are no part of the schema here
);
