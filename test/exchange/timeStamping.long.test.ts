import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTimeAuthority } from '../../src/attestingFiles.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { codeOfFailure, connectorTo } from '../../src/exchange/connector.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { networkOf } from '../../src/exchange/networks.ts'
import type { Node } from '../../src/exchange/node.ts'
import { noteInLog } from '../../src/exchange/noteInLog.ts'
import { courier } from '../../src/exchange/post.ts'
import { sequenceRound } from '../../src/exchange/sequence.ts'
import { timeStamping } from '../../src/exchange/timeStamping.ts'
import { startNode } from '../../src/main.ts'
import { limits } from '../../src/message/limits.ts'
import { openNode } from '../../src/opening.ts'
import { lastPending, readHead } from '../../src/store/audit.ts'
import { listTimeStamps } from '../../src/store/timeStamps.ts'
import { pem } from '../../src/store/identity/encryptedKey.ts'
import { encodeTimeStampRequest } from '../../src/trust/timeStampRequest.ts'
import { paths } from '../../src/web/paths.ts'
import { run, runAnywhere } from '../cli/commandLine.ts'
import { hasOpenssl } from '../support/foreignAuthority.ts'
import { requireTool } from '../support/outsideTool.ts'
import { logOf, opened } from '../support/talk.ts'
import { type TimeAnswer, type TimeAuthorityServer, timeAuthority } from '../support/timeAuthority.ts'
import { bundleOf, eventsOf } from '../support/twoSides.ts'
import { type World, silent, twoStates, until } from '../support/world.ts'
import { placedWhileRead } from '../support/placedWhileRead.ts'

describe('the time stamps of a log', function () {
  let world: World
  let folder: string
  let authority: TimeAuthorityServer
  let trusted: Node['timeAuthority']
  before(async function () {
    requireTool(this, hasOpenssl, 'the program openssl (Debian: openssl)')
    folder = await mkdtemp(join(tmpdir(), 'rogatory-time-'))
    authority = await timeAuthority(folder)
    const more = () =>
      Promise.resolve({ timeStamp: { url: authority.url, authoritiesFile: authority.rootFile } })
    world = await twoStates(undefined, undefined, { more, answering: { more: () => Promise.resolve({}) } })
    await opened(world)
    await until('the log is stamped', async () => (await stamps()).length > 0)
    // The node has shown that it does so by itself; from here on a job of the test is the only one that asks.
    trusted = node().timeAuthority
    Object.assign(node(), { timeAuthority: null })
  })
  after(async () => {
    await world.close()
    await authority.close()
    await rm(folder, { recursive: true })
  })
  beforeEach(() => {
    authority.answers = null
  })

  const node = () => world.asking.node.node
  const stamps = () => listTimeStamps(node().db)
  const lastStamp = async () => {
    const last = (await stamps()).at(-1)
    assert.ok(last !== undefined)
    return last
  }
  /** Lets the last stamp be of another time, as if that much had passed since. */
  const setLastStamp = async (at: Date) => {
    const { log, size } = await lastStamp()
    await node()
      .db.updateTable('time_stamp')
      .set({ stamped_at: at })
      .where('log', '=', log)
      .where('size', '=', size)
      .execute()
  }
  const anHourAgo = () => new Date(Date.now() - exchangeLimits.timeStamp.everyMs)
  /** Lets the log grow by something that is no stamp, and waits until that has its place. */
  const grow = async () => {
    const { size } = await readHead(node().db)
    await noteInLog(node(), { event: 'log.checked', count: size })
    // Nothing may wait: what was noted before may have come into the log alone.
    await until('the entry has its place', async () => (await lastPending(node().db)) === null)
  }
  /** A job of its own beside that of the node, with what it has warned of, and how often the authority was asked. */
  const job = (now?: Date) => {
    const warned: string[] = []
    const log = {
      ...silent,
      warn: ({ reason }: Readonly<Record<string, unknown>>) => void warned.push(String(reason)),
    }
    const changed: PropertyDescriptorMap = { log: { value: log }, timeAuthority: { value: trusted } }
    if (now !== undefined) changed.now = { value: () => now }
    const own = Object.create(node(), changed) as Node
    const before = authority.asked.length
    let clockMs = 0
    const stamping = timeStamping(own, world.asking.node.courier, () => clockMs)
    return {
      warned,
      asked: () => authority.asked.length - before,
      async roundAt(atMs: number) {
        clockMs = atMs
        await stamping.round()
      },
    }
  }
  const refuseAll = () => (authority.answers = () => ({ status: 503, body: Buffer.from('closed') }))

  it('are asked for by the node itself, kept whole, noted in the log, and good for OpenSSL', async () => {
    const { note, token, size, stamped_at } = await lastStamp()
    const [told] = (await logOf(node().db)).filter(({ evt }) => evt === 'log.stamped')
    assert.deepEqual([told?.digest, told?.count], [createHash('sha256').update(token).digest('hex'), size])
    assert.ok(Math.abs(stamped_at.getTime() - Date.now()) < 120_000)
    await writeFile(join(folder, 'note'), note)
    await writeFile(join(folder, 'token'), token)
    const words = [
      'ts',
      '-verify',
      '-in',
      'token',
      '-token_in',
      '-data',
      'note',
      '-CAfile',
      authority.rootFile,
    ]
    const { stdout, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' })
    assert.match(stdout, /Verification: OK/, stderr)
    await writeFile(join(folder, 'note'), note.replace('/log1', '/log2'))
    assert.notEqual(spawnSync('openssl', words, { cwd: folder }).status, 0)
  })

  it('are asked for as RFC 3161 has it, and not signed as between nodes', () => {
    const [first] = authority.asked
    assert.ok(first !== undefined)
    const { method, headers } = first.request
    assert.deepEqual([method, headers['content-type']], ['POST', 'application/timestamp-query'])
    assert.equal(headers.signature, undefined)
  })

  it('are asked for an hour after the last one, and at the end of the day', async () => {
    await grow()
    refuseAll()
    await setLastStamp(new Date('2026-03-01T23:10:00.000Z'))
    for (const [now, asked] of [
      ['2026-03-01T23:59:59.999Z', 0],
      ['2026-03-02T00:00:00.000Z', 1],
      ['2026-03-01T23:10:01.000Z', 0],
    ] as const) {
      const one = job(new Date(now))
      await one.roundAt(0)
      assert.equal(one.asked(), asked, now)
    }
    await setLastStamp(new Date('2026-03-01T12:00:00.000Z'))
    for (const [now, asked] of [
      ['2026-03-01T12:59:59.999Z', 0],
      ['2026-03-01T13:00:00.000Z', 1],
    ] as const) {
      const one = job(new Date(now))
      await one.roundAt(0)
      assert.equal(one.asked(), asked, now)
    }
  })

  it('are not asked for where the log has grown by nothing but what tells of them', async () => {
    await grow()
    await setLastStamp(anHourAgo())
    const first = job()
    await first.roundAt(0)
    assert.deepEqual([first.asked(), first.warned], [1, []])
    await until('the stamp has its place', async () => {
      const [{ size }, last] = [await readHead(node().db), await lastStamp()]
      return size > last.size
    })
    assert.equal((await eventsOf(world.asking)).at(-1), 'log.stamped')
    await setLastStamp(anHourAgo())
    const second = job()
    await second.roundAt(0)
    assert.equal(second.asked(), 0)
    await grow()
    await second.roundAt(0)
    assert.equal(second.asked(), 1)
  })

  it('are not asked for while entries wait for their place, of which a token would say that they were not there', async () => {
    await grow()
    await setLastStamp(anHourAgo())
    const inAWhile = (ms: number) => job(new Date(Date.now() + ms))
    await node()
      .db.transaction()
      .execute(async (trx) => {
        // The sequencer waits for this row.
        await trx.selectFrom('audit_head').select('size').forUpdate().execute()
        const { size } = await readHead(node().db)
        await noteInLog(node(), { event: 'log.checked', count: size })
        const late = inAWhile(exchangeLimits.pendingMaxMs + 10_000)
        await late.roundAt(0)
        assert.equal(late.asked(), 0)
        const soon = inAWhile(0)
        await soon.roundAt(0)
        assert.deepEqual([soon.asked(), soon.warned], [1, []])
      })
  })

  it('of an authority that fails are asked for ever more seldom, with one alarm after hours, and work goes on (pain point 8)', async () => {
    await grow()
    await setLastStamp(anHourAgo())
    refuseAll()
    const failing = job()
    const alarms = async () =>
      (await eventsOf(world.asking)).filter((event) => event === 'log.unstamped').length
    const { first, longest } = exchangeLimits.timeStamp.pauseMs
    for (const [atMs, asked] of [
      [0, 1],
      [first - 1, 1],
      [first, 2],
      [3 * first - 1, 2],
      [3 * first, 3],
      [3 * first + longest, 4],
    ] as const) {
      await failing.roundAt(atMs)
      assert.equal(failing.asked(), asked, String(atMs))
    }
    assert.match(failing.warned[0] ?? '', /503/)
    const { unstampedMaxMs } = exchangeLimits.timeStamp
    await failing.roundAt(unstampedMaxMs)
    assert.equal(await alarms(), 0)
    await failing.roundAt(unstampedMaxMs + 1)
    await failing.roundAt(unstampedMaxMs + 2)
    await until('the alarm is in the log', async () => (await alarms()) === 1)
    authority.answers = null
    await failing.roundAt(2 * unstampedMaxMs)
    await until('it is stamped', async () => (await eventsOf(world.asking)).at(-1) === 'log.stamped')
    assert.equal(await alarms(), 1)
  })

  it('attack 45: that are forged, of something else, by nobody or too large are not kept, and the authority is asked again', async () => {
    const flipped = (bytes: Buffer) => {
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
      return bytes
    }
    const other = encodeTimeStampRequest(createHash('sha256').update('another').digest(), '4102')
    /** The query with another nonce: its last octet but three, before the BOOLEAN. */
    const renumbered = (query: Buffer) => {
      const changed = Buffer.from(query)
      changed.writeUInt8(changed.readUInt8(changed.length - 4) ^ 1, changed.length - 4)
      return changed
    }
    const answers: readonly (readonly [string, (query: Buffer) => TimeAnswer])[] = [
      ['SIGNATURE_INVALID', (query) => ({ body: flipped(authority.reply(query)) })],
      ['TIME_STAMP_MISMATCH: it is of another content', () => ({ body: authority.reply(other) })],
      ['TIME_STAMP_MISMATCH: it answers', (query) => ({ body: authority.reply(renumbered(query)) })],
      ['CERTIFICATE_NOT_IN_FORCE', (query) => ({ body: authority.reply(query, 'expired') })],
      ['CERTIFICATE_WRONG_ISSUER', (query) => ({ body: authority.reply(query, 'self') })],
      ['CERTIFICATE_WRONG_ISSUER', (query) => ({ body: authority.reply(query, 'strange') })],
      ['TIME_STAMP_REJECTED', () => ({ body: authority.reply(Buffer.from('no query')) })],
      ['TIME_STAMP_INVALID', () => ({ body: Buffer.from('<html>') })],
      [
        `more than ${limits.timeStampBytesMax} bytes`,
        () => ({ body: Buffer.alloc(limits.timeStampBytesMax + 1) }),
      ],
      ['302', () => ({ status: 302, headers: { location: '/elsewhere' }, body: Buffer.from('there') })],
    ]
    await grow()
    await setLastStamp(anHourAgo())
    const before = await stamps()
    for (const [why, answer] of answers) {
      authority.answers = answer
      const one = job()
      await one.roundAt(0)
      assert.equal(one.asked(), 1, why)
      assert.ok(one.warned[0]?.includes(why), `${why}: ${one.warned[0] ?? 'kept'}`)
    }
    assert.deepEqual(await stamps(), before)
    assert.ok(authority.asked.every(({ request }) => request.url === '/stamp'))
    authority.answers = null
    await job().roundAt(0)
    assert.equal((await stamps()).length, before.length + 1)
  })

  it('are asked for by no node that cannot read who vouches for them', async () => {
    const opening = (authoritiesFile: string) =>
      readTimeAuthority({ timeStamp: { url: authority.url, authoritiesFile } })
    assert.equal((await opening(authority.rootFile))?.certificates.length, 1)
    await assert.rejects(opening(join(folder, 'settings')), /settings: there is no certificate in PEM/)
    await writeFile(join(folder, 'broken.pem'), pem('CERTIFICATE', Buffer.from('no certificate')))
    await assert.rejects(opening(join(folder, 'broken.pem')), /broken\.pem: not DER/)
  })

  it('attack 49: are asked for only where this node goes', async () => {
    const connect = connectorTo({
      tls: () => ({ pair: null, authorities: [] }),
      authoritiesOf: () => [],
      network: networkOf(['10.0.0.0/8']),
      isProofWanted: true,
    })
    const asked = authority.asked.length
    const { askTimeStamp, close } = courier(paths, null, connect)
    await assert.rejects(askTimeStamp(authority.url, Buffer.of()), (reason) => {
      return codeOfFailure(reason) === 'PEER_ADDRESS_FORBIDDEN'
    })
    await close()
    assert.equal(authority.asked.length, asked)
  })

  it('travel in the bundle of the auditor, who names the authority', async () => {
    const out = join(folder, 'bundle')
    const made = await run(world.asking, 'export', '--out', out, '--as', 'Example-Auditor')
    assert.equal(made.code, 0, made.beside)
    const named = await runAnywhere(['verify', out, '--time-authority', authority.rootFile])
    assert.equal(named.code, 0, named.out)
    assert.match(named.out, /the first \d+ entries of its log were time-stamped at 2\S+Z by good$/m)
    const unnamed = await runAnywhere(['verify', out])
    assert.equal(unnamed.code, 0, unnamed.out)
    assert.match(
      unnamed.out,
      /the first \d+ entries of its log were time-stamped at \S+ by good \(NOBODY VOUCHES/,
    )
    const stranger = await runAnywhere(['verify', out, '--time-authority', join(folder, 'stranger.crt')])
    assert.equal(stranger.code, 40)
    assert.match(stranger.out, /CERTIFICATE_WRONG_ISSUER/)
    for (const file of [join(folder, 'settings'), join(folder, 'nowhere')])
      assert.equal((await runAnywhere(['verify', out, '--time-authority', file])).code, 64)
    const { facts } = await verifyBundles([await bundleOf(world.answering)])
    assert.equal(facts[0]?.timeStamped, undefined)
  })

  it('are of no head from before a pause of the node that was read just before what it noted last got its place', async () => {
    const { asking } = world
    await grow()
    await setLastStamp(anHourAgo())
    await asking.node.close()
    const open = await openNode(asking.config, silent, 'act')
    try {
      const { node: own, courier: post } = open
      const placing = placedWhileRead(() => sequenceRound(own))
      const placed = { ...own, timeAuthority: trusted, db: own.db.withPlugin(placing.plugin) }
      const stamping = timeStamping(placed, post, () => 0)
      await sequenceRound(own)
      const { size } = await readHead(own.db)
      const longAgo = { ...own, now: () => new Date(Date.now() - 2 * exchangeLimits.pendingMaxMs) }
      await noteInLog(longAgo, { event: 'node.stopped' })
      const before = authority.asked.length
      placing.next()
      await stamping.round()
      assert.equal((await readHead(own.db)).size, size + 1)
      assert.equal(authority.asked.length, before)
      await stamping.round()
      assert.equal(authority.asked.length, before + 1)
      const sizes = (await listTimeStamps(own.db)).map((one) => one.size)
      assert.ok(sizes.includes(size + 1) && !sizes.includes(size), sizes.join())
    } finally {
      await open.close()
      asking.node = await startNode(asking.config, silent)
    }
  })
})
