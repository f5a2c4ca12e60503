import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestName } from '../attacks/attack.ts'
import { countOf, root } from '../attacks/sources.ts'
import { painPointsPage } from './page.ts'
import { painPoints } from './painPoints.ts'

const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The tests whose titles name a pain point at their end. */
function titledTests(): TestName[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .flatMap((name) => {
      const file = `test/${name}`
      const titles = [...read(file).matchAll(/(['`])([^'`\n]+ \(pain point [0-9]+\))\1/g)]
      return titles.map(([, , title = '']) => ({ file, title }))
    })
}

const named = ({ file, title }: TestName): string => `${file}: ${title}`

describe('the table of pain points', () => {
  it('has each of the eighteen once, in their order', () => {
    assert.deepEqual(
      painPoints.map(({ number }) => number),
      Array.from({ length: 18 }, (_, index) => index + 1),
    )
  })

  it('names tests that are there, each once, and ends their titles with the pain point', () => {
    for (const { number, tests } of painPoints) {
      assert.ok(tests.length > 0, `pain point ${number}`)
      for (const { file, title } of tests) {
        const text = read(file)
        assert.equal(countOf(text, `'${title}'`) + countOf(text, `\`${title}\``), 1, named({ file, title }))
        assert.ok(title.endsWith(` (pain point ${number})`), title)
      }
    }
  })

  it('forgets no test that is named after a pain point', () => {
    const inTable = painPoints.flatMap(({ tests }) => tests.map(named))
    assert.deepEqual(titledTests().map(named).sort(), [...inTable].sort())
  })

  it('is told in docs/pain-points.md as it is now (npm run generate:pains)', () => {
    assert.equal(read('docs/pain-points.md'), painPointsPage(painPoints))
  })
})
