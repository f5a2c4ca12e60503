import assert from 'node:assert/strict'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as letPass } from 'node:timers/promises'
import { sql } from 'kysely'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { admitAccess } from '../../src/exchange/accessTokens.ts'
import { eraseRecord } from '../../src/exchange/erasure/erase.ts'
import { holdRecord } from '../../src/exchange/erasure/hold.ts'
import { exportBundle } from '../../src/exchange/export.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { isListedAsRevoked } from '../../src/exchange/revocationKeeping.ts'
import { openNode } from '../../src/opening.ts'
import { type AuditHead, readHead } from '../../src/store/audit.ts'
import { openDatabase } from '../../src/store/database.ts'
import { readOwnAuthority } from '../../src/store/identity/read.ts'
import { addRevoked } from '../../src/store/identity/revoked.ts'
import { findRequest } from '../../src/store/requests.ts'
import { paths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import { type Backup, backUp, backUpAndStop, start } from '../support/backup.ts'
import { clockedStates } from '../support/clockedWorld.ts'
import {
  agreed,
  delivered,
  draft,
  logOf,
  opened,
  openingFrame,
  post,
  say,
  sealed,
  waiting,
} from '../support/talk.ts'
import { cosignaturesOf, assertGood, bundleOf, eventsOf, onNextLog } from '../support/twoSides.ts'
import { type World, type WorldState, heard, passphrase, silent, twoStates, until } from '../support/world.ts'

describe('a node whose database alone went back', () => {
  let world: World
  let victim: WorldState
  let request: string
  let backup: Backup
  let token: string
  /** Head of the log before its database went back. */
  let signed: AuditHead

  before(async () => {
    world = await twoStates()
    victim = world.answering
    request = await opened(world)
    const made = await run(victim, 'token', 'make', '--name', 'of-the-backup', '--scope', 'audit')
    token = made.out
    backup = await backUp(victim)
    await say(world, world.asking, request, 'status-request')
    await agreed(world, request, 2)
    await say(world, victim, request, 'acknowledgement')
    await agreed(world, request, 3)
    await until('all is signed', async () => {
      const pending = await victim.node.node.db.selectFrom('audit_pending').selectAll().execute()
      return pending.length === 0
    })
    signed = await readHead(victim.node.node.db)
  })
  after(async () => {
    await world.close()
    await backup.remove()
  })

  const admission = async (): Promise<string> => {
    const admitted = await admitAccess(victim.node.node, token, 'audit')
    return admitted.ok ? 'admitted' : admitted.refusal.code
  }
  const file = (): string => join(victim.config.dataFolder, 'checkpoint')

  it('has remembered beside it what it signed last', async () => {
    await until('it is written', async () => (await readFile(file(), 'utf8')) === signed.checkpoint)
    await victim.restart()
    await heard(victim)
    await until('more is signed', async () => (await readHead(victim.node.node.db)).size > signed.size)
    await victim.node.close()
    const later = await readFile(file(), 'utf8')
    assert.ok(Number(later.split('\n')[1]) > signed.size)
    await start(victim)
    await heard(victim)
  })

  it('attack 42: a node whose database went back notices it, signs and sends nothing new, and says so (pain point 7)', async () => {
    await backup.restore('database')
    await start(victim)
    const { node } = victim.node
    const state = async () => [await eventsOf(victim), await waiting(victim), await readHead(node.db)]
    const before = await state()
    // Whoever lets it go on with that database has its peers heard before it takes anything.
    assert.equal(victim.node.hearing.hasBegun(), false)
    const outcome = await victim.node.send(draft(world, victim, request, 'status-report'))
    assert.equal(outcome.ok ? 'sent' : outcome.code, 'NODE_ROLLED_BACK')
    assert.match(outcome.ok ? '' : (outcome.detail ?? ''), /Backup and restore/)
    const ready = await fetch(victim.node.url + paths.ready)
    const { checks } = (await ready.json()) as { checks: readonly { name: string; ok: boolean }[] }
    assert.equal(ready.status, 503)
    assert.deepEqual(
      checks.flatMap(({ name, ok }) => (ok ? [] : [name])),
      ['rollback'],
    )
    // Messages of peers wait: nothing is taken, nothing is answered with a signature, and nothing is told.
    const message = await sealed(world.asking, victim, openingFrame(new Date()))
    assert.deepEqual(await post(victim, [message.jwe]), ['{"code":"NODE_UNAVAILABLE"}'])
    assert.equal(await world.asking.node.hearing.hear('QA'), false)
    await new Promise((done) => setTimeout(done, 1_000))
    assert.deepEqual(await state(), before)
    assert.equal(
      await readFile(file(), 'utf8').then((text) => Number(text.split('\n')[1]) >= signed.size),
      true,
    )
    const words = ['acknowledgement', '--officer', 'Example-A', '--set', 'ownReference=QA-9', '--json']
    const acted = await run(victim, 'act', request, ...words)
    assert.deepEqual([acted.code, acted.json.code], [65, 'NODE_ROLLED_BACK'])
    assert.equal(await admission(), 'NODE_ROLLED_BACK')
  })

  it('takes nothing upon that database by any command, ends at once, and shows that it is behind', async () => {
    const { node } = victim.node
    const counted = async () =>
      (
        await node.db
          .selectFrom('audit_entry')
          .select((eb) => eb.fn.countAll().as('n'))
          .execute()
      )[0]?.n
    const before = await counted()
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-behind-'))
    const by = ['--as', 'Example-A']
    for (const words of [
      ['export', '--out', join(folder, 'bundle'), ...by],
      ['court', request, '--language', 'en', '--out', join(folder, 'case.zip'), ...by],
      ['hold', request, '--reason', 'appeal', ...by],
      ['hold', request, '--release', '--reason', 'over', ...by],
      ['erase', request, '--ground', 'x', '--court-order', ...by, '--approved-by', 'Example-B'],
      ['token', 'make', '--name', 'another', '--scope', 'audit', ...by],
      ['token', 'revoke', '--name', 'of-the-backup', ...by],
      ['outbox', 'resend', 'a'.repeat(64), '--officer', 'Example-A'],
      ['trust', 'circuit', 'VN'],
      ['balance', 'VN'],
      ['trust', 'excuse', 'VN', ...by],
      ['show', request, ...by],
      ['inbox', ...by],
      ['due', ...by],
      ['log', 'read', ...by],
      ['statistics', '--from', '2026-01-01', '--until', '2028-01-01', ...by],
      ['retention', ...by],
    ]) {
      const { code, json, beside } = await run(victim, ...words, '--json')
      assert.deepEqual([code, json.code], [65, 'NODE_ROLLED_BACK'], `${words.join(' ')}: ${beside}`)
    }
    assert.deepEqual(await readdir(folder), [])
    await rm(folder, { recursive: true })
    const checked = await run(victim, 'log', 'check', '--json')
    assert.deepEqual([checked.code, checked.json.code], [40, 'NODE_ROLLED_BACK'])
    assert.match((await run(victim, 'log', 'check')).beside, /has signed log 1 with \d+/)
    for (const words of [['token', 'list'], ['balance'], ['trust', 'show'], ['trust', 'fingerprint']])
      assert.equal((await run(victim, ...words)).code, 0, words.join(' '))
    await assert.rejects(
      exportBundle(node, { requests: null, person: 'A', authority: 'qa.x' }),
      /NODE_ROLLED_BACK/,
    )
    const hold = await holdRecord(node, { request, reason: 'appeal', person: 'Example-A' })
    assert.equal(hold.ok ? '' : hold.code, 'NODE_ROLLED_BACK')
    assert.equal(await counted(), before)
  })

  it('goes on where a person accepts the loss: under another log, with what its peers have kept', async () => {
    const continued = await run(
      victim,
      'log',
      'continue',
      '--reason',
      'the disk was lost',
      '--as',
      'Example-C',
    )
    assert.equal(continued.code, 0, continued.beside)
    assert.match(continued.out, /rogatory\.example\/qa\/log[0-9]+\./)
    await heard(victim)
    await heard(world.asking)
    const log = await onNextLog(victim)
    assert.ok(log > 1 && continued.out.includes(`/log${log}.`), continued.out)
    await agreed(world, request, 3)
    const cosigned = () => cosignaturesOf(victim.node.node.db, log)
    await until('the witness has learnt of the new log', async () => (await cosigned()).length > 0)
    const report = await assertGood(world, 'entries')
    const facts = report.facts.find(({ state }) => state === 'QA')
    assert.deepEqual(
      [facts?.follows, facts?.restored],
      [[{ origin: 'rogatory.example/qa/log1', end: 'lost' }], 2],
    )
    const ended = (await logOf(victim.node.node.db)).filter(({ evt }) => evt === 'log.continued')
    assert.deepEqual(
      ended.map(({ code }) => code),
      ['log1'],
    )
    assert.ok((await readFile(file(), 'utf8')).startsWith(`rogatory.example/qa/log${log}\n`))
    // It may have been revoked since the backup.
    assert.equal(await admission(), 'TOKEN_REVOKED')
    // The process that came up upon a database that was behind signs lists of revoked certificates again.
    const { db } = victim.node.node
    const identity = join(victim.config.dataFolder, 'identity')
    const { certificate } = await readOwnAuthority(identity, passphrase)
    const serial = '1f'.repeat(16)
    await addRevoked(identity, { serial, revokedAt: victim.node.node.now(), reason: 'superseded' })
    await until('another list is signed', () => isListedAsRevoked(db, certificate, serial))
    const again = await run(victim, 'log', 'continue', '--reason', 'once more', '--json')
    assert.deepEqual([again.code, again.json.code], [65, 'NODE_NOT_ROLLED_BACK'])
  })

  it('is no fork to who has kept a checkpoint of the old log: what is left of it holds, the rest is said to be lost', async () => {
    const bundle = await bundleOf(victim)
    const checkpoints = [{ name: 'kept', bytes: Buffer.from(signed.checkpoint) }]
    const { exit, findings } = await verifyBundles([bundle], { checkpoints })
    assert.deepEqual([exit, findings.map(({ severity }) => severity)], [10, ['incomplete', 'incomplete']])
    const told = findings.map(({ what }) => what).join('\n')
    assert.match(told, /was lost when the database of the node went back/)
    assert.match(told, /when its database went back: entries \d+ to \d+ of it are lost/)
  })

  it('goes on as if nothing had been where the newest database is put back', async () => {
    const older = await backUp(victim)
    try {
      await say(world, victim, request, 'status-report')
      await agreed(world, request, 4)
      const latest = await backUpAndStop(victim)
      await older.putBack('database')
      await start(victim)
      assert.equal((await victim.node.send(draft(world, victim, request, 'status-report'))).ok, false)
      await latest.restore('database')
      await start(victim)
      await heard(victim)
      await say(world, victim, request, 'status-report')
      await agreed(world, request, 5)
      assert.ok((await readHead(victim.node.node.db)).log > 1)
      await assertGood(world, 'entries')
      await latest.remove()
    } finally {
      await older.remove()
    }
  })

  it('notices it while it runs, where the server was put back under it', async () => {
    const { db } = victim.node.node
    const head = await readHead(db)
    await db
      .updateTable('audit_head')
      .set({ size: head.size - 1 })
      .execute()
    const outcome = await victim.node.send(draft(world, victim, request, 'status-report'))
    assert.equal(outcome.ok ? 'sent' : outcome.code, 'NODE_ROLLED_BACK')
    await db.updateTable('audit_head').set({ size: head.size }).execute()
    await say(world, victim, request, 'status-report')
    await agreed(world, request, 6)
  })

  it('leaves it as it was found, also where the stand of the process has ended', async () => {
    const { db } = victim.node.node
    // By one less, whatever it is: the log may be signed on at this moment.
    const moveSize = (by: number) => sql`update audit_head set size = size + ${by}::integer`.execute(db)
    await moveSize(-1)
    // What was looked at before that holds for a moment.
    await letPass(300)
    const { rows: ended } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'rogatory presence'`.execute(db)
    assert.equal(ended.length, 1)
    await letPass(700)
    assert.equal(victim.node.hearing.hasBegun(), false)
    const { rows: unheard } = await sql`select from peer where heard_at is null`.execute(db)
    await moveSize(1)
    assert.equal(unheard.length, 0)
    await until('it stands again, and has its peers tell what they have', async () => {
      const { rows } = await sql`
        select from pg_stat_activity
        where datname = current_database() and application_name = 'rogatory presence'`.execute(db)
      return rows.length === 1
    })
    await heard(victim)
  })

  it('does not believe a database of another past, however long it is', async () => {
    await victim.node.close()
    const text = await readFile(file(), 'utf8')
    const [origin = '', size = ''] = text.split('\n')
    const root = Buffer.alloc(32, 7).toString('base64')
    await writeFile(file(), [origin, Number(size) - 2, root, ...text.split('\n').slice(3)].join('\n'))
    const open = await openNode(victim.config, silent)
    const outcome = await open.send(draft(world, victim, request, 'status-report'))
    await open.close()
    assert.equal(outcome.ok ? 'sent' : outcome.code, 'NODE_ROLLED_BACK')
    await writeFile(file(), 'nonsense')
    await assert.rejects(openNode(victim.config, silent), /checkpoint is no checkpoint of this node/)
    await writeFile(file(), text)
    await start(victim)
    await heard(victim)
    await say(world, victim, request, 'status-report')
    await agreed(world, request, 7)
    await assertGood(world, 'entries')
  })
})

describe('a node that was put back whole, with what it remembers of its log', () => {
  let world: World
  let victim: WorldState
  let request: string
  let backup: Backup

  before(async () => {
    world = await twoStates()
    victim = world.answering
    request = await opened(world)
    backup = await backUp(victim)
    // Nothing that a peer could hand back: only what was done here.
    await run(victim, 'inbox')
    await until('the other State has cosigned what came since', async () => {
      const { log, size } = await readHead(victim.node.node.db)
      const cosigned = await cosignaturesOf(victim.node.node.db, log)
      return size > 0 && cosigned.some((one) => one.size === size)
    })
  })
  after(async () => {
    await world.close()
    await backup.remove()
  })

  it('attack 42: learns from its witnesses that its log was longer, before it signs another head of the same size (pain point 7)', async () => {
    const lost = await readHead(victim.node.node.db)
    await backup.restore('everything')
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-second-head-'))
    // A command that would give places in the log asks the witnesses before that as well.
    for (const [words, code] of [
      [['log', 'read'], 65],
      [['log', 'check'], 40],
      [['export', '--out', join(folder, 'bundle')], 65],
      [['court', request, '--language', 'en', '--out', join(folder, 'case.zip')], 65],
    ] as const) {
      const told = await run(victim, ...words, '--json')
      assert.deepEqual([told.code, told.json.code], [code, 'NODE_ROLLED_BACK'], told.beside)
      // What they have learnt is forgotten, so that the node has to learn it by itself.
      await backup.putBack('everything')
    }
    assert.deepEqual(await readdir(folder), [])
    await rm(folder, { recursive: true })
    await start(victim)
    const { node } = victim.node
    const before = await readHead(node.db)
    assert.ok(before.size < lost.size)
    await until('it has heard of it', () => Promise.resolve(node.memory.newest()?.size === lost.size))
    const outcome = await victim.node.send(draft(world, victim, crypto.randomUUID(), 'request'))
    assert.equal(outcome.ok ? 'sent' : outcome.code, 'NODE_ROLLED_BACK')
    assert.deepEqual(await readHead(node.db), before)
  })
})

describe('a node that was put back whole, and signed on before its witness could say that it knows another past', () => {
  let world: World
  let victim: WorldState
  let backup: Backup
  let folder: string

  before(async () => {
    world = await twoStates()
    victim = world.answering
    await opened(world)
    backup = await backUp(victim)
    folder = await mkdtemp(join(tmpdir(), 'rogatory-two-pasts-'))
    await run(victim, 'inbox', '--as', 'Example-A')
    await until('the witness has cosigned what is lost next', async () => {
      const { log, size } = await readHead(victim.node.node.db)
      return (await cosignaturesOf(victim.node.node.db, log)).some((one) => one.size === size)
    })
  })
  after(async () => {
    await world.close()
    await backup.remove()
    await rm(folder, { recursive: true })
  })

  it('goes on where a person accepts that, though its own memory knows of no longer log', async () => {
    const lost = await readHead(victim.node.node.db)
    await world.asking.node.close()
    await backup.restore('everything')
    await start(victim)
    // Nobody can tell it better while its witness is away.
    for (const person of ['Example-A', 'Example-B', 'Example-C']) await run(victim, 'inbox', '--as', person)
    await until(
      'it has signed as much again',
      async () => (await readHead(victim.node.node.db)).size >= lost.size,
    )
    assert.equal(victim.node.node.memory.shownBy(), null)
    const away = await run(victim, 'log', 'continue', '--reason', 'the disk was lost', '--json')
    assert.deepEqual([away.code, away.json.code], [65, 'NODE_NOT_ROLLED_BACK'], away.beside)
    await start(world.asking)
    await until('its witness has shown another head', () =>
      Promise.resolve(victim.node.node.memory.shownBy() !== null),
    )
    assert.match(victim.node.node.memory.shownBy() ?? '', /^VN has another head of \d+ entries$/)
    const outcome = await victim.node.send(draft(world, victim, crypto.randomUUID(), 'request'))
    assert.equal(outcome.ok ? 'sent' : outcome.code, 'NODE_ROLLED_BACK')
    const words = ['log', 'continue', '--reason', 'the disk was lost', '--as', 'Example-C', '--json']
    const continued = await run(victim, ...words)
    const log = await onNextLog(victim)
    const named = `rogatory.example/qa/log${log}`
    assert.deepEqual([continued.code, continued.json.log], [0, named], continued.beside)
  })

  it('leaves to an auditor that its State has signed two pasts, which is true', async () => {
    await heard(victim)
    await heard(world.asking)
    const { exit, findings } = await verifyBundles([await bundleOf(victim), await bundleOf(world.asking)])
    assert.equal(exit, 50)
    const forks = findings.filter(({ severity }) => severity === 'fork')
    assert.deepEqual(
      forks.map(({ bundle, object }) => `${bundle} ${object}`),
      ['QA checkpoint'],
    )
    // The shortest that parts is told: it was shown to VN to be cosigned, or with a proof.
    assert.match(
      forks[0]?.what ?? '',
      /^VN has \((?:witnessed|proofs)\.jsonl line 1\) a head of \d+ entries, signed by this log, that/,
    )
  })
})

describe('a node that was put back whole, of which a peer and no witness knows what it lacks', () => {
  let world: World
  let victim: WorldState
  let request: string
  let backup: Backup

  before(async () => {
    world = await twoStates()
    victim = world.answering
    request = await opened(world)
    backup = await backUp(victim)
    await say(world, victim, request, 'acknowledgement')
    await agreed(world, request, 2)
    await backup.restore('everything')
    // Nobody has cosigned anything of this log, so that what is lost is known by the records alone.
    const { node } = world.asking.node
    await node.db.deleteFrom('witnessed_log').execute()
  })
  after(async () => {
    await world.close()
    await backup.remove()
  })

  it('is not put back in order by who only reads: each is told that it went back and what to do, and nothing is changed', async () => {
    const { database } = victim
    const state = async () => {
      const { db, close } = await openDatabase({ url: database.url, poolMax: 1, onTrouble: () => undefined })
      try {
        return [await readHead(db), await db.selectFrom('message').select(['digest', 'status']).execute()]
      } finally {
        await close()
      }
    }
    const before = await state()
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-looking-'))
    for (const [words, expected] of [
      [['log', 'check'], 40],
      [['log', 'read'], 65],
      [['log', 'missed'], 65],
      [['export', '--out', join(folder, 'bundle')], 65],
      [['court', request, '--language', 'en', '--out', join(folder, 'case.zip')], 65],
    ] as const) {
      const { code, json, beside } = await run(victim, ...words, '--as', 'Example-A', '--json')
      assert.deepEqual([code, json.code], [expected, 'NODE_ROLLED_BACK'], words.join(' '))
      assert.match(
        beside + JSON.stringify(json),
        /VN has a message of the request .* which the database lacks/,
      )
      assert.match(beside + JSON.stringify(json), /Put back the newest database that there is/)
      assert.deepEqual(await state(), before, words.join(' '))
    }
    assert.deepEqual(await readdir(folder), [])
    await rm(folder, { recursive: true })
  })

  it('signs no other past while who knows better is away for a moment', async () => {
    world.asking.link.up = false
    await start(victim)
    const { db } = victim.node.node
    const { checkpoint } = await readHead(db)
    await until('an entry waits for its place', async () => {
      return (await db.selectFrom('audit_pending').selectAll().execute()).length > 0
    })
    await letPass(1_000)
    assert.equal((await readHead(db)).checkpoint, checkpoint)
    world.asking.link.up = true
  })

  it('goes on by itself where it serves, under another log', async () => {
    await heard(victim)
    await agreed(world, request, 2)
    assert.ok((await readHead(victim.node.node.db)).log > 1)
  })
})

describe('a node that was put back whole, and lost nothing but entries of its log', () => {
  it('learns from a peer that was shown a longer log with a proof, which no witness has, and signs no other past', async () => {
    const at = Date.parse('2027-02-01T08:00:00Z')
    const world = await clockedStates(new Date(at), new Date(at - 86_400_000))
    const victim = world.answering
    const { db } = world.asking.node.node
    try {
      await opened(world)
      const backup = await backUp(victim)
      await run(victim, 'inbox', '--as', 'Example-A')
      await world.setClock(new Date(at + exchangeLimits.proof.afterMs + 1_000))
      const shown = async () => {
        const rows = await db.selectFrom('shown_head').select(['peer_state', 'size']).execute()
        return rows.find((row) => row.peer_state === 'QA')?.size ?? 0
      }
      await until('the proof came with a head', async () => (await shown()) > 0)
      await backup.restore('everything')
      await db.deleteFrom('witnessed_log').execute()
      await start(victim)
      const before = await readHead(victim.node.node.db)
      const size = await shown()
      assert.ok(before.size < size, `${before.size} < ${size}`)
      await until('it has heard of it', () =>
        Promise.resolve(victim.node.node.memory.newest()?.size === size),
      )
      const outcome = await victim.node.send(draft(world, victim, crypto.randomUUID(), 'request'))
      assert.equal(outcome.ok ? 'sent' : outcome.code, 'NODE_ROLLED_BACK')
      assert.deepEqual(await readHead(victim.node.node.db), before)
      await run(victim, 'log', 'continue', '--reason', 'the disk was lost')
      await victim.restart()
      await heard(victim)
      assert.ok((await onNextLog(victim)) > 1)
      await backup.remove()
    } finally {
      await world.close()
    }
  })
})

describe('a node that was put back and is not served yet', () => {
  it('erases no record of which its peer may have more: it asks that peer first', async () => {
    const world = await twoStates()
    const victim = world.answering
    try {
      const request = await opened(world)
      await say(world, world.asking, request, 'withdraw')
      await agreed(world, request, 2)
      const backup = await backUp(victim)
      await say(world, world.asking, request, 'contact-note')
      await agreed(world, request, 3)
      await delivered(world.asking)
      await backup.restore('everything')
      world.asking.link.up = false
      const by = ['--as', 'Example-A', '--approved-by', 'Example-B']
      const erase = () => run(victim, 'erase', request, '--ground', 'x', '--court-order', ...by, '--json')
      assert.equal((await erase()).json.code, 'PEER_NOT_HEARD')
      world.asking.link.up = true
      const erased = await erase()
      assert.equal(erased.code, 0, erased.beside)
      await start(victim)
      await heard(victim)
      const row = await findRequest(victim.node.node.db, request)
      assert.ok(row !== null)
      assert.equal(row.sequence, 3, 'what the peer handed back went with it')
      assert.notEqual(row.erased_at, null)
      await backup.remove()
    } finally {
      await world.close()
    }
  })
})

describe('a node that went back, and whose peer has erased what it lost', () => {
  it('does not have it back, and an auditor of both is told that it lacks, and of no contradiction', async () => {
    const world = await twoStates()
    const victim = world.answering
    try {
      const request = await opened(world)
      const backup = await backUp(victim)
      await say(world, world.asking, request, 'withdraw')
      await agreed(world, request, 2)
      // What comes back of this one proves the loss.
      await opened(world)
      await delivered(world.asking)
      const order = { request, ground: 'an Act', courtOrder: true }
      const people = { officer: 'Example-A', approver: 'Example-B' }
      const erased = await eraseRecord(world.asking.node.node, { ...order, ...people }, [])
      assert.ok(erased.ok, JSON.stringify(erased))
      await backup.restore('everything')
      await start(victim)
      await heard(victim)
      await heard(world.asking)
      await onNextLog(victim)
      // So that what is missed is clearly before the end of its log.
      await letPass(1_500)
      await run(victim, 'inbox', '--as', 'Example-A')
      const { exit, findings } = await verifyBundles([await bundleOf(victim), await bundleOf(world.asking)])
      assert.deepEqual(
        findings.filter(({ severity }) => severity !== 'incomplete'),
        [],
      )
      assert.equal(exit, 10)
      assert.match(
        findings.map(({ bundle, what }) => `${bundle}: ${what}`).join('\n'),
        /QA: VN sent and has a receipt for it, and it is not in this log/,
      )
      await backup.remove()
    } finally {
      await world.close()
    }
  })
})

describe('a node that goes back as a whole, twice, to one backup', () => {
  it('gives no log the name of one that it has forgotten: what it signed under that is lost, and no fork', async () => {
    const world = await twoStates()
    const victim = world.answering
    try {
      const request = await opened(world)
      const backup = await backUp(victim)
      await say(world, victim, request, 'acknowledgement')
      await agreed(world, request, 2)
      const names: number[] = []
      for (const type of ['status-report', 'contact-note'] as const) {
        await backup.restore('everything')
        await start(victim)
        await heard(victim)
        names.push(await onNextLog(victim))
        // It gives receipts that promise an entry of the log that it then loses, and signs heads of it.
        await say(world, type === 'contact-note' ? world.asking : victim, request, type)
        await agreed(world, request, names.length + 2)
      }
      assert.equal(new Set([1, ...names]).size, 3, names.join())
      await heard(world.asking)
      const bundles = [await bundleOf(victim), await bundleOf(world.asking)]
      const { findings } = await verifyBundles(bundles)
      assert.deepEqual(
        findings.filter(({ severity }) => severity !== 'incomplete').map(({ what }) => what),
        [],
      )
      await backup.remove()
    } finally {
      await world.close()
    }
  })
})
