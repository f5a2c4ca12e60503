import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { requireTool } from './outsideTool.ts'

const python = '/usr/bin/python3'

/** Skips where the second implementation of JOSE is not installed. */
export function requireJwcrypto(test: Mocha.Context): void {
  const isThere = spawnSync(python, ['-c', 'import jwcrypto']).status === 0
  requireTool(test, isThere, 'the Debian package python3-jwcrypto')
}

/** What the script test/envelope/jwcrypto.py answers; its questions stand there. */
export function askJwcrypto(question: object): Record<string, unknown> {
  const script = join(import.meta.dirname, '../envelope/jwcrypto.py')
  // Isolated, for the script has the name of the library it imports.
  const { stdout, stderr, status } = spawnSync(python, ['-I', script], {
    input: JSON.stringify(question),
    encoding: 'utf8',
  })
  assert.equal(status, 0, stderr)
  return JSON.parse(stdout) as Record<string, unknown>
}
