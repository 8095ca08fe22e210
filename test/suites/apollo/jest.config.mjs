import { join } from 'node:path';

const APOLLO = join(import.meta.dirname, '../../../node_modules/@apollo/server/dist/esm');

/** Only for Apollo's suite, which is written for Jest. It meets the built service: Jest need not read TypeScript. */
export default {
  rootDir: import.meta.dirname,
  testMatch: ['**/*.jest.mjs'],
  testEnvironment: 'node',
  transform: {},
  // The suite brings an Apollo Server of its own version; what counts is the one that the service has.
  moduleNameMapper: {
    '^@apollo/server$': join(APOLLO, 'index.js'),
    '^@apollo/server/(errors|plugin/\\w+(?:/default)?)$': join(APOLLO, '$1/index.js'),
  },
};
