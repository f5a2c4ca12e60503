import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { refusedActsRound } from '../../src/exchange/refusedActs.ts'
import { logOf, opened } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'
import { type Ran, run } from './commandLine.ts'

interface Line {
  readonly event: string
  readonly code?: string
  readonly count?: number
  readonly request: { readonly id: string } | null
  readonly actor: { readonly person: string; readonly role: string; readonly authority: string } | null
  readonly details: { readonly wanted?: string } | null
}

describe('what a person was refused', () => {
  let world: World
  let request: string
  let folder: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
    folder = await mkdtemp(join(tmpdir(), 'rogatory-refused-'))
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const refused = async (code: string, ...words: string[]): Promise<Ran> => {
    const ran = await run(world.asking, ...words, '--json')
    assert.equal(ran.json.code, code, `${words.join(' ')}: ${ran.beside}`)
    return ran
  }
  const toldOf = async (person: string): Promise<Line[]> => {
    const { db } = world.asking.node.node
    await until('all has its place', async () => {
      return (await db.selectFrom('audit_pending').selectAll().execute()).length === 0
    })
    const { json } = await run(world.asking, 'log', 'read', '--person', person, '--as', 'Auditor', '--json')
    return json.entries as Line[]
  }
  const actsOf = async (person: string) =>
    (await toldOf(person)).map(({ event, code, request: about, actor, details }) => [
      event,
      code,
      about?.id ?? null,
      actor?.role,
      details?.wanted,
    ])

  it('is in the log once, by its code, with the request where there is one', async () => {
    const erase = ['erase', request, '--ground', 'none', '--as', 'Mallory', '--approved-by']
    await refused('RECORD_NOT_ENDED', ...erase, 'Example-B', '--court-order')
    await refused('SECOND_PERSON_MISSING', ...erase, 'Mallory')
    await refused('RECORD_NOT_HELD', 'hold', request, '--release', '--reason', 'over', '--as', 'Mallory')
    await refused(
      'SECOND_PERSON_MISSING',
      'act',
      request,
      'withdraw',
      '--officer',
      'Mallory',
      '--approver',
      'mallory',
    )
    await refused('MESSAGE_UNKNOWN', 'show', request, '--message', '99', '--as', 'Mallory')
    await refused('REQUEST_UNKNOWN', 'show', 'NO-SUCH-1', '--as', 'Mallory')
    await refused('REQUEST_UNKNOWN', 'export', 'NO-SUCH-2', '--out', join(folder, 'none'), '--as', 'Mallory')
    await refused(
      'REQUEST_UNKNOWN',
      'erase',
      'NO-SUCH-3',
      '--ground',
      'x',
      '--approved-by',
      'B',
      '--as',
      'Mallory',
    )
    await refused('TOKEN_UNKNOWN', 'token', 'revoke', '--name', 'no-token', '--as', 'Mallory')
    await refused('REQUEST_UNKNOWN', 'log', 'read', '--request', 'NO-SUCH-4', '--as', 'Mallory')
    const file = join(folder, 'draft.json')
    await writeFile(file, '{"type":"status-request"}')
    const sent = await run(world.asking, 'send', file, '--officer', 'Mallory', '--json')
    assert.notEqual(sent.code, 0)
    assert.deepEqual(await actsOf('Mallory'), [
      ['act.refused', 'RECORD_NOT_ENDED', request, 'officer', `erase ${request}`],
      ['act.refused', 'SECOND_PERSON_MISSING', request, 'officer', `erase ${request}`],
      ['act.refused', 'RECORD_NOT_HELD', request, 'officer', `hold --release ${request}`],
      ['act.refused', 'SECOND_PERSON_MISSING', request, 'officer', 'send withdraw VN-DEMO-1'],
      ['act.refused', 'MESSAGE_UNKNOWN', request, 'officer', `show ${request} --message 99`],
      ['act.refused', 'REQUEST_UNKNOWN', null, 'officer', 'show NO-SUCH-1'],
      ['act.refused', 'REQUEST_UNKNOWN', null, 'auditor', 'export NO-SUCH-2'],
      ['act.refused', 'REQUEST_UNKNOWN', null, 'officer', 'erase NO-SUCH-3 --ground x --approved-by B'],
      ['act.refused', 'TOKEN_UNKNOWN', null, 'administrator', 'token revoke no-token'],
      ['act.refused', 'REQUEST_UNKNOWN', null, 'auditor', 'log read --request NO-SUCH-4'],
      ['act.refused', sent.json.code, null, 'officer', `send ${file}`],
    ])
  })

  it('is nothing where nobody is named who would act: the node is not even opened', async () => {
    const { db } = world.asking.node.node
    const holds = async () => await db.selectFrom('legal_hold').selectAll().execute()
    for (const nobody of ['', ' ', '\t']) {
      for (const words of [
        ['hold', request, '--reason', 'appeal pending'],
        ['show', request],
        ['backup', '--out', join(folder, 'nobody.rogatory')],
      ]) {
        const ran = await refused('WRONG_USE', ...words, '--as', nobody)
        assert.equal(ran.code, 64)
      }
    }
    assert.deepEqual(await holds(), [])
    assert.ok(!existsSync(join(folder, 'nobody.rogatory')))
  })

  it('says openly nothing but its code, its time and the digest of its request', async () => {
    const { db } = world.asking.node.node
    const entries = (await logOf(db)).filter(({ evt }) => evt === 'act.refused')
    assert.ok(entries.length > 0)
    const open = new Set(['v', 't', 'evt', 'code', 'count', 'record', 'objSeq', 'objPrev', 'actor', 'd'])
    for (const entry of entries) for (const member of Object.keys(entry)) assert.ok(open.has(member), member)
    assert.ok(!JSON.stringify(entries).includes('Mallory'))
  })

  it('is counted in one entry beyond so many in a minute, and each person has a minute of their own', async () => {
    const { node } = world.asking.node
    const { refusedActsMax } = exchangeLimits
    const [held, more] = ['RECORD_NOT_HELD', 7]
    const { releaseRecord } = await import('../../src/exchange/erasure/hold.ts')
    const order = { request, reason: 'over', person: 'Looping' }
    for (let n = 0; n < refusedActsMax + more; n += 1) await releaseRecord(node, order)
    await releaseRecord(node, { ...order, person: 'Another' })
    await refusedActsRound(node)
    assert.equal((await toldOf('Looping')).length, refusedActsMax)
    assert.equal((await toldOf('Another')).length, 1)
    await sql`update refused_act set since = since - interval '1 minute'`.execute(world.asking.database.db)
    await refusedActsRound(node)
    const told = await toldOf('Looping')
    assert.equal(told.length, refusedActsMax + 1)
    const { code, count, details, request: about } = told.at(-1) ?? {}
    assert.deepEqual([code, count, details, about], [held, more, {}, null])
    assert.deepEqual(await node.db.selectFrom('refused_act').selectAll().execute(), [])
    await releaseRecord(node, order)
    assert.equal((await toldOf('Looping')).length, refusedActsMax + 2)
  })

  it('is cut where a name is too long to be kept', async () => {
    const { node } = world.asking.node
    const { holdRecord } = await import('../../src/exchange/erasure/hold.ts')
    const nobody = '01970000-0000-7000-8000-000000000000'
    const person = '𝔐'.repeat(20_000)
    const outcome = await holdRecord(node, { request: nobody, reason: 'x', person })
    assert.equal(outcome.ok, false)
    assert.equal((await toldOf('𝔐'.repeat(300))).length, 1)
  })
})
