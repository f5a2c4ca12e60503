import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** What is written to the log of the program as a warning or an error, up to the first part that is only known then. */
function textsToActOn(source: string): readonly string[] {
  const call = /\blog\.(?:error|warn)\(\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\w+),\s*(?:'([^']+)'|`([^`$]+))/g
  return [...source.matchAll(call)].map(([, plain, template]) => (plain ?? template ?? '').trim())
}

describe('the log of the program', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.includes('generated'),
  )
  const texts = new Set(files.flatMap((file) => textsToActOn(readFileSync(join(root, 'src', file), 'utf8'))))

  it('gives no warning and tells no error of which docs/operations.md does not say what to do', () => {
    const page = readFileSync(join(root, 'docs/operations.md'), 'utf8')
    assert.ok(texts.size > 80, `${texts.size} texts were found`)
    assert.deepEqual(
      [...texts].filter((text) => !page.includes(text)),
      [],
    )
  })
})
