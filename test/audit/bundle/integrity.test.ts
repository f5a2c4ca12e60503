import assert from 'node:assert/strict'
import fc from 'fast-check'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { witnessedLine } from '../../../src/audit/bundle/witnessed.ts'
import { balanceOnPaper } from '../../support/paperBalance.ts'
import { proofsBy } from '../../support/paperProof.ts'
import { cosignedHead, exportPaper } from '../../support/paperBundle.ts'
import { bothBundles, busyWorld, findingsIn, one } from '../../support/busyWorld.ts'

type FileMap = Map<string, Uint8Array>

/** Whether the report names the file, by its path or by a line or an entry in it. */
async function names(files: FileMap, path: string): Promise<boolean> {
  const { exit, first, findings } = await verifyBundles([{ name: 'vn', files }])
  assert.notEqual(exit, 0, `${path} was changed and nothing was found`)
  assert.ok(first !== null)
  // Which State is the node's own is only known from its list.
  const known = [path, path.replace('trust/VN-', 'trust/*-')]
  return findings.some(({ object }) => known.includes(object) || object.startsWith(`${path} line `))
}

describe('a bundle', () => {
  let files: FileMap
  let paths: string[]

  before(async () => {
    const world = await busyWorld()
    const balance = await balanceOnPaper(world, [world.vn, world.qa], { until: new Date(world.now) })
    const witnessed = [witnessedLine([cosignedHead(world, world.qa)])]
    files = exportPaper(world, world.vn, {
      balances: [balance],
      witnessed,
      proofs: proofsBy(world.vn, world.qa),
    })
    paths = [...files.keys()]
    assert.deepEqual(await findingsIn([{ name: 'vn', files }]), ['0'])
  })

  it('is refused when any byte of any file is another, and the file is named (pain point 11)', async function () {
    this.timeout(300_000)
    const change = fc.record({
      path: fc.constantFrom(...paths),
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      flip: fc.integer({ min: 1, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ path, at, flip }) => {
        const damaged = new Map(files)
        const bytes = Buffer.from(files.get(path) ?? '')
        const place = Math.floor(at * bytes.length)
        bytes[place] = (bytes[place] ?? 0) ^ flip
        damaged.set(path, bytes)
        assert.ok(await names(damaged, path), `${path} is not named`)
      }),
      { numRuns: 250 },
    )
  })

  it('is refused when any file lacks, is empty or is cut off, and the file is named', async () => {
    for (const path of paths) {
      const dropped = new Map(files)
      dropped.delete(path)
      assert.ok(await names(dropped, path), `${path} dropped`)
      for (const length of [0, (files.get(path)?.length ?? 0) - 1]) {
        const cut = new Map(files).set(path, (files.get(path) ?? new Uint8Array()).subarray(0, length))
        assert.ok(await names(cut, path), `${path} cut to ${length}`)
      }
    }
  })

  it('is refused when any two files are swapped, and one of them is named', async () => {
    for (const [at, path] of paths.entries()) {
      const other = paths[(at + 1) % paths.length] ?? ''
      const swapped = new Map(files)
      swapped.set(path, files.get(other) ?? new Uint8Array()).set(other, files.get(path) ?? new Uint8Array())
      assert.ok((await names(swapped, path)) || (await names(swapped, other)), `${path} and ${other}`)
    }
  })

  it('is refused when a file is added, and the file is named', async () => {
    const added = [
      'note.txt',
      'checkpoint2',
      'tile/0/001',
      'tile/entries/000.p/1',
      'keys/other.vkey',
      'trust/VN-9.jws',
      'trust/strange',
      `record/${one}/0099.jws`,
      `record/${one}/0001.jws.bak`,
      'record/other/0001.jws',
      'record/strange',
    ]
    for (const path of added) {
      const jws = files.get(`record/${one}/0001.jws`) ?? new Uint8Array()
      assert.ok(await names(new Map(files).set(path, jws), path), path)
    }
  })

  it('says in README what its maker wrote, and is not whole without it', async () => {
    const mismatch = 'mismatch vn README: it is not the file that was exported'
    const other = new Map(files).set('README', Buffer.from('The fingerprint of VN is 1234'))
    assert.deepEqual(await findingsIn([{ name: 'vn', files: other }]), ['30', mismatch])
    other.delete('README')
    assert.deepEqual(await findingsIn([{ name: 'vn', files: other }]), ['30', mismatch])
  })

  it('tells of a README of which the log says nothing that it was not checked', async () => {
    const world = await busyWorld()
    const older = exportPaper(world, world.vn, { details: { readme: undefined } })
    const unchecked = 'incomplete vn README: it was not checked: the log does not tell what it should say'
    assert.deepEqual(await findingsIn([{ name: 'vn', files: older }]), ['10', unchecked])
    older.delete('README')
    assert.deepEqual(await findingsIn([{ name: 'vn', files: older }]), ['0'])
  })

  it('that claims to be enormous costs nothing', async () => {
    const { signCheckpoint } = await import('../../../src/audit/checkpoint.ts')
    const world = await busyWorld()
    const huge = exportPaper(world, world.vn)
    huge.set(
      'checkpoint',
      Buffer.from(signCheckpoint(Number.MAX_SAFE_INTEGER, new Uint8Array(32), world.vn.log)),
    )
    const [exit, finding] = await findingsIn([{ name: 'vn', files: huge }])
    assert.equal(exit, '30')
    assert.match(
      finding ?? '',
      /^mismatch vn checkpoint: it is of 9007199254740991 entries, which cannot be in \d+ files$/,
    )
  })

  it('is refused when it is nothing', async () => {
    assert.deepEqual(await findingsIn([{ name: 'vn', files: new Map<string, Uint8Array>() }]), [
      '30',
      'mismatch vn keys/log.vkey: it lacks',
      'mismatch vn checkpoint: it lacks',
    ])
  })
})

describe('two bundles', () => {
  it('of honest nodes are good, and the report tells what was read', async () => {
    const world = await busyWorld()
    const { exit, first, findings, more, facts } = await verifyBundles(bothBundles(world))
    assert.deepEqual({ exit, first, findings, more }, { exit: 0, first: null, findings: [], more: 0 })
    const [vn, qa] = facts
    assert.equal(vn?.state, 'VN')
    assert.equal(vn.origin, 'vn.example.org/log')
    assert.deepEqual([vn.records, vn.messages, vn.receipts, vn.unsettled, vn.undisclosed], [2, 7, 6, 1, 0])
    assert.deepEqual(
      [qa?.records, qa?.messages, qa?.receipts, qa?.unsettled, qa?.undisclosed],
      [2, 6, 6, 0, 0],
    )
    assert.deepEqual(
      vn.trustLists?.map(({ state, sequence, pinned }) => [state, sequence, pinned]),
      [
        ['VN', 1, false],
        ['QA', 1, false],
        ['QA', 2, false],
      ],
    )
  })
})
