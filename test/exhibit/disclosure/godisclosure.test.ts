import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { readSelection } from '../../../src/exhibit/disclosure/selection.ts'
import { buildGo, requireGo } from '../../support/goProgram.ts'
import { type Original, disclosureOf, verdictOn } from './disclosing.ts'

describe('a disclosure, judged by the Merkle tree of others in Go (transparency-dev/merkle)', function () {
  let folder: string | null = null
  let program: string
  before(function () {
    requireGo(this, ['golang-github-transparency-dev-merkle-dev'])
    folder = mkdtempSync(join(tmpdir(), 'rogatory-godisclosure-'))
    program = join(folder, 'godisclosure')
    buildGo('../exhibit/disclosure/godisclosure', program)
  })
  after(() => {
    if (folder !== null) rmSync(folder, { recursive: true })
  })
  const judged = (disclosure: Uint8Array): string => {
    const file = join(folder ?? '', 'disclosure')
    writeFileSync(file, disclosure)
    const { stdout, stderr } = spawnSync(program, [file], { encoding: 'utf8' })
    return `${stdout}${stderr}`.trim()
  }

  it('is proven there as here, whatever is selected', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 60 }),
        async (parts, chosen) => {
          const file = Buffer.from(Array.from({ length: parts }, (_, at) => `${at}\n`).join(''))
          const original: Original = { file, cut: { by: 'lines' } }
          const named = chosen.filter((part) => part <= parts).toSorted((one, other) => one - other)
          const selected = named.length === 0 ? null : readSelection(named.join(','), parts)
          const runs = selected?.ok === true ? selected.runs : []
          const disclosure = await disclosureOf(original, randomBytes(32), runs)
          assert.equal(judged(disclosure), `proven: ${named.length} of ${parts}`)
          assert.equal(await verdictOn(disclosure), 'proven')
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is proven there with pages that are longer than a piece, and refused after a change', async () => {
    const pages = ['a.pdf', 'b é.pdf', 'c.pdf'].map((name) => [name, randomBytes(600_000)] as const)
    const original: Original = { pages }
    const disclosure = await disclosureOf(original, randomBytes(32), [{ first: 2, last: 2 }])
    assert.equal(judged(disclosure), 'proven: 1 of 3')
    const changed = Buffer.from(disclosure.toString().replace('b é.pdf', 'b e.pdf'))
    assert.equal(judged(changed), 'refused: another root')
    assert.equal(await verdictOn(changed), 'COMMITMENT_MISMATCH')
  })
})
