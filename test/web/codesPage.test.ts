import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { format } from 'prettier'
import { codesPage } from '../../src/web/codesPage.ts'
import { problems } from '../../src/web/problem.ts'

describe('the page of codes', () => {
  it('is the one that the table of refusals gives', async () => {
    const page = await readFile(resolve(import.meta.dirname, '../../docs/codes.md'), 'utf8')
    assert.equal(page, await format(codesPage(), { parser: 'markdown' }), 'run npm run generate:codes')
  })

  it('has a sentence for every code, in a row that nothing in it breaks', () => {
    const rows = codesPage().match(/^\| `[A-Z0-9_]+` \| [^|]+ \|$/gm) ?? []
    assert.equal(rows.length, Object.keys(problems).length)
  })
})
