import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** The names of the functions and values that a module exports. */
function exportsOf(path: string): readonly string[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)]
    .map(([, name = '']) => name)
    .sort()
}

describe('a node of the benchmark without a log', () => {
  for (const name of ['trail.ts', 'sequence.ts']) {
    it(`has in the place of ${name} all that others import from it`, () => {
      const exported = exportsOf(`src/exchange/${name}`)
      assert.ok(exported.length > 0)
      assert.deepEqual(exportsOf(`bench/withoutLog/${name}`), exported)
    })
  }
})
