// Makes `dist/rogatory.js`, the command as it is started (docs/decisions/0019), of `src/cli/process.ts`, and beside it
// the page that verifies bundles.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildAssets } from '../web/assets/build.mjs'
import { buildPage } from './page/build.mjs'

const folder = fileURLToPath(new URL('../../', import.meta.url))
const packaged = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/**
 * Left in `node_modules`, where they are found when they are wanted: what reads files that lie beside it, and the client
 * of a bucket, which few nodes have and which is larger than all the rest. Of the others
 * each module that is looked for and read by itself costs a start more than what it does.
 */
const left = ['pdfkit', 'fontkit', 'pino', '@aws-sdk/client-s3']
const isLeft = (/** @type {string} */ name) => left.includes(name) || name.startsWith('@embedpdf/')

const external = Object.keys({ ...packaged.dependencies, ...packaged.optionalDependencies }).filter(
  (name) => isLeft(name) || name in packaged.optionalDependencies,
)

/** Older libraries ask for the modules of Node.js by `require`, which a module has not. */
const requiring =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

const { metafile } = await build({
  absWorkingDir: folder,
  entryPoints: {
    rogatory: 'src/cli/process.ts',
    fileThread: 'src/store/exhibits/fileThread.ts',
    hashThread: 'src/store/exhibits/hashThread.ts',
    assistantThread: 'src/cli/assistantThread.ts',
    bundleThread: 'src/cli/bundleThread.ts',
  },
  outdir: 'dist',
  chunkNames: 'part-[hash]',
  bundle: true,
  splitting: true,
  external,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  banner: { js: requiring },
  logLevel: 'warning',
  metafile: true,
})

await buildAssets(folder)

/** What the words of a court bundle depend on: this program, and the versions of what it is built and started with. */
const parts = [...Object.keys(metafile.outputs).filter((path) => path.endsWith('.js')), 'package-lock.json']
const digests = parts.sort().map((path) => `${path}\0${sha256(contentOf(path))}\n`)
await buildPage(folder, (page) => {
  const program = sha256(`rogatory-program/v1\0${digests.join('')}${sha256(page)}`)
  writeFileSync(join(folder, 'dist/program.sha256'), `${program}\n`)
  return program
})

/**
 * A part of the program, wherever the libraries lay when it was built: esbuild notes that beside each of their modules.
 *
 * @param {string} path
 */
function contentOf(path) {
  return readFileSync(join(folder, path), 'utf8').replace(/^\/\/ .*node_modules\//gm, '// node_modules/')
}

/** @param {string} content */
function sha256(content) {
  return createHash('sha256').update(content).digest('hex')
}
