// Makes `dist/rogatory.js`, the command as it is started (docs/decisions/0019), of `src/cli/process.ts`, and beside it
// the page that verifies bundles.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildPage } from './page/build.mjs'

const folder = fileURLToPath(new URL('../../', import.meta.url))
const packaged = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** Taken into the file: its hundreds of small modules cost as much to find, one by one, as all the rest of a start. */
const taken = ['kysely']

const external = Object.keys({ ...packaged.dependencies, ...packaged.optionalDependencies }).filter(
  (name) => !taken.includes(name),
)

await build({
  absWorkingDir: folder,
  entryPoints: { rogatory: 'src/cli/process.ts' },
  outdir: 'dist',
  chunkNames: 'part-[hash]',
  bundle: true,
  splitting: true,
  external,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
})

await buildPage(folder)
