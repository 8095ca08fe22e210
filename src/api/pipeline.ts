/**
 * What every operation goes through, whatever it came by: the document store, parsing, validation, limits, the viewer
 * and the wording of errors. HTTP (Apollo Server) and WebSocket (graphql-ws) both take their pieces from here, so a
 * limit that holds for one holds for the other.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  GraphQLError,
  getOperationAST,
  parse,
  validate,
  specifiedRules,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ParseOptions,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Viewer } from '../domain/viewer.ts';
import type { Logger } from '../domain/logger.ts';
import type { RequestContext } from '../resolvers/context.ts';
import { resolvers } from '../resolvers/index.ts';
import { createLoaders, type Loaders } from '../resolvers/loaders.ts';
import { createErrorFormatter, type ErrorFormatter } from './errors.ts';
import { checkCost, checkVariables, documentLimits, MAX_TOKENS, MAX_VALIDATION_ERRORS } from './limits.ts';

export interface Pipeline {
  readonly schema: GraphQLSchema;
  readonly parseOptions: ParseOptions;
  readonly validationRules: readonly ValidationRule[];
  readonly documents: DocumentStore;
  readonly formatError: ErrorFormatter;
  /** Parses, validates and weighs a document, or says what is wrong with it. Answers of the past are remembered. */
  prepare(
    source: string,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>> | null | undefined,
  ): PreparedOperation | readonly GraphQLError[];
  /** @throws {GraphQLError} QUERY_TOO_COMPLEX */
  checkCost(operation: WeighedOperation): void;
  /** For one operation; a subscription's loaders keep nothing from one event to the next. */
  createContext(viewer: Viewer, kind: 'once' | 'stream'): RequestContext;
}

export interface PreparedOperation {
  /** Identifies the text of the document. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

interface WeighedOperation {
  /** Identifies the text of the document. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
}

/** Valid documents by the hash of their text, in the shape that Apollo Server wants. */
export interface DocumentStore {
  get(key: string): Promise<DocumentNode | undefined>;
  set(key: string, document: DocumentNode): Promise<void>;
  delete(key: string): Promise<boolean>;
}

export interface PipelineOptions {
  readonly services: RequestContext['services'];
  readonly log: Logger;
  readonly isUnavailable: (error: unknown) => boolean;
}

const MAX_DOCUMENTS = 1_000;
const SCHEMA_FILE = new URL('../../schema.graphql', import.meta.url);

export function createPipeline({ services, log, isUnavailable }: PipelineOptions): Pipeline {
  const schema = makeExecutableSchema({
    typeDefs: readFileSync(SCHEMA_FILE, 'utf8'),
    resolvers: [...resolvers],
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  });
  const parseOptions = { maxTokens: MAX_TOKENS };
  const validationRules = [documentLimits];
  const valid = new LRUCache<string, DocumentNode>({ max: MAX_DOCUMENTS });
  const invalid = new LRUCache<string, readonly GraphQLError[]>({ max: MAX_DOCUMENTS });
  const weighed = new LRUCache<string, true>({ max: MAX_DOCUMENTS });

  const pipeline: Pipeline = {
    schema,
    parseOptions,
    validationRules,
    documents: {
      get: (key) => Promise.resolve(valid.get(key)),
      set: (key, document) => Promise.resolve(void valid.set(key, document)),
      delete: (key) => Promise.resolve(valid.delete(key)),
    },
    formatError: createErrorFormatter(log, isUnavailable),
    prepare(source, operationName, variables) {
      const hash = createHash('sha256').update(source).digest('hex');
      const known = invalid.get(hash);
      if (known !== undefined) return known;
      const document = valid.get(hash) ?? parseAndValidate(source);
      if (!('kind' in document)) {
        invalid.set(hash, document);
        return document;
      }
      valid.set(hash, document);
      const operation = getOperationAST(document, operationName);
      if (!operation)
        return [new GraphQLError('The document has no such operation.', { extensions: { code: 'BAD_REQUEST' } })];
      try {
        pipeline.checkCost({ hash, document, operationName, variables });
      } catch (error) {
        if (error instanceof GraphQLError) return [error];
        throw error;
      }
      return { hash, document, operation };
    },
    checkCost({ hash, document, operationName, variables }) {
      checkVariables(variables);
      // The same text with the same variables costs the same: a page that is polled is weighed once.
      const text = JSON.stringify(variables ?? null);
      const key = text.length <= 512 ? `${hash}${operationName ?? ''}${text}` : null;
      if (key !== null && weighed.has(key)) return;
      checkCost(schema, document, operationName, variables);
      if (key !== null) weighed.set(key, true);
    },
    createContext(viewer, kind) {
      let loaders: Loaders | null = null;
      return {
        viewer,
        services,
        get loaders() {
          loaders ??= createLoaders(services, viewer, { cache: kind === 'once' }); // there are many, and thousands wait idle
          return loaders;
        },
        requestId: randomUUID(),
      };
    },
  };
  return pipeline;

  function parseAndValidate(source: string): DocumentNode | readonly GraphQLError[] {
    let document: DocumentNode;
    try {
      document = parse(source, parseOptions);
    } catch (error) {
      if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
      throw error;
    }
    const errors = validate(schema, document, [...specifiedRules, ...validationRules], {
      maxErrors: MAX_VALIDATION_ERRORS,
    });
    return errors.length === 0 ? document : errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, {
    ...(nodes === undefined ? {} : { nodes }),
    ...(source === undefined ? {} : { source }),
    ...(positions === undefined ? {} : { positions }),
    extensions: { ...error.extensions, code },
  });
}
