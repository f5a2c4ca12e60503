import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { attacks } from './attacks.ts'
import { attacksPage } from './page.ts'
import { countOf, root, titledAttacks } from './sources.ts'

const read = (file: string): string => readFileSync(join(root, file), 'utf8')

describe('the table of attacks', () => {
  it('has each of the sixty-one once, and says of each what keeps it out or what lacks', () => {
    assert.deepEqual(
      attacks.map(({ number }) => number),
      Array.from({ length: 61 }, (_, index) => index + 1),
    )
    for (const { number, proofs, open } of attacks)
      assert.ok(proofs.length > 0 || open !== undefined, `attack ${number}`)
  })

  it('names guards that stand in their files, each exactly once', () => {
    for (const { number, proofs } of attacks) {
      for (const { file, fragment, without } of proofs.flatMap(({ guards }) => guards)) {
        assert.equal(countOf(read(file), fragment), 1, `attack ${number}, ${file}: ${fragment}`)
        assert.notEqual(fragment, without)
      }
    }
  })

  it('names tests that are there, each once, and begins their titles with the attack', () => {
    for (const { number, proofs } of attacks) {
      for (const { file, title } of proofs.flatMap(({ tests }) => tests)) {
        assert.equal(countOf(read(file), `'${title}'`), 1, `${file}: ${title}`)
        assert.ok(title.startsWith(`attack ${number}: `), title)
      }
    }
  })

  it('forgets no test that is named after an attack', () => {
    const named = new Set(
      attacks.flatMap(({ proofs }) => proofs.flatMap(({ tests }) => tests.map(({ title }) => title))),
    )
    const forgotten = titledAttacks().filter(({ title }) => !named.has(title))
    assert.deepEqual(forgotten, [])
  })

  it('is told in docs/attacks.md as it is now (npm run generate:attacks)', () => {
    assert.equal(read('docs/attacks.md'), attacksPage(attacks))
  })
})
