import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileThread } from '../../../src/packageFolder.ts'
import { exhibitPath } from '../../../src/store/exhibits/exhibitPaths.ts'
import { openExhibitFolder } from '../../../src/store/exhibits/exhibitFolder.ts'
import type { ExhibitStore } from '../../../src/store/exhibits/exhibitStore.ts'
import { TakenByAnother } from '../../../src/store/exhibits/partialFile.ts'

describe('a file that is on its way', () => {
  let folder: string
  let exhibits: ExhibitStore
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'rogatory-partial-')), 'exhibits')
    exhibits = await openExhibitFolder(folder, fileThread)
  })
  afterEach(() => rm(join(folder, '..'), { recursive: true }))

  const bytes = randomBytes(200_000)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const half = bytes.length / 2
  const names = async (): Promise<string[]> => (await readdir(join(folder, 'partial'))).sort()

  it('is taken from whoever has it open, who writes nothing to it any more, and neither keeps it nor sets it aside', async () => {
    const deposit = randomUUID()
    const late = await exhibits.partial(deposit)
    await late.write(0, [bytes.subarray(0, half)])
    const next = await exhibits.partial(deposit)
    assert.equal(next.sizeAtOpening, half)
    await assert.rejects(late.write(half, [randomBytes(half)]), TakenByAnother)
    await next.write(half, [bytes.subarray(half)])
    await next.keep(sha256)
    await assert.rejects(late.write(0, [randomBytes(half)]), TakenByAnother)
    await assert.rejects(late.keep(sha256), TakenByAnother)
    assert.ok((await readFile(exhibitPath(folder, sha256))).equals(bytes))
    assert.deepEqual(await names(), [])

    const [other, taker] = [await exhibits.partial(deposit), await exhibits.partial(deposit)]
    await assert.rejects(other.quarantine(), TakenByAnother)
    await taker.write(0, [bytes])
    await taker.close()
    assert.deepEqual(await names(), [deposit])
    await other.close()
    assert.ok((await exhibits.partialBytes(deposit)) >= bytes.length)
  })

  it('goes on with what has come where a process died with it, and with the most where two had begun it', async () => {
    const [deposit, other] = [randomUUID(), randomUUID()]
    await mkdir(join(folder, 'partial'), { recursive: true })
    for (const [name, length] of [
      [`${deposit}.${randomUUID()}`, half],
      [deposit, 10_000],
      [`${deposit}.${randomUUID()}`, 50_000],
      [other, 1_000],
    ] as const)
      await writeFile(join(folder, 'partial', name), bytes.subarray(0, length))
    assert.ok((await exhibits.partialBytes(deposit)) >= half)
    const file = await exhibits.partial(deposit)
    assert.ok((await file.read(0, half)).equals(bytes.subarray(0, half)))
    await file.close()
    assert.deepEqual(await names(), [deposit, other].sort())
    await exhibits.removePartial(deposit)
    await exhibits.removePartial(other)

    const files = await Promise.all([deposit, other].map((one) => exhibits.partial(one)))
    for (const file of files) await file.write(0, [bytes])
    const left = await exhibits.partials()
    assert.deepEqual(left.map((one) => one.deposit).sort(), [deposit, other].sort())
    for (const one of left.filter((some) => some.deposit === deposit)) await exhibits.dropPartial(one)
    await exhibits.removePartial(other)
    assert.deepEqual(await names(), [])
    for (const file of files) await file.close()
    assert.deepEqual(await names(), [])
  })
})
