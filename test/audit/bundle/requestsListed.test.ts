import assert from 'node:assert/strict'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { bundlePaths } from '../../../src/audit/bundle/layout.ts'
import { busyWorld, findingsIn, one, two } from '../../support/busyWorld.ts'
import { requestNumber } from '../../support/paperWorld.ts'
import { exportPaper } from '../../support/paperBundle.ts'

type FileMap = Map<string, Uint8Array>

const path = bundlePaths.requests
const listOf = (...lines: string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''))

/** A bundle of some requests, which are named in a file as if they were too many for the entry. */
async function listing(list: Uint8Array, requests: readonly string[] = [one, two]): Promise<FileMap> {
  const world = await busyWorld()
  return exportPaper(world, world.vn, {
    requests,
    details: { scope: ['all'] },
    cheat: (files) => files.set(path, list),
  })
}

const found = async (files: FileMap): Promise<string[]> => await findingsIn([{ name: 'vn', files }])

describe('a bundle whose requests are named in a file', () => {
  const both = listOf(JSON.stringify(one), JSON.stringify(two))

  it('is good, and is one of these requests', async () => {
    const { exit, facts } = await verifyBundles([{ name: 'vn', files: await listing(both) }])
    assert.equal(exit, 0)
    assert.deepEqual(facts[0]?.scope, [one, two])
    const alone = await listing(listOf(JSON.stringify(one)), [one])
    assert.deepEqual(await found(alone), ['0'])
  })

  it('is refused where a request lacks, and the request is named', async () => {
    const files = await listing(both)
    for (const name of [...files.keys()]) if (name.startsWith(`record/${two}/`)) files.delete(name)
    const [exit, ...findings] = await found(files)
    assert.equal(exit, '30')
    assert.ok(findings.some((line) => line.startsWith(`mismatch vn record/${two}/`)))
  })

  it('is refused where the file was changed or lacks, and the file is named', async () => {
    const files = await listing(both)
    const changed = new Map(files).set(path, listOf(JSON.stringify(one)))
    assert.deepEqual(await found(changed), [
      '30',
      `mismatch vn ${path}: it is not the file that was exported`,
    ])
    const lacking = new Map(files)
    lacking.delete(path)
    assert.deepEqual(await found(lacking), ['30', `mismatch vn ${path}: it lacks`])
  })

  it('is refused where its maker wrote no list into it', async () => {
    const [first, second] = [JSON.stringify(one), JSON.stringify(two)]
    for (const list of [
      listOf('"all"'),
      listOf(first, ''),
      listOf(second, first),
      listOf(first, first),
      Buffer.from('{}\n'),
      Buffer.from(''),
      // Whoever reads it sees two, and a reader of lines that end only one.
      Buffer.from(`${first}\n${second}`),
      listOf(...Array.from({ length: 2_000 }, (_, at) => JSON.stringify(requestNumber(at + 1)))),
    ])
      assert.deepEqual(await found(await listing(list)), [
        '30',
        `mismatch vn ${path}: it is not a list of requests`,
      ])
  })

  it('is refused where the log names requests beside the file', async () => {
    const world = await busyWorld()
    const files = exportPaper(world, world.vn, {
      requests: [one],
      cheat: (changed) => changed.set(path, both),
    })
    const findings = await found(files)
    assert.deepEqual(
      [findings[0], findings[1]],
      ['30', `mismatch vn ${path}: the log names other requests beside it`],
    )
  })

  it('may not have that file where the log does not tell of it', async () => {
    const world = await busyWorld()
    const files = exportPaper(world, world.vn, { requests: [one, two] }).set(path, both)
    assert.deepEqual(await found(files), ['30', `mismatch vn ${path}: it does not belong in this bundle`])
  })
})
