import assert from 'node:assert/strict'

/**
 * Skips tests that need a program or test data of others where it is not there, saying what. Under CI nothing is
 * skipped: there it is a failure that it lacks.
 */
export function requireTool(test: Mocha.Context, isThere: boolean, needs: string): void {
  if (isThere) return
  assert.notEqual(process.env.CI, 'true', `these tests may not be skipped here; they need ${needs}`)
  console.log(`      skipped: needs ${needs}`)
  test.skip()
}
