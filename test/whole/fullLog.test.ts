import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { startNode } from '../../src/main.ts'
import { serveApart } from '../support/servedNode.ts'
import { opened, say } from '../support/talk.ts'
import { type World, silent, twoStates, until } from '../support/world.ts'

describe('a node whose log goes to a disk that is full', () => {
  let world: World
  let served: ChildProcess | undefined
  before(async () => {
    world = await twoStates()
  })
  after(async () => {
    served?.kill('SIGKILL')
    world.answering.node = await startNode(world.answering.config, silent)
    await world.close()
  })

  it('goes on in service, and ends when it is told to', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await answering.node.close()
    const full = await open('/dev/full', 'w')
    served = await serveApart(answering, [], full.fd)
    const gone = once(served, 'exit')
    await full.close()
    await say(world, asking, request, 'status-request')
    await until('the message has been taken', async () => {
      const messages = await answering.database.db.selectFrom('message').select('digest').execute()
      return messages.length === 2
    })
    served.kill('SIGTERM')
    // By itself, and telling by its status that what it said was lost.
    assert.deepEqual(await gone, [1, null])
  })
})
