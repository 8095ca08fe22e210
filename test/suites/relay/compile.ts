/** Runs Relay's compiler, as it comes, over documents and this service's schema. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ConcreteRequest } from 'relay-runtime';

export interface Compiled {
  /** What the compiler made for an operation. */
  request(operation: string): ConcreteRequest;
  /** The operations, also those that the compiler wrote itself. */
  readonly operations: readonly string[];
  remove(): Promise<void>;
}

/**
 * @param modules documents by the name of the module that would have them in a `graphql` tag; the names of their
 *   operations and fragments begin with it, as Relay wants it
 * @throws {Error} with what the compiler said, when it does not accept them
 */
export async function compile(modules: Readonly<Record<string, string>>): Promise<Compiled> {
  const folder = await mkdtemp(join(tmpdir(), 'ironql-relay-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'src'));
  await mkdir(join(folder, 'artifacts'));
  await copyFile('schema.graphql', join(folder, 'schema.graphql'));
  for (const [name, documents] of Object.entries(modules)) {
    await writeFile(join(folder, 'src', `${name}.js`), `graphql\`${documents.replaceAll('`', '')}\`;\n`);
  }
  const config = {
    src: './src',
    schema: './schema.graphql',
    artifactDirectory: './artifacts',
    language: 'javascript',
    eagerEsModules: false,
  };
  await writeFile(join(folder, 'relay.config.json'), JSON.stringify(config));

  const require = createRequire(import.meta.url);
  const compiler = spawn(process.execPath, [require.resolve('relay-compiler/cli.js'), 'relay.config.json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, error, [code]] = await Promise.all([
    text(compiler.stdout),
    text(compiler.stderr),
    once(compiler, 'close'),
  ]);
  if (code !== 0) {
    await remove();
    throw new Error(`relay-compiler ended with code ${code}:\n${said}${error}`);
  }
  const load = createRequire(join(folder, 'artifacts/'));
  const artifacts = (await readdir(join(folder, 'artifacts'))).map((name) => name.replace('.graphql.js', ''));
  return {
    request: (operation) => load(`./${operation}.graphql.js`) as ConcreteRequest, // as the compiler wrote it
    operations: artifacts.filter((name) => /(Query|Mutation|Subscription)$/.test(name)).toSorted(),
    remove,
  };
}
