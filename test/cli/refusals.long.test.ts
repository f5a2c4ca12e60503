import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { bury } from '../../src/store/outbox.ts'
import { findRequest } from '../../src/store/requests.ts'
import { startNode } from '../../src/main.ts'
import { type World, type WorldState, authority, silent, twoStates, until } from '../support/world.ts'
import { whileTakingNothing } from '../support/takingNothing.ts'
import { type Ran, run, runAnywhere, runProcess } from './commandLine.ts'

const example = JSON.parse(
  await readFile(resolve(import.meta.dirname, '../../schemas/example/request.json'), 'utf8'),
) as { body: Record<string, unknown> }
const officer = ['--officer', 'Example-A']
const two = [...officer, '--approver', 'Example-B']

describe('what the commands refuse', () => {
  let world: World
  let vn: WorldState
  let qa: WorldState
  let folder: string
  let file: string
  let id: string
  before(async () => {
    world = await twoStates(
      { state: 'VN', authorities: [authority('vn.spp'), authority('vn.mps')] },
      { state: 'QA', authorities: [authority('qa.pp')] },
    )
    vn = world.asking
    qa = world.answering
    folder = await mkdtemp(join(tmpdir(), 'rogatory-cli-'))
    file = await draft({})
    id = String((await run(vn, 'send', file, ...two, '--wait', '20', '--json')).json.request)
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  let drafts = 0
  const write = async (text: string | Uint8Array): Promise<string> => {
    drafts += 1
    const path = join(folder, `${drafts}.json`)
    await writeFile(path, text)
    return path
  }
  const draft = (changes: object): Promise<string> =>
    write(
      JSON.stringify({
        ...{ from: 'vn.spp', to: 'qa.pp', reference: 'VN-DEMO-1', language: 'en', body: example.body },
        ...changes,
      }),
    )
  const refuses = (ran: Ran, code: number, word: string): Ran => {
    assert.deepEqual([ran.code, ran.json.code ?? word], [code, word], JSON.stringify([ran.json, ran.beside]))
    assert.equal(ran.json.ok ?? false, false)
    return ran
  }

  it('names no request that is not here', async () => {
    refuses(await run(vn, 'show', 'VN-DEMO-NONE', '--json'), 65, 'REQUEST_UNKNOWN')
    refuses(await run(vn, 'show', crypto.randomUUID(), '--json'), 65, 'REQUEST_UNKNOWN')
    refuses(await run(vn, 'act', 'deadbeef', 'withdraw', ...officer, '--json'), 65, 'REQUEST_UNKNOWN')
    refuses(await run(vn, 'show', id, '--message', '77', '--json'), 65, 'MESSAGE_UNKNOWN')
  })

  it('lists the requests when a reference names several', async () => {
    for (let count = 0; count < 2; count += 1)
      assert.equal(
        (await run(vn, 'send', await draft({ reference: 'VN-TWICE' }), ...two, '--wait', '20')).code,
        0,
      )
    const ran = refuses(await run(vn, 'show', 'VN-TWICE', '--json'), 64, 'REFERENCE_AMBIGUOUS')
    assert.equal((ran.json.ids as unknown[]).length, 2)
    const requests = ran.json.requests as { request: string; peer: string; openedAt: string; state: string }[]
    assert.deepEqual(requests.map(({ request }) => request).toSorted(), (ran.json.ids as string[]).toSorted())
    for (const { request, peer, openedAt, state } of requests) {
      assert.equal(peer, 'QA')
      const line = `  ${request}  QA (qa.pp)  opened ${openedAt}  ${state}`
      const tells = async (...command: string[]): Promise<boolean> =>
        (await run(vn, ...command)).beside.includes(line)
      assert.ok(await tells('show', 'VN-TWICE'))
      // In another spelling it is found by the index of the search, which comes behind.
      await until('the reference is found in another spelling', () =>
        tells('act', 'vn-twice', 'withdraw', ...officer),
      )
    }
  })

  it('tells where a draft breaks its schema, and what its body has', async () => {
    const noFacts = await draft({ body: { ...example.body, facts: undefined } })
    const ran = await run(vn, 'send', noFacts, ...two)
    assert.equal(ran.code, 65)
    assert.match(
      ran.beside,
      /^Refused: MESSAGE_INVALID; facts is missing; the body of request has: requestingAuthority\*, .*facts, /,
    )
    assert.match(ran.beside, /at \/body\/facts/)
    const json = refuses(await run(vn, 'send', noFacts, ...two, '--json'), 65, 'MESSAGE_INVALID').json
    assert.equal(json.pointer, '/body/facts')
    refuses(await run(vn, 'send', await draft({ exhibit: [] }), ...two, '--json'), 65, 'MESSAGE_INVALID')
    refuses(await run(vn, 'send', await draft({ from: 7 }), ...two, '--json'), 65, 'MESSAGE_INVALID')
    refuses(await run(vn, 'send', await draft({ body: 'words' }), ...two, '--json'), 65, 'MESSAGE_INVALID')
    refuses(
      await run(vn, 'send', await draft({ language: undefined }), ...two, '--json'),
      65,
      'MESSAGE_INVALID',
    )
    refuses(await run(vn, 'send', await draft({ request: 'x' }), ...two, '--json'), 65, 'MESSAGE_INVALID')
  })

  it('lets nothing that binds the State leave without a second person', async () => {
    const missing = await run(vn, 'send', file, ...officer, '--json')
    refuses(missing, 65, 'SECOND_PERSON_MISSING')
    for (const name of ['Example-A', ' example-a ', 'Example-\u200bA', '', '  '])
      refuses(
        await run(vn, 'send', file, ...officer, '--approver', name, '--json'),
        65,
        'SECOND_PERSON_MISSING',
      )
    refuses(await run(vn, 'send', file, '--officer', ' ', '--json'), 64, 'WRONG_USE')
    assert.equal((await run(vn, 'send', file)).code, 64)
  })

  it('refuses parties that it cannot speak for or to', async () => {
    refuses(await run(vn, 'send', await draft({ from: 'vn.xyz' }), ...two, '--json'), 65, 'AUTHORITY_UNKNOWN')
    refuses(await run(vn, 'send', await draft({ to: 'qa.xyz' }), ...two, '--json'), 65, 'AUTHORITY_UNKNOWN')
    refuses(await run(vn, 'send', await draft({ to: 'nz.cl' }), ...two, '--json'), 65, 'PEER_UNKNOWN')
    refuses(await run(vn, 'inbox', '--authority', 'qa.pp', '--json'), 64, 'WRONG_USE')
  })

  it('refuses the message of the other side, and one that is not expected now, and says what is', async () => {
    const wrong = await run(vn, 'act', id, 'acknowledgement', '--set', 'ownReference=1', ...officer, '--json')
    refuses(wrong, 65, 'WORKFLOW_WRONG_SIDE')
    const early = await run(
      vn,
      'act',
      id,
      'preservation-link',
      '--set',
      `request=${id}`,
      ...officer,
      '--json',
    )
    refuses(early, 65, 'WORKFLOW_NOT_EXPECTED')
    assert.ok((early.json.expected as string[]).includes('withdraw'))
    assert.match(
      early.beside,
      /preservation-link is not expected of this side now. It may send: amend, contact-note, /,
    )
    const decision = await run(qa, 'act', id, 'decision', '--outcome', 'granted', ...two, '--json')
    refuses(decision, 65, 'WORKFLOW_NOT_EXPECTED')
    const measure = await run(vn, 'act', id, 'withdraw', '--measure', 'z9', ...two, '--json')
    refuses(measure, 65, 'MEASURE_UNKNOWN')
    const reply = await run(
      qa,
      'act',
      id,
      'supplement',
      '--set',
      'text=x',
      '--reply-to',
      '9',
      ...officer,
      '--json',
    )
    refuses(reply, 64, 'MESSAGE_UNKNOWN')
  })

  it('refuses a type that there is not, and names those that there are', async () => {
    const ran = refuses(await run(vn, 'act', id, 'refusal', ...officer, '--json'), 64, 'SCHEMA_UNKNOWN')
    assert.match(String(ran.json.message), /There are: acceptance-withdrawn, acknowledgement, .*close,/)
    refuses(await run(vn, 'send', await draft({ type: 'toString' }), ...two, '--json'), 64, 'SCHEMA_UNKNOWN')
    const lonely = await run(vn, 'send', await draft({ type: 'withdraw', body: {} }), ...two, '--json')
    refuses(lonely, 64, 'WRONG_USE')
  })

  it('refuses files that it cannot read, that are not JSON, or that are too large', async () => {
    refuses(await run(vn, 'send', join(folder, 'none.json'), ...two, '--json'), 64, 'FILE_UNREADABLE')
    refuses(await run(vn, 'send', folder, ...two, '--json'), 64, 'FILE_UNREADABLE')
    refuses(await run(vn, 'send', await write('{"from":'), ...two, '--json'), 65, 'JSON_INVALID')
    refuses(await run(vn, 'send', await write('[]'), ...two, '--json'), 65, 'JSON_INVALID')
    const latin = await write(Buffer.from([0x22, 0xe9, 0x22]))
    refuses(await run(vn, 'send', latin, ...two, '--json'), 65, 'JSON_INVALID')
    refuses(await run(vn, 'send', await write(' '.repeat(1_100_000)), ...two, '--json'), 65, 'JSON_TOO_LARGE')
  })

  it('refuses settings that lead nowhere', async () => {
    const act = (...words: string[]) => run(vn, 'act', id, 'supplement', ...words, ...officer, '--json')
    for (const setting of ['text', '=x', 'a..b=1', '__proto__.x=1', 'constructor=1', 'text.0.x=1'])
      refuses(await act('--set', 'text=x', '--set', setting), 64, 'WRONG_USE')
    refuses(await act('--set', 'unknown=1'), 65, 'MESSAGE_INVALID')
    refuses(await act('--set', 'text=x', '--outcome', 'granted'), 64, 'WRONG_USE')
    assert.equal((await act('--wait', 'long')).code, 64)
    assert.equal((await act('--nonsense')).code, 64)
  })

  it('tells a script on standard output what was asked wrongly, as one object and nothing beside it', async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['court'], /^required option '--out <file>' not specified$/],
      [['send'], /^required option '--officer <name>' not specified$/],
      [['act', 'X'], /^required option '--officer <name>' not specified$/],
      [['carrier', 'read'], /^missing required argument 'folder'$/],
      [['inbox', '--nonsense'], /^unknown option '--nonsense'$/],
      [['nonsense'], /^unknown command 'nonsense'$/],
    ]
    for (const [words, message] of wrong) {
      const { code, out, json, beside } = await runAnywhere([...words, '--json'])
      assert.deepEqual([code, json.ok, json.code], [64, false, 'WRONG_USE'], words.join(' '))
      assert.match(String(json.message), message)
      assert.deepEqual([out, beside], ['', ''])
      const inWords = await runAnywhere(words)
      assert.deepEqual([inWords.code, inWords.json], [64, {}])
      assert.ok(inWords.beside.startsWith('error: '), inWords.beside)
    }
    const { out, beside } = await runProcess(vn, ['verify', '--json'])
    assert.deepEqual([(JSON.parse(out) as { code: string }).code, beside], ['WRONG_USE', ''])
  })

  it('asks which outcome is meant where there are several', async () => {
    const ran = await run(qa, 'act', id, 'information-request', ...officer, '--json')
    refuses(ran, 64, 'WRONG_USE')
    assert.match(String(ran.json.message), /say --outcome, one of: asked, goesOn/)
  })

  it('ends with 69 where the database is not there', async () => {
    const env = { ...vn, config: { ...vn.config, databaseUrl: 'postgres://nobody@127.0.0.1:9/none' } }
    refuses(await runProcess(env, ['inbox', '--json']), 69, 'DATABASE_UNAVAILABLE')
  })

  it('ends with 69 where the disk of the database is full, or it may only be read, says which, and has done nothing', async () => {
    const { db } = vn.database
    const sent = async (): Promise<number> =>
      (await db.selectFrom('message').select('digest').execute()).length
    const before = await sent()
    for (const [state, words] of [
      ['53100', /^The disk of the database is full, and nothing was done/],
      ['25006', /^The database may only be read at the moment, and nothing was done/],
    ] as const) {
      const ran = await whileTakingNothing(
        db,
        state,
        async () => await run(vn, 'act', id, 'status-request', ...officer, '--json'),
      )
      assert.match(String(refuses(ran, 69, 'DATABASE_UNAVAILABLE').json.message), words)
    }
    assert.equal(await sent(), before)
  })

  it('says what waits while the peer is away, and sends it again when a person says so', async () => {
    await qa.node.close()
    const sent = await run(vn, 'act', id, 'status-request', ...officer, '--wait', '0.3', '--json')
    const ran = refuses(sent, 69, 'RECEIPT_PENDING')
    const digest = String(ran.json.digest)
    await until('an attempt failed', async () => (await run(vn, 'outbox')).out.includes('NODE_UNAVAILABLE'))
    const shown = await run(vn, 'outbox')
    assert.match(shown.out, /^QA: 1 message in the queue; something fails since /)
    assert.match(shown.out, new RegExp(`status-request, queued .*next attempt[^]*digest ${digest}`))
    assert.match(
      (await run(vn, 'show', id)).out,
      /Sent and without a place\n {2}– {2}vn.spp {2}Status request/,
    )
    assert.match((await run(vn, 'inbox')).out, /1 message of ours without a receipt yet/)
    refuses(await run(vn, 'outbox', 'resend', digest, ...officer, '--json'), 65, 'MESSAGE_UNKNOWN')
    refuses(await run(vn, 'outbox', 'resend', 'xyz', ...officer, '--json'), 64, 'WRONG_USE')
    refuses(await run(vn, 'outbox', 'resend', digest, '--to', 'QA', ...officer, '--json'), 64, 'WRONG_USE')
    refuses(await run(vn, 'outbox', 'resend', ...officer, '--json'), 64, 'WRONG_USE')
    refuses(await run(vn, 'outbox', 'resend', '--to', 'QA', ...officer, '--json'), 65, 'MESSAGE_UNKNOWN')
    await bury(vn.database.db, [{ digest, code: 'NODE_UNAVAILABLE', detail: 'for ever' }], new Date())
    assert.match((await run(vn, 'outbox', '--dead', '--as', 'Example-Looker')).out, /GIVEN UP/)
    const { rows } = await sql<{
      value: string
    }>`select value from audit_secret s where field = 'details' and exists
      (select from audit_secret where entry = s.entry and value like '%Example-Looker%')`.execute(
      vn.node.node.db,
    )
    assert.deepEqual(
      rows.map(({ value }) => (JSON.parse(value) as { query: string; scope: string[] }).query),
      ['outbox: given up'],
    )
    const all = await run(vn, 'outbox', 'resend', '--to', 'QA', ...officer, '--json')
    assert.deepEqual([all.code, all.json], [0, { ok: true, to: 'QA', messages: 1 }])
    await bury(vn.database.db, [{ digest, code: 'NODE_UNAVAILABLE', detail: 'for ever' }], new Date())
    qa.node = await startNode(qa.config, silent)
    const again = await run(vn, 'outbox', 'resend', digest.slice(0, 12), ...officer)
    assert.equal(again.code, 0, again.beside)
    await until('placed', async () => (await findRequest(qa.database.db, id))?.sequence === 2)
    await until('sent', async () => (await run(vn, 'outbox')).out === 'Nothing waits.')
    const events = await vn.database.db.selectFrom('audit_entry').select('entry').execute()
    assert.equal(events.filter(({ entry }) => entry.includes('"delivery.resent"')).length, 2)
  })

  it('tells of a refusal that the peer has signed, and shows it on both sides', async () => {
    const now = new Date(Date.now() - 1000)
    const days = (count: number): string => new Date(now.getTime() + count * 86_400_000).toISOString()
    const confirm = ['--set', `outcomes.*.since=${now.toISOString()}`, `outcomes.*.until=${days(90)}`]
    const result = ['kind=preservation', 'kept=The mailbox.', 'custodian=Mail Limited', 'reference=H-7']
    const kept = result.map((member) => `outcomes.*.result.${member}`)
    const confirming = ['act', id, 'preservation-confirm', ...confirm, ...kept, ...two, '--wait', '20']
    const confirmed = await run(qa, ...confirming)
    assert.equal(confirmed.code, 0, confirmed.beside)
    await vn.node.close()
    const said = ['--set', 'outcomes.*.code=NOT_HELD', 'outcomes.*.text=It is gone.']
    const obstacle = await run(qa, 'act', id, 'obstacle', ...said, ...officer)
    assert.equal(obstacle.code, 0, obstacle.beside)
    const no = ['outcomes.*.outcome=released', 'reasons=It is not needed any more.']
    const release = ['--set', ...no, ...two, '--wait', '20', '--json']
    const releasing = run(vn, 'act', id, 'preservation-release', ...release)
    await until('queued', async () => (await run(vn, 'outbox')).out.includes('preservation-release'))
    vn.node = await startNode(vn.config, silent)
    const ran = refuses(await releasing, 65, 'WORKFLOW_NOT_EXPECTED')
    assert.match(String(ran.json.message), /^Refused by QA: WORKFLOW_NOT_EXPECTED; .*expected: .*withdraw/)
    assert.match((await run(vn, 'show', id)).out, /receipt .*, REFUSED: WORKFLOW_NOT_EXPECTED/)
    assert.match((await run(vn, 'inbox')).out, /1 message of ours refused by the other side/)
    assert.match((await run(qa, 'show', id)).out, /From them, and refused here\n {2}.* WORKFLOW_NOT_EXPECTED/)
  })
})
