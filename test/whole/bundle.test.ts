import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Finding, Report } from '../../src/audit/bundle/report.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { writeBundle } from '../../src/cli/folder.ts'
import { filesIn } from './bundleOf.ts'
import { type Damage, type FileMap, changed, damages, flipped, pathsIn } from './damage.ts'
import { demoOf } from './demoRuns.ts'

/** Both bundles of a demonstration, as they lie on the disk. */
interface Pair {
  readonly vn: FileMap
  readonly other: FileMap
}

/**
 * The exit codes that a damage may have. A file that lacks, is too many or stands where another should is 30; bytes
 * that no node can have written are 40. Where content is moved between places that are both signed, either is true.
 * Of `disclosures.jsonl` whole lines may go missing, which is 10: somebody discloses less.
 */
function allowed({ kind, touched }: Damage): readonly number[] {
  // A list of one State under the name of another is one that nobody has pinned.
  if (kind === 'move' && touched.every((path) => path.startsWith('trust/'))) return [30, 40]
  if (kind === 'drop' || kind === 'add' || kind === 'move') return [30]
  if (touched.includes('disclosures.jsonl')) return [10, 30, 40]
  // Stated by its hash in the log, as a file of the export, and signed by nobody by itself.
  if (touched.includes('README')) return [30, 40]
  return kind === 'swap' ? [30, 40] : [40, ...(touched.some(isRecord) ? [30] : [])]
}

function isRecord(path: string): boolean {
  return path.startsWith('record/')
}

/** Whether a finding names one of these files: by its path, a line in it, an entry in it, or in its words. */
function names({ object, what }: Finding, touched: readonly string[]): boolean {
  return touched.some(
    (path) =>
      object === path ||
      object.startsWith(`${path} line `) ||
      what.includes(path) ||
      // Whose node it is, only the own list says: where that lacks the State is not known.
      object === path.replace(/^trust\/[A-Z]+/, 'trust/*') ||
      // Openings that lack are named by the entry that they open.
      (path === 'disclosures.jsonl' && /^entry \d+$/.test(object)),
  )
}

function check(report: Report, bundle: string, damage: Damage): void {
  const { exit, first } = report
  const found = `${damage.said}: exit ${exit}, first ${JSON.stringify(first)}`
  assert.ok(allowed(damage).includes(exit), found)
  assert.ok(first !== null && names(first, damage.touched), found)
  assert.equal(first.bundle, bundle, found)
}

describe('the bundles of a demonstration', function () {
  this.timeout(300_000)
  const pairs: Pair[] = []

  before(async () => {
    // The first case, and one of many months in which trust lists are renewed.
    for (const played of ['00-first-request', '01-preservation-then-request'] as const) {
      const { lines, outcome } = await demoOf(played)
      assert.equal(outcome.exit, 0, lines.slice(-20).join('\n'))
      const [one = '', other = ''] = outcome.bundles
      pairs.push({ vn: await filesIn(one), other: await filesIn(other) })
    }
  })

  it('are good', async () => {
    for (const { vn, other } of pairs) {
      const { exit, findings } = await verifyBundles([
        { name: 'one', files: vn },
        { name: 'other', files: other },
      ])
      assert.deepEqual([exit, findings], [0, []])
    }
  })

  it('are refused whatever is done to one of them, and the first finding names what was touched', async () => {
    for (const { vn, other } of pairs) {
      for (const [files, beside] of [
        [vn, other],
        [other, vn],
      ] as const) {
        await fc.assert(
          fc.asyncProperty(damages(files, beside), async (damage) => {
            check(await verifyBundles([{ name: 'one', files: damage.files }]), 'one', damage)
          }),
          { numRuns: 25 },
        )
      }
    }
  })

  it('are refused as they lie on a disk, with a file added to the folder or moved in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-damaged-'))
    try {
      for (const [index, { vn, other }] of pairs.entries()) {
        const moved = damages(vn, other).filter(({ kind }) => kind === 'add' || kind === 'move')
        for (const [at, damage] of fc.sample(moved, 10).entries()) {
          const place = join(folder, `${index}-${at}`)
          await writeBundle(place, damage.files)
          check(await verifyBundles([{ name: 'one', files: await filesIn(place) }]), 'one', damage)
        }
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('are refused beside the other side as well', async () => {
    for (const { vn, other } of pairs) {
      await fc.assert(
        fc.asyncProperty(damages(vn, other), async (damage) => {
          const bundles = [
            { name: 'one', files: damage.files },
            { name: 'other', files: other },
          ]
          const { exit, findings } = await verifyBundles(bundles)
          assert.ok(exit >= Math.min(...allowed(damage)), `${damage.said}: exit ${exit}`)
          const found = findings.some((finding) => finding.bundle === 'one' && names(finding, damage.touched))
          assert.ok(found, `${damage.said}: ${JSON.stringify(findings[0])}`)
        }),
        { numRuns: 15 },
      )
    }
  })

  it('are refused when any one byte of the signed head or of its key is another', async () => {
    for (const path of ['checkpoint', 'keys/log.vkey']) {
      const [{ vn }] = pairs as [Pair, ...Pair[]]
      const bytes = vn.get(path) ?? new Uint8Array()
      for (let at = 0; at < bytes.length; at += 1) {
        const mask = [0x01, 0x20, 0x80][at % 3] ?? 0
        const damage = changed(vn, `${path} at ${at} by ${mask}`, { [path]: flipped(bytes, at, mask) })
        check(await verifyBundles([{ name: 'one', files: damage.files }]), 'one', damage)
      }
    }
  })

  it('are refused when a file of any kind is dropped, and it is named', async () => {
    for (const { vn } of pairs) {
      // One of each kind: those that differ by a number, or by the id of a record, are read by the same lines.
      const kinds = new Map(pathsIn(vn).map((path) => [path.replace(/[0-9a-f-]{36}|[0-9]+/g, '*'), path]))
      assert.ok(kinds.size > 8, [...kinds.keys()].join(' '))
      for (const path of kinds.values()) {
        const damage: Damage = { ...changed(vn, `drop ${path}`, { [path]: null }), kind: 'drop' }
        check(await verifyBundles([{ name: 'one', files: damage.files }]), 'one', damage)
      }
    }
  })

  it('name every signed file in which a byte is another, thousands of them', async () => {
    const [{ vn, other }] = pairs as [Pair, ...Pair[]]
    let flips = 0
    const flip = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.nat(7)),
      {
        minLength: 80,
        maxLength: 80,
      },
    )
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.boolean(), flip, async (first, receipts, places) => {
        const files = first ? vn : other
        // A receipt is read only where its message holds, so one of the two is damaged at a time.
        const damaged = pathsIn(files).filter(
          (path) => isRecord(path) && path.includes('receipt') === receipts,
        )
        const after = new Map(files)
        damaged.forEach((path, index) => {
          const bytes = files.get(path) ?? new Uint8Array()
          const [at, bit] = places[index % places.length] ?? [0, 0]
          after.set(path, flipped(bytes, Math.floor(at * bytes.length), 1 << bit))
        })
        const { exit, findings } = await verifyBundles([{ name: 'one', files: after }])
        assert.equal(exit, 40)
        const named = new Set(
          findings.flatMap(({ severity, object }) => (severity === 'cryptography' ? [object] : [])),
        )
        for (const path of damaged) assert.ok(named.has(path), path)
        flips += damaged.length
      }),
      { numRuns: 60 },
    )
    assert.ok(flips > 2_000, `only ${flips}`)
  })

  it('say in README what their makers wrote', async () => {
    for (const { vn } of pairs) {
      for (const content of [null, new Uint8Array(), Buffer.from('something else')]) {
        const { files } = changed(vn, 'README', { README: content })
        const { exit, first } = await verifyBundles([{ name: 'one', files }])
        assert.deepEqual([exit, first?.object], [30, 'README'])
      }
    }
  })
})
