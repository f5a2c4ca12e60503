import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readHead } from '../../src/store/audit.ts'
import { serveApart } from '../support/servedNode.ts'
import { openingFrame, post, receipted, said, say, sealed, waiting } from '../support/talk.ts'
import { startNode } from '../../src/main.ts'
import { type World, silent, twoStates, until } from '../support/world.ts'

const kills = 4

describe('a node that is killed', () => {
  let world: World
  let served: ChildProcess | undefined
  before(async () => {
    world = await twoStates()
    await world.answering.node.close()
  })
  after(async () => {
    served?.kill('SIGKILL')
    world.answering.node = await startNode(world.answering.config, silent)
    await world.close()
  })

  /** Starts `rogatory serve` as a process of its own and waits until it answers. */
  const serve = async (): Promise<void> => {
    served = await serveApart(world.answering)
  }
  const kill = async (): Promise<void> => {
    assert.ok(served !== undefined)
    const gone = once(served, 'exit')
    served.kill('SIGKILL')
    await gone
  }
  /** Posts it until that is answered with a receipt: a node that has just begun takes nothing before it has heard its peers. */
  const answered = async (jwe: string): Promise<string> => {
    let line = ''
    await until('the node answers with a receipt', async () => {
      line = (await post(world.answering, [jwe]))[0] ?? ''
      return line !== '{"code":"NODE_UNAVAILABLE"}'
    })
    return line
  }

  it('attack 44: a node that is killed gives the receipts again that it gave, loses nothing and takes nothing twice (pain point 14)', async () => {
    const { asking, answering } = world
    const receipts = new Map<string, string>()
    const request = crypto.randomUUID()
    const opening = await say(world, asking, request, 'request')
    const sent = [opening]
    let size = 0
    await serve()
    // Then it has heard its peer, and takes what comes.
    await receipted(asking, opening.digest)
    for (let count = 0; count < kills; count += 1) {
      const messages = await Promise.all(
        Array.from({ length: 20 }, () => sealed(asking, answering, openingFrame(new Date()))),
      )
      // Killed while it is at work: some of these have been recorded, some have not.
      const posts = messages.map(async ({ jwe }) => {
        const [receipt = ''] = await post(answering, [jwe]).catch(() => [])
        if (receipt !== '') receipts.set(jwe, receipt)
        return jwe
      })
      sent.push(await say(world, asking, request, 'status-request'))
      await Promise.race(posts)
      await new Promise((done) => setTimeout(done, count * 3))
      await kill()
      await Promise.all(posts)
      await serve()
      for (const [jwe, receipt] of receipts) assert.equal(await answered(jwe), receipt)
      for (const { jwe, digest } of messages) {
        const receipt = said(await answered(jwe))
        assert.deepEqual([receipt.event, receipt.message], ['relayAcceptance', digest])
      }
      const head = await readHead(answering.database.db)
      assert.ok(head.size >= size, 'the log only grows')
      size = head.size
    }
    assert.ok(receipts.size > 0)
    for (const { digest } of sent) assert.equal((await receipted(asking, digest)).event, 'relayAcceptance')
    await kill()
    const { db } = answering.database
    const rows = await db.selectFrom('message').select(['request', 'sequence']).execute()
    assert.equal(rows.filter((row) => row.request === request).length, sent.length)
    assert.equal(rows.length, 20 * kills + sent.length)
    assert.deepEqual(await waiting(asking), [])
  })
})
