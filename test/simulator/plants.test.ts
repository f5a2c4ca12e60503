import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { plants } from './planted/plants.ts'
import { root } from './run.ts'

describe('a bug that can be planted', () => {
  for (const [name, { file, fragment }] of Object.entries(plants))
    it(`has its place in the program: ${name}`, async () => {
      const parts = (await readFile(resolve(root, file), 'utf8')).split(fragment)
      assert.equal(parts.length, 2, `${fragment} stands ${parts.length - 1} times in ${file}`)
    })
})
