import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blockDatabase } from '../support/blockedDatabase.ts'
import { believing } from '../support/believing.ts'
import { sql } from 'kysely'
import request from 'supertest'
import { readTrustList } from '../../src/envelope/trustList.ts'
import type { Config } from '../../src/config.ts'
import { startNode } from '../../src/main.ts'
import { secretWatch } from '../../src/secretFiles.ts'
import { paths } from '../../src/web/paths.ts'
import { assertReplayed, openingFrame, post, postSigned, said, sealed } from '../support/talk.ts'
import { heard, type World, silent, twoStates, until } from '../support/world.ts'
import { messagesMediaType } from '../../src/exchange/post.ts'

describe('a node in service', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())
  afterEach(() => assertReplayed(world))

  it('says once when a secret of it becomes open to others, and once when it is so no more, and goes on', async () => {
    const { answering } = world
    const { passphraseFile } = answering.config
    await answering.node.close()
    const told: string[] = []
    const tell = (fields: Readonly<Record<string, unknown>>, text: string): void => {
      if (/open to (others|everybody)/.test(text)) told.push(`${text}: ${JSON.stringify(fields)}`)
    }
    answering.node = await startNode(answering.config, { ...silent, info: tell, error: tell })
    await chmod(passphraseFile, 0o604)
    await until('it has said so', () => told.length > 0)
    const words = `${passphraseFile} is open to everybody on this machine (mode 604): chmod o= ${passphraseFile}`
    assert.deepEqual(told, [
      `a secret of this node is open to others: ${JSON.stringify({ code: 'SECRET_OPEN', reason: words })}`,
    ])
    await chmod(passphraseFile, 0o600)
    await until('it has said that', () => told.length > 1)
    assert.match(told[1] ?? '', /^no secret of this node is open to others any more/)
  })

  it('says once that a secret of it cannot be looked at, and goes on looking', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-secrets-'))
    const credentialsFile = join(folder, 'credentials')
    await symlink(credentialsFile, credentialsFile)
    const told: string[] = []
    const tell = (_: unknown, text: string): void => void told.push(text)
    const config = { ...world.asking.config, bucket: { credentialsFile } } as unknown as Config
    const look = secretWatch(config, { info: tell, warn: tell, error: tell })
    look()
    look()
    await rm(credentialsFile)
    await writeFile(credentialsFile, 'x')
    await chmod(credentialsFile, 0o604)
    look()
    assert.deepEqual(told, [
      'a secret of this node cannot be looked at',
      'a secret of this node is open to others',
    ])
    await rm(folder, { recursive: true })
  })

  it('publishes the trust list that it signs by', async () => {
    const { node } = world.asking.node
    const response = await fetch(world.asking.node.url + paths.trustList)
    assert.deepEqual(readTrustList(await response.text()), { ok: true, list: node.trust.own().list })
  })

  it('is ready when it can write, sign and read', async () => {
    const response = await request(world.asking.node.url).get(paths.ready)
    assert.equal(response.status, 200)
    assert.deepEqual(response.body, {
      ready: true,
      checks: ['database', 'standing', 'signature', 'trustList', 'rollback', 'exhibits', 'log'].map(
        (name) => ({
          name,
          ok: true,
        }),
      ),
    })
  })

  it('loses nothing when its database goes away: it answers 503, and the same bytes get their receipt later (pain point 1)', async () => {
    const { asking, answering } = world
    const { jwe, digest } = await sealed(asking, answering, openingFrame(new Date()))
    const again = await sealed(asking, answering, openingFrame(new Date()))
    const [first] = await post(answering, [again.jwe])
    const web = request(answering.node.url)
    const cut = await blockDatabase(world.answering, world.asking)
    const refused = await postSigned(answering, asking, paths.messages, messagesMediaType, jwe)
    assert.equal(refused.status, 503)
    const problem = (await refused.json()) as { readonly code: string; readonly detail?: string }
    assert.deepEqual([problem.code, problem.detail], ['NODE_UNAVAILABLE', undefined])
    assert.equal(refused.headers.get('retry-after'), '1')
    const ready = await web.get(paths.ready)
    assert.equal(ready.status, 503)
    const checks = (ready.body as { checks: { name: string; ok: boolean }[] }).checks
    const failing = checks.flatMap(({ ok, name }) => (ok ? [] : [name]))
    // That its own connection has ended the process may be told a moment later.
    assert.deepEqual(
      failing.filter((name) => name !== 'standing'),
      ['database', 'log'],
    )
    assert.ok(!ready.text.includes('rogatory_test'))
    assert.equal((await web.get(paths.live)).status, 200, 'the process lives all the same')
    await cut.restore()
    await until('it is ready again', async () => (await fetch(answering.node.url + paths.ready)).ok)
    // It stands anew, and takes nothing before its peer has told what it has.
    await heard(answering)
    const answers = await post(answering, [jwe, again.jwe])
    assert.equal(said(answers[0] ?? '').message, digest)
    assert.equal(said(answers[0] ?? '').event, 'relayAcceptance')
    assert.equal(answers[1], first)
  })

  it('is not ready when its trust list has run out', async () => {
    const { node } = world.asking.node
    const own = node.trust.own()
    const past = { ...own, list: { ...own.list, nextUpdate: new Date(0).toISOString() } }
    // Whoever asks while it is being looked at is told what that look finds, which may have begun before.
    await believing(node, { own: past }, () =>
      until('it is not ready', async () => {
        const { status } = await request(world.asking.node.url).get(paths.ready)
        return status === 503
      }),
    )
  })

  it('goes on after a restart where it stood', async () => {
    const { asking, answering } = world
    const { jwe } = await sealed(asking, answering, openingFrame(new Date()))
    const before = await post(answering, [jwe])
    await answering.restart()
    assert.deepEqual(await post(answering, [jwe]), before)
  })

  it('does not start twice at one address, and leaves nothing open', async () => {
    const before = await connections(world)
    await assert.rejects(startNode(world.asking.config, silent), /EADDRINUSE/)
    await until('nothing more is open than before', async () => (await connections(world)) <= before)
  })

  it('does not start on the database of another State', async () => {
    const { asking, answering } = world
    const config = { ...asking.config, databaseUrl: answering.database.url, port: 0 }
    await assert.rejects(startNode(config, silent), /belongs to QA, not to VN/)
  })

  it('stops though its database is away, and leaves nothing open', async () => {
    const { answering } = world
    const cut = await blockDatabase(world.answering, world.asking)
    await answering.node.close()
    await assert.rejects(fetch(answering.node.url + paths.live))
    await cut.restore()
    answering.node = await startNode(answering.config, silent)
    await until('it is ready again', async () => (await fetch(answering.node.url + paths.ready)).ok)
  })

  it('stops in order while others are connected to it', async () => {
    const { asking, answering } = world
    const { jwe } = await sealed(asking, answering, openingFrame(new Date()))
    const posts = Array.from({ length: 10 }, () => post(answering, [jwe]).catch(() => []))
    const began = Date.now()
    await answering.restart()
    assert.ok(Date.now() - began < 15_000)
    const answered = (await Promise.all(posts)).filter(({ length }) => length > 0)
    assert.ok(new Set(answered.flat()).size <= 1)
    assert.equal((await post(answering, [jwe])).length, 1)
  })
})

async function connections({ asking }: World): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity where datname = current_database()`.execute(
    asking.database.db,
  )
  return rows[0]?.count ?? 0
}
