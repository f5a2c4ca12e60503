// Makes `dist/client`, the client of a case-management system as a package of its own, ready for `npm pack`: what the compiler
// makes of `src/client`, with its manifest in the version of this program, its page and the licence.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../', import.meta.url))
const [given] = process.argv.slice(2)
/** Where it is laid; a test has a place of its own. */
const built = given ?? join(folder, 'dist/client')

rmSync(built, { recursive: true, force: true })
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
execFileSync(process.execPath, [compiler, '-p', join(folder, 'src/client'), '--outDir', built], {
  stdio: 'inherit',
})
// What the compiler declares still names the sources, which nobody has who installs it.
for (const path of readdirSync(built, { recursive: true, encoding: 'utf8' })) {
  if (!path.endsWith('.d.ts')) continue
  const declared = readFileSync(join(built, path), 'utf8')
  writeFileSync(join(built, path), declared.replace(/from '(\.[^']+)\.ts'/g, "from '$1.js'"))
}
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const manifest = JSON.parse(readFileSync(join(folder, 'src/client/package.json'), 'utf8'))
writeFileSync(join(built, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`)
copyFileSync(join(folder, 'src/client/README.md'), join(built, 'README.md'))
copyFileSync(join(folder, 'LICENSE'), join(built, 'LICENSE'))
