import assert from 'node:assert/strict'
import { setTimeout as letPass } from 'node:timers/promises'
import { measuring } from '../../../src/exchange/measuring/measuring.ts'
import { countedLog } from '../../../src/exchange/measuring/countedLog.ts'
import { measuredRound, meterOfNode } from '../../../src/exchange/measuring/meter.ts'
import { exposition } from '../../../src/exchange/measuring/prometheus.ts'
import { readings } from '../../../src/exchange/measuring/readings.ts'
import { valuesOfReadings } from '../../../src/exchange/measuring/values.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { noteInLog } from '../../../src/exchange/noteInLog.ts'
import { readiness } from '../../../src/exchange/readiness.ts'
import { checkAndNote, lastCheck, ownTreeRound } from '../../../src/exchange/recheck/dailyCheck.ts'
import { lateJobs } from '../../../src/exchange/running/lateJobs.ts'
import { unstampedSince } from '../../../src/exchange/timeStamping.ts'
import { readHead } from '../../../src/store/audit.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { readEntries } from '../../../src/store/placed.ts'
import { loggedSince } from '../../../src/store/witness.ts'
import { insertTimeStamp } from '../../../src/store/timeStamps.ts'
import { seeSecrets } from '../../../src/secretFiles.ts'
import { delivered, opened } from '../../support/talk.ts'
import { type World, silent, twoStates, until } from '../../support/world.ts'

const dayMs = 86_400_000

describe('what monitoring is told where something hangs, breaks off or has ended', () => {
  let world: World
  before(async () => {
    world = await twoStates()
    await opened(world)
    await delivered(world.asking)
  })
  after(() => world.close())

  const beheld = (more: PropertyDescriptorMap = {}): Node =>
    Object.create(world.asking.node.node, { meter: { value: meterOfNode() }, ...more }) as Node
  const numbersOf = async (node: Node): Promise<string> => {
    const beside = {
      version: 'test',
      ready: async () => (await readiness(node)).checks,
      secrets: () => ({ open: [], unseen: ['one'] }),
      dataFolder: world.asking.config.dataFolder,
      connections: () => ({ used: 0, idle: 0, waiting: 0 }),
      tls: () => ({ port: null, client: null }),
    }
    return await measuring(node, beside, () => 0).text()
  }
  const valueOf = (text: string, series: string): number => {
    const line = text.split('\n').find((one) => one.startsWith(`${series} `))
    assert.ok(line !== undefined, series)
    return Number(line.slice(series.length))
  }

  it('does not count a look through the own log that breaks off, however often one is begun', async () => {
    const { node } = world.asking.node
    await checkAndNote(node)
    for (const days of [2, 4]) {
      const later = beheld({
        machineNow: { value: () => new Date(Date.now() + days * dayMs) },
        logSigner: {
          value: () => {
            throw new Error('the page cannot be read')
          },
        },
      })
      await assert.rejects(ownTreeRound(later), /cannot be read/)
      const age = valueOf(await numbersOf(later), 'rogatory_log_checked_age_seconds')
      assert.ok(age > (days - 0.1) * 86_400, `${age} s after ${days} days`)
      const late = (await lateJobs(later)).map(({ found }) => found)
      assert.deepEqual(late.includes('lateOwnLog'), true)
    }
    await checkAndNote(node)
    assert.ok(valueOf(await numbersOf(beheld()), 'rogatory_log_checked_age_seconds') < 60)
    assert.equal((await lastCheck(node))?.wrong, null)
  })

  it('says that a process is not ready which does not stand for its node, as it takes no message', async () => {
    const { node } = world.asking.node
    const standing = async (hasBegun: boolean) =>
      (await readiness(node, { hasBegun: () => hasBegun })).checks.find(({ name }) => name === 'standing')?.ok
    assert.deepEqual([await standing(true), await standing(false)], [true, false])
    const answer = await fetch(`${world.asking.node.url}/health/ready`)
    assert.equal(answer.status, 200)
  })

  it('tells since when a round lasts that does not end, and each failure, also one before a round', async () => {
    const meter = meterOfNode()
    const { observer, text } = exposition()
    meter.follow(observer)
    let end: () => void = () => undefined
    const hanging = measuredRound(meter, 'tell', () => new Promise<void>((resolve) => (end = resolve)))
    await letPass(50)
    assert.ok((meter.underWay().get('tell') ?? 0) >= 40)
    assert.match(
      await numbersOf(beheld({ meter: { value: meter } })),
      /^rogatory_job_running_seconds\{task="tell"\} 0\.[0-9]+$/m,
    )
    meter.follow(observer)
    end()
    await hanging
    assert.equal(meter.underWay().size, 0)
    await assert.rejects(measuredRound(meter, 'tell', () => Promise.reject(new Error('broken'))))
    assert.equal(meter.underWay().size, 0)
    meter.failed('tell')
    const told = await text([])
    assert.match(told, /^rogatory_job_round_seconds_count\{task="tell"\} 2$/m)
    assert.match(told, /^rogatory_job_failures_total\{task="tell"\} 1$/m)
  })

  it('counts the warnings and errors of the log of the program from nought on', async () => {
    const meter = meterOfNode()
    const { observer, text } = exposition()
    meter.follow(observer)
    assert.match(await text([]), /^rogatory_log_lines_total\{level="error"\} 0$/m)
    const log = countedLog(silent, meter)
    log.info({}, 'x')
    log.warn({}, 'x')
    log.error({}, 'x')
    log.error({}, 'x')
    const told = await text([])
    assert.match(told, /^rogatory_log_lines_total\{level="warn"\} 1$/m)
    assert.match(told, /^rogatory_log_lines_total\{level="error"\} 2$/m)
  })

  it('tells of no peer that nothing waits for it where not all was counted', async () => {
    const read = await readings(world.asking.node.node, () => 0)()
    assert.ok(read.found !== null)
    const told = (longer: boolean): readonly string[] =>
      valuesOfReadings(
        {
          isUp: true,
          found: {
            ...read.found,
            queued: [],
            givenUp: [],
            isQueueLonger: longer,
            isDeadLonger: longer,
          } as typeof read.found,
        },
        ['QA'],
      ).flatMap(({ name, value }) => (name.startsWith('rogatory_messages_') ? [`${name} ${value}`] : []))
    assert.ok(told(false).includes('rogatory_messages_waiting 0'))
    assert.ok(told(false).includes('rogatory_messages_dead 0'))
    assert.deepEqual(told(true), ['rogatory_messages_uncounted 1'])
  })

  it('tells all the rest where a disk hangs, and that the database answers where its numbers cannot be read', async () => {
    const { exhibits } = world.asking.node.node
    const hung = Object.create(exhibits, {
      freeBytes: { value: () => new Promise(() => undefined) },
    }) as typeof exhibits
    const text = await numbersOf(beheld({ exhibits: { value: hung } }))
    assert.match(text, /^rogatory_database_up 1$/m)
    assert.match(text, /^rogatory_numbers_read 1$/m)
    assert.match(text, /^rogatory_log_size [1-9]/m)
    assert.doesNotMatch(text, /^rogatory_exhibits_free_bytes /m)
    assert.ok(valueOf(text, 'rogatory_data_free_bytes') > 0)
    const broken = await numbersOf(beheld({ memory: { value: null } }))
    assert.match(broken, /^rogatory_database_up 1$/m)
    assert.match(broken, /^rogatory_numbers_read 0$/m)
    assert.doesNotMatch(broken, /^rogatory_log_size /m)
    const whole = await numbersOf(beheld())
    assert.ok(valueOf(whole, 'rogatory_data_free_bytes') > 0)
    assert.ok(valueOf(whole, 'rogatory_exhibits_free_bytes') > 0)
  })

  it('goes on telling of a key in use that has ended, and of lists of revoked certificates that lack', async () => {
    const now = await numbersOf(beheld())
    const uses = ['message', 'http', 'list']
    for (const use of uses)
      assert.ok(valueOf(now, `rogatory_key_in_use_days_left{state="VN",use="${use}"}`) > 30)
    assert.equal(valueOf(now, 'rogatory_revocation_list_lacks{state="QA",of="peers"}'), 0)
    const over = await numbersOf(beheld({ now: { value: () => new Date(Date.now() + 4_000 * dayMs) } }))
    for (const use of uses)
      assert.ok(valueOf(over, `rogatory_key_in_use_days_left{state="VN",use="${use}"}`) < 0, use)
    assert.equal(valueOf(over, 'rogatory_revocation_list_lacks{state="QA",of="peers"}'), 1)
  })

  it('tells of no list of revoked certificates that the trust list does not name any more: it runs out, and nobody asks for it', async () => {
    const ofOwn = /^rogatory_revocation_list_seconds_left\{state="VN",of="own"\} /m
    assert.match(await numbersOf(beheld()), ofOwn)
    const { trust } = world.asking.node.node
    const own = trust.own()
    const { revocationLists: named, ...list } = own.list
    assert.equal(named?.length, 1)
    const gone = { ...trust, own: () => ({ ...own, list }) }
    assert.doesNotMatch(await numbersOf(beheld({ trust: { value: gone } })), ofOwn)
  })

  it('has since when there was no balance with a peer, from its pin on', async () => {
    const later = await numbersOf(beheld({ now: { value: () => new Date(Date.now() + 5 * dayMs) } }))
    assert.ok(valueOf(later, 'rogatory_balance_age_seconds{peer="QA"}') > 4 * 86_400)
  })

  it('counts a secret that is open beside one that cannot be looked at', async () => {
    const { open, unseen } = seeSecrets(['/etc/passwd', `/etc/${'x'.repeat(5_000)}`])
    assert.deepEqual([open.length, unseen.length], [1, 1])
    assert.match(await numbersOf(beheld()), /^rogatory_secrets_unseen 1$/m)
  })

  it('has the log wait for a stamp from the first entry on that is not about stamps', async () => {
    const { node } = world.asking.node
    const placed = async (): Promise<number> => {
      await until('all has its place', async () => {
        const waiting = await node.db.selectFrom('audit_pending').select('entry').execute()
        return waiting.length === 0
      })
      return (await readHead(node.db)).size
    }
    const size = await placed()
    const { log, checkpoint } = await readHead(node.db)
    await inTransaction(node.db, (trx) =>
      insertTimeStamp(trx, { log, size, note: checkpoint, token: Buffer.from('x'), stamped_at: new Date() }),
    )
    await noteInLog(node, { event: 'log.unstamped', count: size })
    await placed()
    await letPass(1_200)
    await noteInLog(node, { event: 'node.stopped' })
    const end = await placed()
    const events = (await readEntries(node.db, size, end)).map(
      ({ entry }) => (JSON.parse(entry) as { readonly evt: string }).evt,
    )
    assert.equal(events[0], 'log.unstamped')
    const place = events.findIndex((event) => event !== 'log.unstamped')
    const stamped = {
      ...node,
      db: node.db,
      timeAuthority: { url: 'http://stamps.example', certificates: [] },
    }
    const since = await unstampedSince(stamped, { log, size: end })
    assert.deepEqual(since, await loggedSince(node.db, size + place))
    assert.notDeepEqual(since, await loggedSince(node.db, size))
  })
})
