import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import type { Bundle } from '../../../src/audit/bundle/verify.ts'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { folderSizes } from '../../../src/audit/bundle/sizes.ts'
import { exportBundle } from '../../../src/exchange/export.ts'
import { refuseTooManyOpenings } from '../../../src/exchange/exportSizes.ts'
import { ExportTooLarge } from '../../../src/exchange/exportTooLarge.ts'
import { wholeLog } from '../../../src/exchange/wholeLog.ts'
import type { MessageType } from '../../../src/message/generated/types.ts'
import { readHead } from '../../../src/store/audit.ts'
import { findRequest } from '../../../src/store/requests.ts'
import { findingsIn } from '../../support/busyWorld.ts'
import { logOf } from '../../support/talk.ts'
import { type World, twoStates, until } from '../../support/world.ts'

const bodyOf = (type: MessageType): object => {
  const path = resolve(import.meta.dirname, `../../../schemas/example/${type}.json`)
  return (JSON.parse(readFileSync(path, 'utf8')) as { body: object }).body
}

describe('the bundles of two running nodes', () => {
  let world: World
  const requests = [crypto.randomUUID(), crypto.randomUUID()] as const
  let vn: Bundle
  let qa: Bundle

  before(async () => {
    world = await twoStates()
    for (const request of requests) {
      await sendAs('asking', request, 'request', 1)
      await sendAs('answering', request, 'acknowledgement', 2)
      await sendAs('asking', request, 'status-request', 3)
    }
    vn = await bundleOf('asking', null)
    qa = await bundleOf('answering', null)
  })
  after(() => world.close())

  /** Sends a message and waits until both nodes have it at that place. */
  async function sendAs(
    side: 'asking' | 'answering',
    request: string,
    type: MessageType,
    place: number,
  ): Promise<void> {
    const [from, to] = side === 'asking' ? (['vn.spp', 'qa.pp'] as const) : (['qa.pp', 'vn.spp'] as const)
    const sent = await world[side].node.send({
      request,
      reference: 'VN-TEST-1',
      from,
      to,
      type,
      language: 'en',
      body: bodyOf(type),
      exhibits: [],
      people: { officer: 'Example-A', approver: 'Example-B' },
    })
    assert.ok(sent.ok, JSON.stringify(sent))
    for (const { node } of [world.asking, world.answering]) {
      await until(
        'it has its place',
        async () => (await findRequest(node.node.db, request))?.sequence === place,
      )
    }
  }

  async function bundleOf(side: 'asking' | 'answering', only: readonly string[] | null): Promise<Bundle> {
    const { node } = world[side].node
    const order = {
      requests: only,
      person: 'Example-Auditor',
      authority: `${node.state.toLowerCase()}.audit`,
    }
    return { name: node.state, files: await exportBundle(node, order) }
  }

  /** Why an export was refused as too large. Rejects where it was made. */
  async function refusalOf(exported: Promise<unknown>): Promise<string> {
    const refused: unknown = await exported.then(
      () => null,
      (reason: unknown) => reason,
    )
    assert.ok(refused instanceof ExportTooLarge, 'it is refused as too large')
    return refused.message
  }

  it('are good, each and together', async () => {
    assert.deepEqual(await findingsIn([vn, qa]), ['0'])
    assert.deepEqual(await findingsIn([qa]), ['0'])
  })

  it('are good for one request only', async () => {
    const one = await bundleOf('asking', [requests[1]])
    const folders = new Set([...one.files.keys()].flatMap((path) => /^record\/([^/]+)/.exec(path)?.[1] ?? []))
    assert.deepEqual([...folders], [requests[1]])
    assert.deepEqual(await findingsIn([one, qa]), ['0'])
  })

  it('are not made where they would be too large, and the log does not tell of what nobody got', async () => {
    const { node } = world.asking.node
    const order = { requests: null, person: 'Example-Auditor', authority: 'vn.audit' }
    const exports = async () => (await logOf(node.db)).filter(({ evt }) => evt === 'export.made').length
    const before = await exports()
    const small = { ...folderSizes, fileBytesMax: 1_000 }
    await assert.rejects(exportBundle(node, order, undefined, small), (reason) => {
      assert.ok(reason instanceof ExportTooLarge)
      assert.match(reason.message, /has \d+ bytes, and a file may have 1000$/)
      return true
    })
    const { size } = await readHead(node.db)
    const named = { name: 'Error', message: /^disclosures\.jsonl would have \d+ openings/ }
    await assert.rejects(refuseTooManyOpenings(node, size, small), named)
    const opened = vn.files.get('disclosures.jsonl')?.length ?? 0
    const { entries } = await wholeLog(node, size)
    const madeAt = entries.lastOf('export.made')?.index ?? 0
    // What is counted before is no more than what is read then.
    await refuseTooManyOpenings(node, madeAt, { ...folderSizes, fileBytesMax: opened })
    assert.equal(await exports(), before)
    // A part of it as well is counted with its openings and the log: it grows with each export, so another has no room.
    const part = { ...order, requests: [requests[1]] }
    const made = await exportBundle(node, part)
    const total = [...made.values()].reduce((sum, { length }) => sum + length, 0)
    const full = { ...folderSizes, totalBytesMax: total }
    await assert.rejects(exportBundle(node, part, undefined, full), ExportTooLarge)
    // And with its openings alone: of one that reaches the limit without them, nothing is noted either. The log has grown
    // with the export above by a little, so the limit is raised in small steps until only the openings are beyond it.
    const openings = made.get('disclosures.jsonl')?.length ?? 0
    let refusal = ''
    for (let limit = total; !refusal.includes('with disclosures.jsonl it holds more'); limit += openings / 2)
      refusal = await refusalOf(exportBundle(node, part, undefined, { ...folderSizes, totalBytesMax: limit }))
    assert.equal(await exports(), before + 1)
  })

  it('made later begin with what was exported before', async () => {
    await sendAs('asking', requests[0], 'supplement', 4)
    const later = await bundleOf('asking', null)
    assert.deepEqual(await findingsIn([vn, { ...later, name: 'later' }]), ['0'])
    const bytes = vn.files.get('checkpoint') ?? new Uint8Array()
    assert.deepEqual(await findingsIn([later], { checkpoints: [{ name: 'kept', bytes }] }), ['0'])
  })

  it('are refused when any byte of any file is another, or any file lacks', async () => {
    const change = fc.record({
      bundle: fc.constantFrom(vn, qa),
      file: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      flip: fc.integer({ min: 0, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ bundle, file, at, flip }) => {
        const paths = [...bundle.files.keys()]
        const path = paths[Math.floor(file * paths.length)] ?? ''
        const files = new Map(bundle.files)
        const found = bundle.files.get(path) ?? new Uint8Array()
        // Where a file is empty there is no byte to be another: then it has one.
        const bytes = Buffer.from(found.length === 0 ? [0] : found)
        const place = Math.floor(at * bytes.length)
        bytes[place] = (bytes[place] ?? 0) ^ flip
        if (flip === 0) files.delete(path)
        else files.set(path, bytes)
        const { exit, findings } = await verifyBundles([{ name: bundle.name, files }])
        const named = [path, path.replace(/(?<=^trust\/)[A-Z]+/, '*')]
        assert.notEqual(exit, 0, path)
        assert.ok(
          findings.some(({ object }) => named.includes(object) || object.startsWith(`${path} line `)),
          path,
        )
      }),
      { numRuns: 120 },
    )
  })
})
