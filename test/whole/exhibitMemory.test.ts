import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { type Announcement, takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { startNode } from '../../src/main.ts'
import { reportsOf } from '../../src/store/exhibits/reports.ts'
import { handedOver } from '../support/files.ts'
import { serveApart } from '../support/servedNode.ts'
import { agreed, opened } from '../support/talk.ts'
import { type World, silent, twoStates, until } from '../support/world.ts'

const mebibyte = 1024 * 1024
const [small, large] = [10 * mebibyte, 256 * mebibyte]
/** What the process that fetches may take more for the large one: one that kept a third of it would be seen. */
const moreMax = 64 * mebibyte

describe('the memory of a transfer', () => {
  let world: World
  let served: ChildProcess | undefined
  before(async () => {
    world = await twoStates()
  })
  after(async () => {
    if (served !== undefined) {
      const gone = once(served, 'exit')
      served.kill('SIGKILL')
      await gone
      world.answering.node = await startNode(world.answering.config, silent)
    }
    await world.close()
  })

  /** The other State as a process of its own, as it is in service. */
  const serve = async (): Promise<void> => {
    await world.answering.node.close()
    served = await serveApart(world.answering, ['--max-semi-space-size=64'])
  }
  /** The most resident memory (proc(5), `VmHWM`) of the process, in bytes, since this was asked last. */
  const peak = async (): Promise<number> => {
    const folder = `/proc/${served?.pid ?? ''}`
    const [, kibibytes = ''] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`${folder}/status`, 'utf8')) ?? []
    await writeFile(`${folder}/clear_refs`, '5')
    return Number(kibibytes) * 1024
  }
  async function* zeros(bytes: number): AsyncGenerator<Buffer> {
    const piece = Buffer.alloc(mebibyte)
    for (let left = bytes; left > 0; left -= piece.length)
      yield await Promise.resolve(piece.subarray(0, Math.min(left, piece.length)))
  }
  const takenIn = async (bytes: number): Promise<Announcement> => {
    const order = { name: 'disk.img', person: 'Example-A', authority: 'vn.spp' }
    const taken = await takeInExhibit(world.asking.node.node, zeros(bytes), order)
    assert.ok(taken.ok)
    return taken.announcement
  }
  /** The most that the process had while the last of some files of this size came, one after another. */
  const peakWhile = async (request: string, bytes: number, times: number): Promise<number> => {
    let last = 0
    for (let time = 0; time < times; time += 1) {
      const file = await takenIn(bytes)
      await peak()
      await handedOver(world, request, file)
      const isTold = async () =>
        (await reportsOf(world.asking.node.node.db, file.deposit)).some(({ outcome }) => outcome === 'whole')
      await until('the other State tells that it is whole', isTold, 60_000)
      last = await peak()
    }
    return last
  }

  it('does not grow with the size of its file, at the State that fetches it', async function () {
    const request = await opened(world)
    await agreed(world, request, 1)
    await serve()
    // What a process needs to work at all, and the room that it fills first.
    const before = await peakWhile(request, small, 3)
    const most = await peakWhile(request, large, 1)
    assert.ok(most - before < moreMax, `${Math.round((most - before) / mebibyte)} MiB more`)
  })
})
