import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { insertRequests } from '../../../src/store/requests.ts'
import { signedIn, withDesk } from '../../support/desk.ts'
import { noted } from '../../support/noted.ts'
import { afterNoon, requestRow } from '../../support/rows.ts'
import { opened } from '../../support/talk.ts'
import { type World, twoStates } from '../../support/world.ts'

describe('the page of requests whose time of keeping is over', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(() => world.close())

  const over = async (request: string, at: Date): Promise<void> => {
    const { db } = world.asking.database
    await sql`update request set keeping_over_at = ${at} where id = ${request}::uuid`.execute(db)
  }

  it('is told of on the desk, lists them with what two persons do, and goes on behind a page', async () => {
    const officer = await signedIn(world.asking, ['officer'])
    const empty = await officer.get('/retention')
    assert.equal(empty.status, 200)
    assert.match(empty.text, /There is none\. What ends is looked at/)
    assert.doesNotMatch((await officer.get('/')).text, /of which two persons are to decide/)
    const request = await opened(world)
    await over(request, afterNoon(0))
    const { listedMax } = exchangeLimits.keeping
    const own_authority = 'vn.spp'
    const rows = Array.from({ length: listedMax }, (_, place) =>
      requestRow({
        own_authority,
        reference: `VN-OVER-${place}`,
        state: 'closed',
        snapshot: '',
        sequence: 0,
      }),
    )
    await inTransaction(world.asking.database.db, (trx) => insertRequests(trx, rows))
    for (const [place, { id }] of rows.entries()) await over(id, afterNoon(1 + place))
    const elsewhere = requestRow({ own_authority: 'vn.other', reference: 'VN-ELSEWHERE', snapshot: '' })
    await inTransaction(world.asking.database.db, (trx) => insertRequests(trx, [elsewhere]))
    await over(elsewhere.id, afterNoon(0))
    const desk = await officer.get('/')
    assert.match(desk.text, new RegExp(`two persons are to decide: ${listedMax + 1}\\.`))
    assert.match(desk.text, /href="\/retention"/)
    const first = await officer.get('/retention')
    assert.match(first.text, /rogatory erase REF --ground/)
    assert.ok(first.text.includes(`/cases/${request}`) && first.text.includes('VN-OVER-0'))
    assert.ok(!first.text.includes(`>VN-OVER-${listedMax - 1}<`) && !first.text.includes('VN-ELSEWHERE'))
    const [, next = ''] = /href="(\/retention\?after=[^"]+)"/.exec(first.text) ?? []
    const second = await officer.get(next)
    assert.equal(second.status, 200)
    assert.ok(
      second.text.includes(`>VN-OVER-${listedMax - 1}<`) && !second.text.includes(`/cases/${request}`),
    )
    const seen = (await noted(world.asking, 'case.listed')).flatMap(({ details }) =>
      String(details?.query).startsWith('retention: time over') ? [details] : [],
    )
    assert.equal(seen.length, 3)
  })

  it('is not there for a place that is none, an auditor, or an administrator', async () => {
    const officer = await signedIn(world.asking, ['officer'])
    for (const after of ['x', `2026-03-02T12:00:00Z_${crypto.randomUUID()}`, '2026-03-02T12:00:00.000Z_x'])
      assert.equal((await officer.get(`/retention?after=${encodeURIComponent(after)}`)).status, 404, after)
    for (const role of ['auditor', 'administrator'] as const) {
      const other = await signedIn(world.asking, [role])
      assert.equal((await other.get('/retention')).status, 404)
    }
  })
})
