/**
 * P2, for code that nobody has run yet: what belongs to a node is written by way of its transaction, which is where the
 * epoch is checked. A new function that writes past it fails here, before any test of its own has to think of it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';

const CONDUCTOR = fileURLToPath(new URL('../../src/conductor', import.meta.url));

const WRITE =
  /\b(?:UPDATE|INSERT (?:IGNORE )?INTO|REPLACE INTO|DELETE FROM)\s+(nodes|jobs|job_steps|vif_attachments|node_locks)\b/gi;

/** What opens a node's transaction: its callback gets one. */
const OPENERS: ReadonlySet<string> = new Set(['inNodeTransaction', 'inNodesTransaction', 'commit']);
/** What one gets there: of one node, or of many. */
const NODE_TX: ReadonlySet<string> = new Set(['NodeTx', 'NodesTx']);

/** Writes outside of it, and why each is right: `file function table`. */
const ALLOWED: Readonly<Record<string, string>> = {
  'node-lock.ts clearHolder node_locks': 'called by the two functions above it, which get a NodeTx',
  'node-lock.ts takeNodeLocks node_locks': 'gets a NodeTx of each node, with its new holder',
  'node-transaction.ts createLockRow node_locks': 'the node is being created: there is no row to lock yet',
  'node-transaction.ts writeSequences node_locks': 'the end of the transaction itself',
  'periodic/purge-old-rows.ts purgeJobs jobs': 'removes jobs that ended long ago: nobody can write for them any more',
  'queue.ts insertJobs jobs': 'accepts jobs on nodes that its callers, which get a NodeTx of each, have locked',
  'queue.ts promoteNextOfEach jobs': 'gets the nodes as NodeTx, and their common transaction beside them',
};

describe('SQL that writes what belongs to a node', () => {
  const writes = sourceFiles().flatMap((file) => writesIn(file, readFileSync(`${CONDUCTOR}/${file}`, 'utf8')));
  const past = writes.filter(({ isFenced }) => !isFenced).map(({ place }) => place);

  it('is found where it stands', () => {
    expect(writes.length).toBeGreaterThan(20); // or the search has gone blind
  });

  it('goes by way of the transaction of a node', () => {
    expect(past.filter((place) => ALLOWED[place] === undefined)).toEqual([]);
  });

  it('has no exception that nobody needs any more', () => {
    expect(Object.keys(ALLOWED).filter((place) => !past.includes(place))).toEqual([]);
  });
});

describe('the search', () => {
  it.each([
    ['a write by a handle that came without the lock', 'const f = (db) => db.query("UPDATE nodes SET a = 1")'],
    ['one in a function that gets another transaction', 'function f(tx: Tx) { tx.query("DELETE FROM jobs") }'],
    [
      'one that only looks as if it went by way of it',
      'function f(node: Other) { node.tx.query("INSERT INTO jobs (id)") }',
    ],
    ['one that is kept aside', 'const SQL = `UPDATE node_locks SET epoch = ?`;'],
    ['one behind another statement', 'const f = (db) => db.query(`SELECT 1; UPDATE job_steps SET a = 1`)'],
  ])('sees %s', (_what, code) => {
    expect(writesIn('x.ts', code)).toMatchObject([{ isFenced: false }]);
  });

  it.each([
    ['a function that gets it', 'function f(node: NodeTx) { node.tx.query("UPDATE nodes SET a = 1") }'],
    ['one that takes it apart', 'const f = ({ tx }: NodeTx) => tx.query("UPDATE nodes SET a = 1")'],
    ['the callback of what opens it', 'inNodeTransaction(o, async (node) => node.tx.query("UPDATE nodes SET a = 1"))'],
    ['one that gets only what it needs', 'const f = (tx: NodesTx["tx"]) => tx.query("UPDATE jobs SET a = 1")'],
    ['a method that gets it', 'class C { f({ tx }: NodeTx) { return tx.query("UPDATE jobs SET a = 1") } }'],
    ["a worker's commit", 'this.commit(async (tx) => { await tx.tx.query(`UPDATE jobs SET a = 1`) })'],
  ])('is content with %s', (_what, code) => {
    expect(writesIn('x.ts', code)).toMatchObject([{ isFenced: true }]);
  });
});

interface Write {
  readonly place: string;
  readonly isFenced: boolean;
}

/** A node of the syntax tree, of which only what is asked for matters. */
type Tree = Readonly<Record<string, unknown>> & { readonly type: string };

/** A function that is being walked, and the names in it that are, or come from, a NodeTx. */
interface Scope {
  readonly name: string;
  readonly nodeTx: ReadonlySet<string>;
  /** Names of its `tx`, taken out of it. */
  readonly tx: ReadonlySet<string>;
}

function sourceFiles(): readonly string[] {
  return readdirSync(CONDUCTOR, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
}

function writesIn(file: string, code: string): readonly Write[] {
  const writes: Write[] = [];
  walk(parseSync(code, { syntax: 'typescript' }), [], []);
  return writes;

  function walk(value: unknown, path: readonly Tree[], scopes: readonly Scope[]): void {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, path, scopes);
      return;
    }
    if (!isTree(value)) {
      if (typeof value === 'object' && value !== null)
        for (const item of Object.values(value)) walk(item, path, scopes);
      return;
    }
    const inside = isFunction(value) ? [...scopes, scopeOf(value, path)] : scopes;
    for (const [, table = ''] of textOf(value).matchAll(WRITE)) {
      const name = scopes.findLast((scope) => scope.name !== '')?.name ?? 'nowhere';
      writes.push({ place: `${file} ${name} ${table.toLowerCase()}`, isFenced: goesByNodeTx(path, scopes) });
    }
    for (const item of Object.values(value)) walk(item, [...path, value], inside);
  }
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'MethodProperty',
]);
const isFunction = ({ type }: Tree): boolean => FUNCTIONS.has(type);

/** The SQL itself: string literals, and the fixed parts of templates, put together. */
function textOf(tree: Tree): string {
  if (tree.type === 'StringLiteral') return String(tree['value']);
  if (tree.type !== 'TemplateLiteral') return '';
  return list(tree['quasis'])
    .map((quasi) => String(quasi['raw']))
    .join(' ? ');
}

/** Is it the argument of `<node>.tx.query(…)` or `<tx>.query(…)`, with names that come from a NodeTx? */
function goesByNodeTx(path: readonly Tree[], scopes: readonly Scope[]): boolean {
  const call = path.findLast(({ type }) => type === 'CallExpression');
  const callee = tree(call?.['callee']);
  if (callee === null || nameOf(callee['property']) !== 'query') return false;
  const on = tree(callee['object']);
  if (on?.type === 'Identifier') return scopes.some(({ tx }) => tx.has(nameOf(on)));
  return nameOf(on?.['property']) === 'tx' && scopes.some(({ nodeTx }) => nodeTx.has(nameOf(on?.['object'])));
}

function scopeOf(fn: Tree, path: readonly Tree[]): Scope {
  const nodeTx = new Set<string>();
  const tx = new Set<string>();
  const isCallback = OPENERS.has(calledBy(path));
  for (const [index, param] of paramsOf(fn).entries()) {
    const type = typeOf(param);
    // NodesTx['tx'], for what needs no more of it.
    if (isNodeTx(type?.['objectType'])) tx.add(nameOf(param));
    if (!isNodeTx(type) && !(isCallback && index === 0)) continue;
    if (param.type === 'Identifier') nodeTx.add(nameOf(param));
    for (const property of list(param['properties'])) {
      if (nameOf(property['key']) === 'tx') tx.add(nameOf(tree(property['value']) ?? property['key']));
    }
  }
  return { name: nameOf(fn['identifier'] ?? fn['key'] ?? path.at(-1)?.['id']), nodeTx, tx };
}

/** The name of what the function is an argument of; empty when it is none. */
function calledBy(path: readonly Tree[]): string {
  const call = path.at(-1);
  if (call?.type !== 'CallExpression') return '';
  const callee = tree(call['callee']);
  return nameOf(callee?.type === 'MemberExpression' ? callee['property'] : callee);
}

/** A method keeps them one level further down, in something that is no node of the tree. */
function paramsOf(fn: Tree): readonly Tree[] {
  const { params, function: method } = fn;
  const inMethod = typeof method === 'object' && method !== null && 'params' in method ? method.params : [];
  return list(params ?? inMethod).map((param) => tree(param['pat']) ?? param);
}

const typeOf = (param: Tree): Tree | null => tree(tree(param['typeAnnotation'])?.['typeAnnotation']);
const isNodeTx = (type: unknown): boolean => NODE_TX.has(nameOf(tree(type)?.['typeName']));

const tree = (value: unknown): Tree | null => (isTree(value) ? value : null);
const list = (value: unknown): readonly Tree[] => (Array.isArray(value) ? value.filter(isTree) : []);
const nameOf = (value: unknown): string => {
  const name = tree(value)?.['value'];
  return typeof name === 'string' ? name : '';
};
