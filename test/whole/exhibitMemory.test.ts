import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { type Announcement, takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { startNode } from '../../src/main.ts'
import type { OpenNode } from '../../src/openNode.ts'
import { openNode } from '../../src/opening.ts'
import { reportsOf } from '../../src/store/exhibits/reports.ts'
import { handedOver } from '../support/files.ts'
import { serveApart } from '../support/servedNode.ts'
import { agreed, opened } from '../support/talk.ts'
import { type World, type WorldState, silent, twoStates, until } from '../support/world.ts'

const mebibyte = 1024 * 1024
const [small, large] = [10 * mebibyte, 256 * mebibyte]
/** What a process may take more for the large one: one that kept a third of it would be seen. */
const moreMax = 64 * mebibyte

describe('the memory of a transfer', function () {
  this.timeout(120_000)
  let world: World
  let served: { readonly at: WorldState; readonly process: ChildProcess } | undefined
  before(async () => {
    world = await twoStates()
  })
  afterEach(async () => {
    if (served === undefined) return
    const { at, process } = served
    served = undefined
    const gone = once(process, 'exit')
    process.kill('SIGKILL')
    await gone
    at.node = await startNode(at.config, silent)
  })
  after(() => world.close())

  /** A State as a process of its own, as it is in service. */
  const serve = async (at: WorldState): Promise<void> => {
    await at.node.close()
    served = { at, process: await serveApart(at, ['--max-semi-space-size=64']) }
  }
  /** The most resident memory (proc(5), `VmHWM`) of the process, in bytes, since this was asked last. */
  const peak = async (): Promise<number> => {
    const folder = `/proc/${served?.process.pid ?? ''}`
    const [, kibibytes = ''] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`${folder}/status`, 'utf8')) ?? []
    await writeFile(`${folder}/clear_refs`, '5')
    return Number(kibibytes) * 1024
  }
  async function* zeros(bytes: number): AsyncGenerator<Buffer> {
    const piece = Buffer.alloc(mebibyte)
    for (let left = bytes; left > 0; left -= piece.length)
      yield await Promise.resolve(piece.subarray(0, Math.min(left, piece.length)))
  }
  const takenIn = async ({ node }: OpenNode, bytes: number): Promise<Announcement> => {
    const order = { name: 'disk.img', person: 'Example-A', authority: 'vn.spp' }
    const taken = await takeInExhibit(node, zeros(bytes), order)
    assert.ok(taken.ok)
    return taken.announcement
  }
  /** The most that the process had while the last of some files of this size went, one after another. */
  const peakWhile = async (
    giver: OpenNode,
    request: string,
    bytes: number,
    times: number,
  ): Promise<number> => {
    let last = 0
    for (let time = 0; time < times; time += 1) {
      const file = await takenIn(giver, bytes)
      await peak()
      await handedOver(world, request, file, 'E1', giver)
      const isTold = async () =>
        (await reportsOf(giver.node.db, file.deposit)).some(({ outcome }) => outcome === 'whole')
      await until('the other State tells that it is whole', isTold, 60_000)
      last = await peak()
    }
    return last
  }
  /** How much more it had for the large file than it needs to work at all, with the room that it fills first. */
  const moreForTheLarge = async (giver: OpenNode, request: string): Promise<number> => {
    const before = await peakWhile(giver, request, small, 3)
    return (await peakWhile(giver, request, large, 1)) - before
  }
  const assertFlat = (more: number): void => {
    assert.ok(more < moreMax, `${Math.round(more / mebibyte)} MiB more`)
  }

  it('does not grow with the size of its file, at the State that fetches it', async () => {
    const request = await opened(world)
    await agreed(world, request, 1)
    await serve(world.answering)
    assertFlat(await moreForTheLarge(world.asking.node, request))
  })

  it('does not grow with the size of its file, at the State that gives it', async () => {
    const request = await opened(world)
    await agreed(world, request, 1)
    await serve(world.asking)
    // As a command opens it: it takes in and signs, and the process hands over.
    const command = await openNode(world.asking.config, silent, 'act')
    try {
      assertFlat(await moreForTheLarge(command, request))
    } finally {
      await command.close()
    }
  })
})
