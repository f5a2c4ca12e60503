import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { renewPeer } from '../../src/exchange/renewPeer.ts'
import { readHead } from '../../src/store/audit.ts'
import { paths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import { opened } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'

describe('one of several processes of a node', () => {
  let world: World
  beforeEach(async () => {
    world = await twoStates()
    await opened(world)
  })
  afterEach(() => world.close())

  it('knows what its peers say and take back, also while something is wrong with its own keys', async () => {
    const { asking, answering } = world
    const roles = join(asking.config.dataFolder, 'identity', 'roles.json')
    const before = await readFile(roles)
    const digestOfQa = () => asking.node.node.trust.peer('QA')?.digest
    // As where the folder was copied from another machine and a file of it cannot be read.
    await writeFile(roles, 'not what it was')
    try {
      const known = answering.node.node.trust.own().digest
      assert.equal((await run(answering, 'cert', 'renew', '--use', 'message')).code, 0)
      await until('QA says so', () => answering.node.node.trust.own().digest !== known)
      await renewPeer(asking.node.node, asking.node.courier, 'QA')
      await assert.rejects(asking.node.refreshTrust())
      assert.equal(digestOfQa(), answering.node.node.trust.own().digest)
    } finally {
      await writeFile(roles, before)
    }
    await asking.node.refreshTrust()
  })

  it('signs nothing upon a database that lacks what another one has signed last, as after a fail-over that lost a moment', async () => {
    const { asking } = world
    const { node } = asking.node
    const { log, size } = await readHead(node.db)
    const { name, privateKey } = node.logSigner(log)
    // Another process has signed that, and the server that took over does not have it.
    const note = signCheckpoint(size + 5, randomBytes(32), { name, privateKey })
    await writeFile(join(asking.config.dataFolder, 'checkpoint'), note)
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'rogatory presence' and datname = current_database()`.execute(node.db)
    await until('it notices', async () => {
      const { checks } = (await (await fetch(asking.node.url + paths.ready)).json()) as {
        readonly checks: readonly { readonly name: string; readonly ok: boolean }[]
      }
      return checks.some(({ name: of, ok }) => of === 'rollback' && !ok)
    })
    assert.equal(await readFile(join(asking.config.dataFolder, 'checkpoint'), 'utf8'), note)
  })
})
