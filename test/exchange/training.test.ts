import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Player } from '../../src/exchange/training/player.ts'
import { filled } from '../../src/exchange/training/filling.ts'
import { type Script, readScript } from '../../src/exchange/training/script.ts'
import { messageIn } from '../../src/exchange/stored.ts'
import { letterLanguages } from '../../src/letter/language.ts'
import { fillPlaceholders } from '../../src/message/case.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import type { Message, MessageType } from '../../src/message/generated/types.ts'
import { listRecord } from '../../src/store/messages.ts'
import { findRequest } from '../../src/store/requests.ts'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { apartRefusal } from '../../src/trust/demonstration.ts'
import { firstScript, readScriptFile } from '../../src/trainingScript.ts'
import { sentences } from '../../src/web/desk/words.ts'
import { type SignedInClient, signedIn, visitorAt, withDesk } from '../support/desk.ts'
import { stands, takenIn } from '../support/files.ts'
import { delivered, say } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'

describe('the script of a training', () => {
  let script: Script
  before(async () => {
    script = await readScriptFile()
  })
  /** The script with another value at a JSON pointer. */
  const changed = (pointer: string, value: unknown): unknown => {
    const copy = structuredClone(script) as unknown
    const names = pointer.split('/').slice(1)
    const last = names.pop() ?? ''
    const at = names.reduce((one, name) => (one as Record<string, unknown>)[name], copy)
    Object.assign(at as object, { [last]: value })
    return copy
  }

  it('that comes with the program is one, and tells what to try in every language', () => {
    const all = [script.title, ...script.lessons.flatMap(({ title, text }) => [title, text])]
    for (const { language, translations = [] } of all)
      assert.deepEqual(
        [language, ...translations.map((one) => one.language)].sort(),
        [...letterLanguages].sort(),
      )
  })

  it('is refused with the place where it is none', () => {
    const wrong: readonly (readonly [string, unknown, string?])[] = [
      ['/lines/1/id', 'acknowledge'],
      ['/lines/0/on/type', 'greeting'],
      ['/openings/0/from', 'vn.spp'],
      ['/openings/0/to', 'qa.pp'],
      ['/openings/1/after', 'greeting'],
      ['/lessons/0/done', ['greeting'], '/lessons/0/done/0'],
      ['/lines/1/say/body/replyBy', { $moment: 'P3M' }],
      ['/openings/0/say/body/urgency/date', { $date: 'soon' }],
      ['/openings/0/say/body/facts', { $request: 'nothing' }, '/openings/0/say/body'],
      ['/states/counterpart', script.states.trainee, '/states'],
      ['/authorities/0/id', 'kr.moj'],
      ['/more', true],
    ]
    for (const [at, value, pointer = at] of wrong) {
      const read = readScript(changed(at, value))
      assert.deepEqual([read.ok || read.code, read.ok || read.pointer], ['MESSAGE_INVALID', pointer])
    }
  })

  it('fills its places from what it reacts to, and leaves out what is not there', () => {
    const trigger = { id: 'm', body: { until: '2027-01-01T00:00:00Z', items: [{ id: 'q1' }, { id: 'q2' }] } }
    const said = {
      until: { $of: '/body/until' },
      nothing: { $of: '/body/nothing' },
      answers: { $each: '/body/items', as: { item: { $item: '/id' }, answer: 'Yes' } },
      none: { $each: '/body/until', as: 1 },
      digest: { $sha256: 'E1' },
      by: { $date: 'P1D' },
    }
    const filling = {
      trigger,
      digests: new Map([['E1', 'ab']]),
      requests: new Map(),
      sentAt: '2027-01-01T12:00:00Z',
    }
    assert.deepEqual(filled(said, filling), {
      until: '2027-01-01T00:00:00Z',
      answers: [
        { item: 'q1', answer: 'Yes' },
        { item: 'q2', answer: 'Yes' },
      ],
      none: [],
      digest: 'ab',
      by: '2027-01-02',
    })
  })
})

describe('what keeps a training apart from real States', () => {
  it('is what each list says of its State: a demonstration and a real one never pin each other', () => {
    const demonstration = { demonstration: true as const }
    assert.equal(apartRefusal(true, demonstration), null)
    assert.equal(apartRefusal(false, {}), null)
    assert.equal(apartRefusal(false, demonstration)?.code, 'TRUST_LIST_DEMONSTRATION')
    assert.equal(apartRefusal(true, {})?.code, 'TRUST_LIST_DEMONSTRATION')
  })

  it('is that no node serves which says training and not demonstration', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-training-'))
    try {
      const name = { language: 'en', text: 'Example' }
      const settings = { state: 'VN', name, url: 'http://127.0.0.1:1', authorities: [], training: true }
      await writeSettingsOfState(folder, settings)
      await assert.rejects(readSettingsOfState(folder), /must say demonstration as well/)
      await writeSettingsOfState(folder, { ...settings, demonstration: true })
      assert.equal((await readSettingsOfState(folder)).training, true)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('a training world', function () {
  this.timeout(120_000)
  let world: World
  let script: Script
  let trainee: SignedInClient
  before(async () => {
    script = await readScriptFile(firstScript)
    const of = (state: string) => script.authorities.filter(({ id }) => id.startsWith(state))
    world = await twoStates(
      { state: 'VN', authorities: of('vn') },
      { state: 'QA', authorities: of('qa') },
      { ...withDesk, settings: { training: true } },
    )
    trainee = await signedIn(world.asking, ['officer'])
  })
  after(() => world.close())

  /** The counterpart as it is after a restart: it remembers nothing. */
  const anew = (paceMs = 0): Player => {
    const { node } = world.answering
    return new Player({ node: node.node, send: (draft) => node.send(draft), script, paceMs })
  }
  /** Lets the counterpart say all that it has to say, a new one each time, as if it were killed in between. */
  const played = async (): Promise<void> => {
    for (;;) {
      await Promise.all([world.asking, world.answering].map((one) => delivered(one)))
      if (!(await anew().round())) return
    }
  }
  const record = async (request: string): Promise<readonly Message[]> =>
    (await listRecord(world.asking.node.node.db, request, 0, 100)).map(messageIn)
  const typesOf = async (request: string): Promise<string[]> =>
    (await record(request)).map(({ type, from }) => `${from.slice(0, 2)} ${type}`)
  const last = async (request: string, type: MessageType): Promise<Message> => {
    const found = (await record(request)).filter((one) => one.type === type).at(-1)
    assert.ok(found !== undefined, `${type} is not there`)
    return found
  }
  const tell = async (request: string, type: MessageType, more: object): Promise<void> => {
    const reference = (await findRequest(world.asking.node.node.db, request))?.reference ?? ''
    await say(world, world.asking, request, type, { reference, ...more })
    await played()
  }
  const opening = async (reference: string): Promise<string> => {
    const { db } = world.asking.node.node
    const row = await db
      .selectFrom('request')
      .select('id')
      .where('reference', '=', reference)
      .executeTakeFirst()
    assert.ok(row !== undefined, `${reference} is not there`)
    return row.id
  }
  const lessons = async (): Promise<Readonly<Record<string, string>>> => {
    const { text } = await trainee.get('/training')
    const found = [...text.matchAll(/<h2[^>]*><bdi[^>]*>([^<]+)<\/bdi> <strong[^>]*>([^<]+)</g)]
    return Object.fromEntries(found.map(([, title = '', standing = '']) => [title, standing]))
  }

  it('says on every page of the desk that it is one, in every language, and what to try next', async () => {
    const visitor = visitorAt(world.asking)
    for (const language of letterLanguages) {
      const { text } = await visitor.get('/sign-in', { 'accept-language': language })
      assert.ok(text.includes(sentences[language].trainingBanner), language)
    }
    for (const path of ['/', '/search', '/cases', '/ask', '/drafts', '/training', '/password', '/nothing'])
      assert.ok((await trainee.get(path)).text.includes(sentences.en.trainingBanner), path)
    assert.match((await trainee.get('/')).text, /href="\/training"/)
    const first = await lessons()
    assert.equal(first['Acknowledge a request'], 'Comes later')
    assert.equal(first['Ask the counterpart for help'], 'Try it now')
    const auditor = await signedIn(world.asking, ['auditor'])
    assert.ok(!(await auditor.get('/')).text.includes('href="/training"'))
    assert.equal((await auditor.get('/training')).status, 404)
  })

  it('begins with a request of the counterpart, once, which the trainee answers to its end', async () => {
    await played()
    const request = await opening('QA-TRAINING-2027-0001')
    assert.equal((await lessons())['Acknowledge a request'], 'Try it now')
    // A preservation can only be refused by a decision: nobody is sent there to decide.
    assert.equal((await lessons())['Decide on a request'], 'Comes later')
    const { text } = await trainee.get('/training')
    assert.ok(text.includes(`href="/cases/${request}"`))
    await tell(request, 'acknowledgement', { body: { ownReference: 'VN-17' } })
    assert.equal((await lessons())['Acknowledge a request'], 'You did it')
    await tell(request, 'information-request', {
      body: {
        items: [{ id: 'q4', question: { language: 'en', text: 'The aliases too?' } }],
        replyBy: new Date(Date.now() + 5 * 86_400_000).toISOString(),
        outcomes: [{ measure: 'a1', outcome: 'asked' }],
      },
    })
    const { body } = await last(request, 'information-response')
    assert.equal((body as { answers: { item: string }[] }).answers[0]?.item, 'q4')
    const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
    const result = { kind: 'preservation', kept: { language: 'en', text: 'All.' }, custodian: 'Example Mail' }
    await tell(request, 'preservation-confirm', {
      body: {
        outcomes: [
          {
            ...{ measure: 'a1', outcome: 'preserved', since: at(-1), until: at(90) },
            result: { ...result, reference: 'H-1', secrecy: true },
          },
        ],
      },
    })
    const asked = await last(request, 'preservation-extend')
    await tell(request, 'preservation-extended', {
      inReplyTo: asked.id,
      measures: ['a1'],
      body: { until: (asked.body as { until: string }).until },
    })
    assert.deepEqual(await typesOf(request), [
      'qa request',
      'vn acknowledgement',
      'vn information-request',
      'qa information-response',
      'vn preservation-confirm',
      'qa preservation-extend',
      'vn preservation-extended',
    ])
  })

  let ours = ''
  it('acknowledges what the trainee asks, asks a question, and gives more time', async () => {
    ours = crypto.randomUUID()
    await say(world, world.asking, ours, 'request', { reference: 'VN-TRAINING-1', body: await askedFor() })
    await played()
    assert.deepEqual(await typesOf(ours), ['vn request', 'qa acknowledgement', 'qa information-request'])
    const question = await last(ours, 'information-request')
    const replyBy = new Date(Date.now() + 40 * 86_400_000).toISOString()
    await tell(ours, 'reply-extension', {
      body: { stage: 'asked', replyBy, reasons: { language: 'en', text: 'It is being translated.' } },
    })
    assert.equal(((await last(ours, 'reply-extension')).body as { stage: string }).stage, 'given')
    await tell(ours, 'information-response', {
      inReplyTo: question.id,
      body: { answers: [{ item: 'q1', answer: { language: 'en', text: 'Yes.' } }] },
    })
    assert.deepEqual((await typesOf(ours)).slice(-2), ['qa conditions-offer', 'qa consult-open'])
  })

  it('decides for each measure: grants one on its conditions, and refuses one with a ground, once heard', async () => {
    const offer = await last(ours, 'conditions-offer')
    await tell(ours, 'conditions-accept', { inReplyTo: offer.id, measures: ['b1'], body: {} })
    const consultation = await last(ours, 'consult-open')
    assert.deepEqual(consultation.measures, ['b2'])
    const view = { language: 'en', text: 'Please grant it.' }
    await tell(ours, 'consult-view', { inReplyTo: consultation.id, measures: ['b2'], body: { view } })
    const decisions = (await record(ours)).filter(({ type }) => type === 'decision')
    const outcomes = decisions.flatMap(
      ({ body }) =>
        (body as { outcomes: { measure: string; outcome: string; grounds?: object[] }[] }).outcomes,
    )
    assert.deepEqual(
      outcomes.map(({ measure, outcome, grounds }) => [measure, outcome, grounds?.length]),
      [
        ['b1', 'granted', undefined],
        ['b2', 'refused', 1],
      ],
    )
  })

  it('delivers a file, delivers it anew where it is disputed, and confirms the closing', async () => {
    const checked = async (outcome: string): Promise<void> => {
      const delivery = await last(ours, 'delivery')
      const [exhibit] = delivery.exhibits
      assert.ok(exhibit?.sealed !== undefined)
      await stands(world.asking, exhibit.sealed.deposit, 'whole')
      const agrees = outcome === 'verified'
      const sha256 = agrees ? exhibit.sha256 : 'f'.repeat(64)
      const check = { exhibit: exhibit.id, sha256, agrees }
      await tell(ours, 'delivery-receipt', {
        inReplyTo: delivery.id,
        body: {
          outcomes: [{ measure: 'b1', outcome }],
          checks: [agrees ? check : { ...check, announced: exhibit.sha256 }],
          ...(agrees ? { conditionsAccepted: true } : {}),
        },
      })
    }
    await checked('discrepancy')
    assert.equal((await typesOf(ours)).at(-1), 'qa delivery')
    assert.equal((await lessons())['Dispute a delivery'], 'You did it')
    await checked('verified')
    await tell(ours, 'close', { body: {} })
    assert.deepEqual((await typesOf(ours)).slice(-2), ['vn close', 'qa close'])
    const row = await findRequest(world.asking.node.node.db, ours)
    assert.equal(row?.state, 'closed')
  })

  it('goes on where its question is answered by a change, and answers what is asked of costs and of another use', async () => {
    const request = crypto.randomUUID()
    const body = await askedFor()
    await say(world, world.asking, request, 'request', { reference: 'VN-TRAINING-5', body })
    await played()
    await tell(request, 'amend', {
      body: {
        supersedes: (await last(request, 'request')).id,
        effect: 'change',
        replaces: [{ pointer: '/body/facts', now: { language: 'en', text: 'With the aliases.' } }],
        reasons: { language: 'en', text: 'The aliases are asked for as well.' },
      },
    })
    assert.deepEqual((await typesOf(request)).slice(-2), ['qa conditions-offer', 'qa consult-open'])
    const offer = await last(request, 'conditions-offer')
    await tell(request, 'conditions-accept', { inReplyTo: offer.id, measures: ['b1'], body: {} })
    assert.equal((await typesOf(request)).at(-1), 'qa delivery')
    await tell(request, 'costs-consult', {
      measures: ['b1'],
      body: {
        breakdown: [
          { what: { language: 'en', text: 'Copies' }, amount: { currency: 'QAR', amount: '100.00' } },
        ],
        proposal: { language: 'en', text: 'Each bears half.' },
      },
    })
    assert.equal((await typesOf(request)).at(-1), 'qa costs-agree')
    await tell(request, 'use-request', {
      measures: ['b1'],
      body: { purpose: { language: 'en', text: 'Another invented case.' } },
    })
    assert.equal((await typesOf(request)).at(-1), 'qa use-consent')
  })

  it('asks in its turn, takes a delivery once its file is whole, and closes', async () => {
    const request = await opening('QA-TRAINING-2027-0002')
    const before = await lessons()
    assert.deepEqual(
      [before['Decide on a request'], before['Hand over evidence']],
      ['Try it now', 'Comes later'],
    )
    await tell(request, 'decision', { body: { outcomes: [{ measure: 'b1', outcome: 'granted' }] } })
    assert.equal((await lessons())['Hand over evidence'], 'Try it now')
    assert.notEqual(await opening('QA-TRAINING-2027-0003'), request)
    const file = await takenIn(world, world.asking, Buffer.from('Example'), { name: 'example.txt' })
    const { name, mediaType, bytes, sha256, sha512, sealed } = file
    const custody = [
      { at: new Date(Date.now() - 3_600_000).toISOString(), action: 'collected', by: 'Example' },
    ]
    await tell(request, 'delivery', {
      exhibits: [{ id: 'E2', name, mediaType, bytes, sha256, sha512, sealed }],
      body: {
        outcomes: [
          {
            ...{ measure: 'b1', outcome: 'delivered', exhibits: ['E2'], complete: true, final: true },
            manifest: [{ exhibit: 'E2', what: { language: 'en', text: 'Record' }, kind: 'export', custody }],
            result: {
              kind: 'subscriber-information',
              provider: { known: 'yes', name: 'Lotus Example Mail JSC (demonstration)' },
              lookedUp: [
                { identifier: { kind: 'EMAIL', value: 'collections@lotus.example' }, match: 'none' },
              ],
              asOf: new Date(Date.now() - 3_600_000).toISOString(),
              exhibits: ['E2'],
            },
          },
        ],
      },
    })
    await stands(world.answering, file.sealed.deposit, 'whole')
    await until('the counterpart has taken it', async () => {
      await played()
      return (await typesOf(request)).includes('qa close')
    })
    assert.deepEqual((await typesOf(request)).slice(-2), ['qa delivery-receipt', 'qa close'])
  })

  it('holds what was preserved until its request for it is answered, and then lets it go', async () => {
    const request = await opening('QA-TRAINING-2027-0001')
    const link = await last(request, 'preservation-link')
    assert.equal((link.body as { request: string }).request, await opening('QA-TRAINING-2027-0002'))
    await tell(request, 'preservation-release', {
      body: {
        outcomes: [{ measure: 'a1', outcome: 'releasable' }],
        reasons: { language: 'en', text: 'The data were handed over.' },
      },
    })
    const { id } = await last(request, 'close')
    await tell(request, 'close', { inReplyTo: id, body: {} })
    assert.deepEqual((await typesOf(request)).slice(-5), [
      'qa preservation-link',
      'vn preservation-release',
      'qa preservation-release',
      'qa close',
      'vn close',
    ])
  })

  it('waits as long as its pace says, and tries no more what is refused while the record stands as it is', async () => {
    await say(world, world.asking, crypto.randomUUID(), 'request', {
      reference: 'VN-TRAINING-2',
      body: await askedFor(),
    })
    await Promise.all([world.asking, world.answering].map((one) => delivered(one)))
    assert.equal(await anew(3_600_000).round(), false)
    const acknowledgement = script.lines[0]
    assert.ok(acknowledgement !== undefined)
    const wrong = { ...acknowledgement, say: { ...acknowledgement.say, body: { nothing: true } } }
    let tried = 0
    const { node } = world.answering
    const stubborn = new Player({
      node: node.node,
      send: (draft) => {
        tried += 1
        return node.send(draft)
      },
      script: { ...script, lines: [wrong], openings: [] },
      paceMs: 0,
    })
    assert.deepEqual([await stubborn.round(), await stubborn.round(), tried], [false, false, 1])
  })

  it('goes on in the other records where one fails, and says so at the end', async () => {
    const request = crypto.randomUUID()
    const body = await askedFor()
    await say(world, world.asking, request, 'request', { reference: 'VN-TRAINING-3', body })
    await Promise.all([world.asking, world.answering].map((one) => delivered(one)))
    const { node } = world.answering
    const sent: string[] = []
    const failing = new Player({
      node: node.node,
      send: (draft) => {
        sent.push(draft.request)
        return Promise.reject(new Error('Example trouble'))
      },
      script: { ...script, openings: [] },
      paceMs: 0,
    })
    await assert.rejects(failing.round(), /failed, the first is [-0-9a-f]+: Error: Example trouble/)
    assert.ok(new Set(sent).size > 1)
    assert.ok(sent.includes(request))
    await played()
  })

  /** What a trainee might ask: the second request of the first case, on its own. */
  async function askedFor(): Promise<JsonObject> {
    const played = JSON.parse(await readFile('schemas/example/case/00-first-request.json', 'utf8')) as {
      steps: { row: string; message: { body: JsonObject } }[]
    }
    const body = played.steps.find(({ row }) => row === '9')?.message.body ?? {}
    const alone = Object.entries(body).filter(([name]) => !['earlier', 'domesticOrder'].includes(name))
    const measures = (body.measures as JsonObject[]).map((measure) =>
      Object.fromEntries(Object.entries(measure).filter(([name]) => name !== 'preserved')),
    )
    const said = { ...Object.fromEntries(alone), measures, status: 'new' } as JsonValue
    const known = { request: () => '', message: () => '', sentAt: new Date().toISOString() }
    return fillPlaceholders(said, known) as JsonObject
  }
})
