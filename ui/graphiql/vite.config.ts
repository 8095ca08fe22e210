import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  // Where the service serves it.
  base: '/graphiql/',
  build: {
    outDir: '../../dist/graphiql',
    emptyOutDir: true,
    // One request less for each font; the policy allows data: for fonts and images alone.
    assetsInlineLimit: (path) => /\.(ttf|woff2?)$/.test(path),
    // GraphiQL's editor is one chunk of some MB. It is loaded once and then cached for good.
    chunkSizeWarningLimit: 8000,
    // "use client" means something to server rendering only; without this, a page of warnings for each file of a library.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  worker: { format: 'es' },
  plugins: [compressOutput()],
});

/** Writes `x.gz` beside each `x`: compressing at build time is done once, and as hard as gzip can. */
function compressOutput(): Plugin {
  return {
    name: 'compress-output',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const entries = await readdir(dir, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.gz'));
      await Promise.all(files.map((file) => compress(join(file.parentPath, file.name))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
}
