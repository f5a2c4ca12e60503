import assert from 'node:assert/strict'

/**
 * Skips tests that need a program of others where it is not installed, saying what to install. Under CI nothing is
 * skipped: there it is a failure that the program lacks.
 */
export function requireTool(test: Mocha.Context, isThere: boolean, needs: string): void {
  if (isThere) return
  assert.notEqual(process.env.CI, 'true', `these tests may not be skipped here; they need ${needs}`)
  console.log(`      skipped: needs ${needs}`)
  test.skip()
}
