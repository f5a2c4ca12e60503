// Builds the command where it is not built, or where a source is newer than what was built: whoever only starts it does not wait.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../', import.meta.url))
/** Written last by the build. */
const built = join(folder, 'dist/program.sha256')

/** Whether something there was changed after that time; of a folder also what was taken out of it. */
function isNewer(/** @type {string} */ path, /** @type {number} */ sinceMs) {
  const stat = statSync(path)
  if (stat.mtimeMs > sinceMs) return true
  return stat.isDirectory() && readdirSync(path).some((name) => isNewer(join(path, name), sinceMs))
}

const builtMs = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0
if (
  ['src', 'schemas', 'package.json', 'package-lock.json'].some((name) => isNewer(join(folder, name), builtMs))
)
  await import('./build.mjs')
