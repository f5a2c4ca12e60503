import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { comingOf } from '../../src/exchange/exhibits/coming.ts'
import { paceBy } from '../../src/exchange/exhibits/pacing.ts'
import { ruleExhibits } from '../../src/exchange/exhibits/rule.ts'
import { type Announcement, takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { type TransferRule, openRule } from '../../src/exhibit/transferRule.ts'
import { findDeposit, newestDeposits } from '../../src/store/exhibits/deposits.ts'
import { run } from '../cli/commandLine.ts'
import { agreed, draft, logOf, opened } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'

describe('what a peer may hand over', () => {
  let world: World
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
    await agreed(world, request, 1)
  })
  after(() => world.close())

  const rule = async (changed: Partial<TransferRule>, peer = 'VN') => {
    const { node } = world.answering.node
    const ruled = await ruleExhibits(
      node,
      peer,
      { ...openRule, ...changed },
      { person: 'Example-Admin', authority: 'qa.pp' },
    )
    assert.ok(ruled.ok, JSON.stringify(ruled))
    // A rule is read anew within two seconds.
    await new Promise((done) => setTimeout(done, 2_100))
  }
  const handedOver = async (bytes: number): Promise<Announcement> => {
    const order = { name: 'phone.bin', person: 'Example-A', authority: 'vn.spp' }
    const taken = await takeInExhibit(world.asking.node.node, Readable.from([randomBytes(bytes)]), order)
    assert.ok(taken.ok)
    const { name, mediaType, sha256, sha512, sealed } = taken.announcement
    const exhibits = [{ id: 'E1', name, mediaType, bytes, sha256, sha512, sealed }]
    const sent = await world.asking.node.send(draft(world, world.asking, request, 'supplement', { exhibits }))
    assert.ok(sent.ok, JSON.stringify(sent))
    return taken.announcement
  }
  const standing = async ({ deposit }: Announcement) => {
    const row = await findDeposit(world.answering.node.node.db, deposit)
    return [row?.status, row?.refusal]
  }
  const stands = async (announcement: Announcement, status: string, refusal: string | null) =>
    await until(`the file is ${status}`, async () => {
      const [is, why] = await standing(announcement)
      return is === status && why === refusal
    })
  const command = async (...words: string[]) =>
    await run(world.answering, 'exhibit', ...words, '--as', 'Example-C', '--json')

  it('is all, at any time, where nobody has said otherwise', async () => {
    const { json } = await command('rule')
    assert.deepEqual(json.rules, [])
    await stands(await handedOver(1_000), 'whole', null)
  })

  it('waits for a person where it is larger than is accepted by itself, and comes when it was accepted', async () => {
    await rule({ acceptBytes: 5_000 })
    await stands(await handedOver(5_000), 'whole', null)
    const large = await handedOver(5_001)
    await stands(large, 'announced', 'EXHIBIT_NOT_ACCEPTED')
    const { fileBytes } = world.asking.link
    const accepted = await command('accept', large.deposit)
    assert.equal(accepted.code, 0, accepted.beside)
    await stands(large, 'whole', null)
    assert.ok(world.asking.link.fileBytes > fileBytes)
    const entry = (await logOf(world.answering.node.node.db)).findLast(
      ({ evt }) => evt === 'exhibit.accepted',
    )
    assert.deepEqual([entry?.digest, entry?.peer], [large.sealed.sha256, 'VN'])
    const again = await command('accept', large.deposit)
    assert.equal(again.json.code, 'EXHIBIT_NOT_ACCEPTED')
    for (const unknown of ['5d0f6f0e-5a3c-4d0e-9d55-2b8b7a1c9e10', 'phone'])
      assert.equal((await command('accept', unknown)).json.code, 'EXHIBIT_UNKNOWN')
  })

  it('waits while the files of that State would have more room than they may, and takes none of it', async () => {
    const rows = await newestDeposits(world.answering.node.node.db, 100)
    const kept = rows.reduce((sum, { sealed_bytes }) => sum + sealed_bytes, 0)
    await rule({ quotaBytes: kept + 1_072 })
    const first = await handedOver(1_000)
    await stands(first, 'whole', null)
    const { fileBytes } = world.asking.link
    await stands(await handedOver(1_000), 'announced', 'EXHIBIT_QUOTA_REACHED')
    assert.equal(world.asking.link.fileBytes, fileBytes)
  })

  it('keeps no file of it waiting behind those that wait', async () => {
    await rule({ acceptBytes: 500 })
    const waiting: Announcement[] = []
    for (let made = 0; made < 3; made += 1) waiting.push(await handedOver(600))
    for (const one of waiting) await stands(one, 'announced', 'EXHIBIT_NOT_ACCEPTED')
    await world.answering.node.node.db
      .insertInto('exhibit_deposit')
      .columns([
        'id',
        'given_id',
        'state',
        'sha256',
        'bytes',
        'sealed_sha256',
        'sealed_bytes',
        'file_key',
        'name',
        'media_type',
        'status',
        'taken_at',
      ])
      .expression((from) =>
        from
          .selectFrom('exhibit_deposit')
          .innerJoin(sql<{ n: number }>`generate_series(1, 300)`.as<'n'>('n'), (join) => join.onTrue())
          .select([sql<string>`gen_random_uuid()`.as('id'), sql<string>`gen_random_uuid()`.as('given_id')])
          .select([
            'state',
            'sha256',
            'bytes',
            'sealed_sha256',
            'sealed_bytes',
            'file_key',
            'name',
            'media_type',
            'status',
            'taken_at',
          ])
          .where('exhibit_deposit.id', '=', waiting[0]?.deposit ?? ''),
      )
      .execute()
    await stands(await handedOver(400), 'whole', null)
    await rule({})
  })

  it('waits for the hours in which it is fetched', async () => {
    const now = new Date()
    const minute = now.getUTCHours() * 60 + now.getUTCMinutes()
    const closed = {
      fromMinute: (minute + 120) % 1_440,
      untilMinute: (minute + 180) % 1_440,
      timeZone: 'UTC',
    }
    await rule({ hours: closed })
    const waiting = await handedOver(1_000)
    await stands(waiting, 'announced', 'EXHIBIT_OUT_OF_HOURS')
    await rule({})
    await world.answering.restart()
    await stands(waiting, 'whole', null)
  })

  it('comes no faster than the rate, which is told with the time that is left', async () => {
    const bytesPerSecond = 256 * 1_024
    await rule({ bytesPerSecond })
    const begun = performance.now()
    const large = await handedOver(5_000_000)
    const { node } = world.answering.node
    const coming = async () => {
      const row = await findDeposit(node.db, large.deposit)
      assert.ok(row !== null && row.status === 'fetching', row?.status)
      return (await comingOf(node, [row])).get(large.deposit)
    }
    await until('it is on its way', async () => {
      return (await findDeposit(node.db, large.deposit))?.status === 'fetching'
    })
    await until('the rate is told', async () => {
      const { bytesPerSecond: rate, secondsLeft, arrivedBytes = 0 } = (await coming()) ?? {}
      return (rate ?? 0) > 0 && secondsLeft !== null && arrivedBytes > 0
    })
    const shown = await run(world.answering, 'show', request, '--as', 'Example-C')
    assert.match(shown.out, /here fetching, .* of 4\.8 MiB \(\d+ %\), .*\/s, .* left/)
    const { json } = await command('list')
    const [listed] = json.exhibits as { bytesPerSecond?: number; secondsLeft?: number }[]
    assert.ok(
      listed?.bytesPerSecond !== undefined && listed.secondsLeft !== undefined,
      JSON.stringify(listed),
    )
    const { arrivedBytes = 0 } = (await coming()) ?? {}
    const seconds = (performance.now() - begun) / 1_000
    // And what several ranges at once have let through at their beginning.
    assert.ok(arrivedBytes < seconds * bytesPerSecond + 2 ** 20, `${arrivedBytes} bytes in ${seconds} s`)
    // Nobody waits for the rest at that rate: the rule counts from the next piece on.
    await rule({})
    await stands(large, 'whole', null)
    await until('nothing is under way any more', async () => {
      return (await node.db.selectFrom('exhibit_progress').select('deposit').execute()).length === 0
    })
  })

  it('is ruled on the command line, and what is not named goes on as it was', async () => {
    const words = ['--rate', '20MB', '--hours', '19:00-06:00', '--zone', 'Asia/Qatar', '--quota', '2TB']
    assert.equal((await command('rule', 'VN', ...words)).code, 0)
    assert.equal((await command('rule', 'VN', '--accept-up-to', '10GiB', '--rate', 'none')).code, 0)
    assert.equal((await command('rule', '*', '--quota', '1GB')).code, 0)
    const { json } = await command('rule')
    assert.deepEqual(json.rules, [
      { peer: '*', bytesPerSecond: null, quotaBytes: 1e9, acceptBytes: null, hours: null, timeZone: null },
      {
        peer: 'VN',
        bytesPerSecond: null,
        quotaBytes: 2e12,
        acceptBytes: 10 * 2 ** 30,
        hours: '19:00-06:00',
        timeZone: 'Asia/Qatar',
      },
    ])
    const ruled = (await logOf(world.answering.node.node.db)).filter(({ evt }) => evt === 'exhibit.ruled')
    assert.equal(ruled.at(-1)?.peer, undefined)
    assert.equal(ruled.at(-2)?.peer, 'VN')
    assert.equal((await command('rule', 'ZZ', '--rate', '1MB')).json.code, 'PEER_UNKNOWN')
    for (const wrong of [
      ['--rate', 'fast'],
      ['--rate', '100'],
      ['--quota', '-1'],
      ['--hours', 'nights'],
      ['--hours', '06:00-06:00'],
      ['--zone', 'Mars/Olympus'],
    ])
      assert.equal((await command('rule', 'VN', ...wrong)).code, 64, wrong.join(' '))
  })

  it('does not rush after a pause: what did not pass is not made up for', async () => {
    let nowMs = 1_000_000
    const pace = paceBy(() => nowMs)
    await pace.pass(1_000, 10_000)
    nowMs += 60_000
    // A quarter of a second is let through at once, and no more.
    await pace.pass(2_500, 10_000)
    let isThrough = false
    const passing = pace.pass(1_000, 10_000).then(() => (isThrough = true))
    await new Promise((done) => setTimeout(done, 20))
    assert.equal(isThrough, false)
    await passing
  })
})
