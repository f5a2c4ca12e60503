import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { builtProgram } from '../../src/packageFolder.ts'
import { startNode } from '../../src/main.ts'
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
    const { config } = answering
    const request = await opened(world)
    await answering.node.close()
    const full = await open('/dev/full', 'w')
    served = spawn(process.execPath, [builtProgram, 'serve'], {
      env: {
        PATH: process.env.PATH,
        ROGATORY_DATA: config.dataFolder,
        ROGATORY_PORT: String(config.port),
        ROGATORY_PASSPHRASE_FILE: config.passphraseFile,
        ROGATORY_LOG_LEVEL: 'debug',
        DATABASE_URL: config.databaseUrl,
      },
      stdio: ['ignore', full.fd, 'ignore'],
    })
    const gone = once(served, 'exit')
    await full.close()
    await until('the process answers', () =>
      fetch(`http://127.0.0.1:${config.port}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
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
