import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beginSecondStep } from '../../src/exchange/people/secondStep.ts'
import { typedForms } from '../../src/exchange/people/typedForms.ts'
import { insertBundleOrder } from '../../src/store/bundles/bundleOrders.ts'
import type { BundleStage } from '../../src/store/bundles/bundleTables.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findPerson, lockPerson } from '../../src/store/people/people.ts'
import type { Message } from '../../src/message/generated/types.ts'
import { planOf } from '../../src/web/form/plan.ts'
import type { deskRoutes } from '../../src/web/deskPaths.ts'
import { bodies } from './bodies.ts'
import { type DeskClient, type Page, type SignedInClient, signedIn, visitorAt } from './desk.ts'
import { daysOf } from './askedDays.ts'
import { handedOver, stands, takenIn } from './files.ts'
import { addTo, provenAnew, withPasskey } from './passkeyDesk.ts'
import { type OthersWords, plainWords } from './hostileWords.ts'
import { recoveryCodesFor } from './recoveryCodes.ts'
import { systemsAt } from './shownSystems.ts'
import { agreed, opened, say } from './talk.ts'
import type { World, WorldState } from './world.ts'

/**
 * Whoever looks at pages: all roles that see requests; one that runs the node; the other State; one whose password an
 * administrator has made; and nobody, of whom a code or a passkey is awaited.
 */
export interface Visitors {
  readonly person: SignedInClient
  readonly administrator: SignedInClient
  readonly other: SignedInClient
  readonly newcomer: SignedInClient
  readonly nobody: DeskClient
}

/** A page of the desk, and who looks at it. */
export interface PageOf {
  readonly visitor: keyof Visitors
  readonly path: string
  /** Of its answer; absent: 200. */
  readonly status?: number
}

/** A form that was sent as no form may be, and whose page says so; or one after which something is shown once. */
export interface AnswerTo extends PageOf {
  readonly members: Readonly<Record<string, string>>
}

/** Everything that two desks show. */
export interface EveryPage {
  readonly visitors: Visitors
  readonly pages: readonly PageOf[]
  readonly answers: readonly AnswerTo[]
}

type Routes = typeof deskRoutes
type Asked = {
  [Name in keyof Routes]: Routes[Name]['method'] extends 'GET' ? Name : never
}[keyof Routes]

/**
 * Has something happen at both desks of a world, so that their pages have something to show, and names each page.
 *
 * @param words - what people at either desk write
 */
export async function everyPage(world: World, words: OthersWords = plainWords): Promise<EveryPage> {
  const { asking, answering } = world
  const named = () => ({ name: words.say('Example-Person') })
  const visitors = {
    person: await signedIn(asking, ['officer', 'approver', 'auditor'], named()),
    administrator: await signedIn(asking, ['administrator'], named()),
    other: await signedIn(answering, ['officer', 'auditor'], named()),
    newcomer: await newcomerAt(asking),
    nobody: await awaitedAt(asking),
  }
  const { person, other } = visitors
  const { request, deposit } = await spoken(world, words)
  await provenAnew(asking, person)
  await addTo(person, words.say('laptop', 60))
  const asked = words.body('request', bodies.request)
  const whole = await fileDraft(person, words.say('VN-DEMO-71', 60), asked)
  await withFile(person, whole, words)
  await withUpload(person, whole, words)
  await ok(person.post(`${whole}/template`, { name: words.say('Example template', 60) }))
  const { text: listed } = await person.get('/templates')
  const [, template] = /href="(\/templates\/[0-9a-f-]{36})"/.exec(listed) ?? []
  assert.ok(template !== undefined, listed)
  const begun = await draftBegun(
    person.post('/ask', { to: 'qa.pp', reference: words.say('VN-DEMO-70', 60), language: 'en' }),
  )
  const submitted = await fileDraft(person, words.say('VN-DEMO-72', 60), asked)
  await submit(person, submitted)
  const returned = await fileDraft(person, words.say('VN-DEMO-74', 60), asked)
  await submit(person, returned)
  const approver = await signedIn(asking, ['approver'], named())
  await ok(approver.post(`${returned}/return`, { reason: words.say('Say why.') }))
  // Taken back and submitted anew: whoever approves it sees what changed.
  await ok(person.post(`${submitted}/return`, { reason: '' }))
  const { text: written } = await person.get(submitted)
  const [, version = ''] = /name="version" value="([^"]*)"/.exec(written) ?? []
  await ok(person.post(`${submitted}/head`, { version, reference: 'VN-DEMO-72b', language: 'es' }))
  await submit(person, submitted)
  const undecided = await opened(world)
  const answer = await draftBegun(other.post(`/cases/${undecided}/drafts`, { type: 'decision' }))
  const search = words.say('Example search', 60)
  await ok(person.post('/searches', { name: search, place: 'search', query: 'words=demo' }))
  const trail = words.say('Example trail', 60)
  await ok(person.post('/searches', { name: trail, place: 'trail', query: 'event=case.read' }))
  const officer = await signedIn(asking, ['officer'], named())
  await ok(person.post('/delegations', { receiver: officer.signInName, ...days }))
  const asks = async (page: string, path: RegExp) => path.exec((await person.get(page)).text)?.[0] ?? ''
  const delegation = await asks('/delegations', /\/delegations\/[0-9a-f-]{36}\/withdraw/)
  const passkey = await asks('/passkeys', /\/passkeys\/remove\?passkey=[^"]+/)
  await typedAt(asking, person, begun)
  await bundlesOf(asking, person, request, words)
  await givenAlone(asking, officer, named())
  const gone = await signedIn(asking, ['officer'], named())
  await ok(visitors.administrator.post(`/people/${gone.signInName}/disable`))
  await sql`update request set keeping_over_at = now() where id = ${request}::uuid`.execute(
    asking.database.db,
  )
  await recoveryCodesFor(asking, approver.signInName)
  await systemsAt(asking, officer.signInName, words)
  const one = `/cases/${request}`
  const { text: record } = await person.get(one)
  const entries = [...record.matchAll(/href="(\/cases\/[^"]+\/entries\/[0-9a-f]{64})"/g)].map(
    ([, path = '']) => path,
  )
  assert.ok(entries.length > 0, record)
  const parts = planOf('request').parts.map(({ name }) => `/parts/${name}`)
  const decision = planOf('decision').parts.map(({ name }) => `${answer}/parts/${name}`)
  // Each route that is asked for has its pages here; those of files have none.
  const own: Readonly<Record<Asked, readonly string[]>> = {
    ...{
      home: ['/', '/?whose=mine', '/?whose=nobody', '/?unread=yes'],
      passwordPage: ['/password'],
      provePage: ['/prove'],
      passkeys: ['/passkeys'],
    },
    ...{ secondFactorPage: ['/second-factor'], secondFactorPicture: [], training: ['/training'] },
    ...{ signInPage: [], secondStepPage: [], backFromProvider: [] },
    ...{ people: [], addPersonPage: [], providerLinkPage: [], confirmPersonPage: [] },
    ...{
      changeRolesPage: [],
      disablePersonPage: [],
      enablePersonPage: [],
      givePasswordPage: [],
      takeOffSecondFactorPage: [],
    },
    ...{ takeAwayPasskeyPage: [], unlinkPersonPage: [], removePasskeyPage: [passkey] },
    withdrawDelegationPage: [delegation],
    ...{ dropDraftPage: [`${whole}/drop`], deleteTemplatePage: [`${template}/delete`] },
    ...{ revokeTokenPage: [], disableEndpointPage: [] },
    ...{ running: [], runningPeers: [], runningQueue: [], runningKeys: [] },
    ...{ runningSystems: [], makeTokenPage: [], runningWebhooks: [], makeEndpointPage: [] },
    cases: ['/cases', '/cases?ended=yes', '/cases?state=pending'],
    search: ['/search', '/search?words=demo', '/search?words=nowhere', '/search?state=postponed&status=open'],
    case: [one],
    message: [1, 2, 3, 4, 5].map((place) => `${one}/messages/${place}`),
    changes: [`${one}/messages/5/changes`],
    logged: entries,
    ...{ letterFile: [], signedFile: [], recordFile: [] },
    courtPage: [`${one}/court`],
    ...{ bundles: ['/bundles'], bundleFile: [] },
    caseFile: [`${one}/files/${deposit}`],
    openDrafts: [],
    ...{ askPage: ['/ask'], fromFilePage: ['/ask/file'], againPage: [`${one}/again`] },
    ...{ drafts: ['/drafts'], draft: [begun, whole, returned] },
    draftPart: [...parts.map((part) => whole + part), `${begun}${parts[0] ?? ''}`],
    checkDraft: [begun, whole, submitted].map((draft) => `${draft}/check`),
    ...{ draftFiles: [`${whole}/files`], draftFile: [`${whole}/files/E1`] },
    ...{ draftUploads: [], upload: [] },
    overKept: ['/retention'],
    typedForms: ['/typed', `${begun}${parts[0] ?? ''}?typed`],
    ...{ delegations: ['/delegations'], templates: ['/templates'], template: [template] },
    ...{ check: ['/check'], checkRun: ['/check/log'] },
    exports: ['/check/exports', `/check/exports?request=${request}`],
    trail: ['/check/trail', '/check/trail?asked=yes', '/check/trail?from=2026-01-01T09:00:00Z'],
    missed: ['/check/deadlines?asked=yes'],
    unreasoned: ['/check/refusals?asked=yes'],
    statistics: ['/check/statistics', '/check/statistics?from=2026-01-01&until=2028-01-01&small=3&by=basis'],
    ...{ trailCsv: [], trailJson: [], missedCsv: [], missedJson: [] },
    ...{ unreasonedCsv: [], unreasonedJson: [], statisticsCsv: [], statisticsJson: [] },
  }
  const running = [
    ...['/running', '/running/peers', '/running/queue', '/running/keys'],
    ...['/running/systems', '/running/systems/add', '/running/systems/example-writes/revoke'],
    ...['/running/webhooks', '/running/webhooks/add', '/running/webhooks/example-told/disable'],
  ]
  return {
    visitors,
    pages: [
      ...of('nobody', ['/sign-in', '/sign-in?ended', '/sign-in?kept', '/sign-in?lost', '/sign-in/code']),
      ...of('nobody', ['/sign-in/provider/back'], { status: 401 }),
      ...of('newcomer', ['/password', '/password?first']),
      ...of('administrator', [
        '/people',
        '/people/add',
        `/people/${officer.signInName}/provider`,
        `/people/${officer.signInName}/confirm`,
        `/people/${person.signInName}/confirm`,
        ...['disable', 'roles?roles=officer', 'password'].map((act) => `/people/${person.signInName}/${act}`),
        `/people/${approver.signInName}/second-factor`,
        `/people/${gone.signInName}/enable`,
        ...running,
      ]),
      ...of('other', ['/', '/cases', one, ...[1, 2, 3, 4].map((place) => `${one}/messages/${place}`)]),
      ...of('other', [answer, ...decision, `${answer}/check`, `/cases/${undecided}`]),
      ...of('other', [`/cases/${undecided}/drafts?type=decision`, '/check/trail?asked=yes']),
      ...of('person', Object.values(own).flat()),
      ...of('person', ['/search?words=%3F&from=yesterday', '/check/trail?person=nobody&from=yesterday'], {
        status: 400,
      }),
      ...of('person', [`/search?${new URLSearchParams(daysOf('2026-02-31', '')).toString()}`], {
        status: 400,
      }),
      ...of('person', ['/nothing'], { status: 404 }),
    ],
    answers: answersOf(officer.signInName, visitors.administrator, {
      draft: whole,
      request: one,
      search,
      trail,
    }),
  }
}

/** What is answered to forms that lack something, and what is shown once. */
function answersOf(
  signInName: string,
  { password }: SignedInClient,
  { draft, request, search, trail }: Readonly<Record<'draft' | 'request' | 'search' | 'trail', string>>,
): readonly AnswerTo[] {
  const saved = { place: 'search', query: 'words=demo' }
  const invalid = { status: 422 }
  const to = (
    visitor: keyof Visitors,
    path: string,
    more: Pick<PageOf, 'status'>,
    members: AnswerTo['members'] = {},
  ): AnswerTo => ({ visitor, path, members, ...more })
  return [
    to('nobody', '/sign-in', { status: 401 }, { signInName: 'nobody', password: 'x' }),
    to('person', '/password', invalid, { current: 'x', chosen: 'x', repeated: 'y' }),
    to('person', '/searches', invalid, { name: '', ...saved }),
    to('person', '/searches', { status: 409 }, { name: search, ...saved }),
    to('person', '/searches', { status: 409 }, { name: trail, place: 'trail', query: '' }),
    to('person', '/delegations', invalid, { receiver: '', ...days, 'until/day': '40' }),
    to('person', '/ask', { status: 403 }, { to: 'kr.spo', reference: '', language: 'en' }),
    to('person', '/ask', invalid, { to: 'qa.pp', reference: '', language: 'en' }),
    to('person', `${draft}/approve`, invalid),
    to('person', `${request}/court`, invalid, { language: 'ar', reason: '' }),
    to('person', '/check/exports', invalid, { ...everything, reason: '' }),
    to('person', '/check/exports', { status: 404 }, { ...everything, request: 'VN-DEMO-NONE' }),
    to('person', '/language', invalid, { language: 'tlh' }),
    to('administrator', '/people/add', invalid, {
      ...{ signInName: 'Capital', name: '', authority: '', language: 'en' },
    }),
    to('administrator', '/running/systems/add', invalid, {
      ...{ name: 'two words', authority: '', days: '0', officer: '' },
    }),
    to('administrator', '/running/systems/confirm', { status: 403 }, { system: 'example-awaited' }),
    to('administrator', '/running/webhooks/add', invalid, { name: 'example', url: '', authority: 'vn.spp' }),
    to('administrator', '/running/webhooks/example-told/again', { status: 409 }),
    to('administrator', '/running/queue/states/XX/resend', { status: 409 }),
    // Last, for they have proved then who they are.
    to('administrator', `/people/${signInName}/password`, { status: 422 }, { password: 'x' }),
    to('administrator', `/people/${signInName}/password`, {}, { password }),
  ]
}

const everything = { request: '', peer: '', ...daysOf('', ''), reason: 'Example' }

const days = {
  ...{ 'from/day': '1', 'from/month': '1', 'from/year': '2030' },
  ...{ 'until/day': '2', 'until/month': '1', 'until/year': '2030' },
}

function of(
  visitor: keyof Visitors,
  paths: readonly string[],
  more: Pick<PageOf, 'status'> = {},
): readonly PageOf[] {
  return paths.map((path) => ({ visitor, path, ...more }))
}

/** Has another administrator make a password for somebody at the desk, which nobody else has confirmed. */
async function givenAlone(
  asking: WorldState,
  { signInName }: SignedInClient,
  named: { readonly name: string },
): Promise<void> {
  const alone = await signedIn(asking, ['administrator'], named)
  await provenAnew(asking, alone)
  assert.equal((await alone.post(`/people/${signInName}/password`)).status, 200)
}

/** Has a person have asked for bundles, of which something else has come of each. */
async function bundlesOf(
  { node: { node } }: WorldState,
  { signInName }: SignedInClient,
  request: string,
  words: OthersWords,
): Promise<void> {
  const reason = words.say('Hearing of the Example Court')
  const reference = words.say('VN-DEMO-1', 60)
  const wanted = JSON.stringify({ kind: 'court', request, reference, language: 'en', pdf: false, reason })
  const now = new Date()
  const later = new Date(Date.now() + 3_600_000)
  const order = {
    ...{ person: signInName, authority: 'vn.spp', role: 'officer', asked_from: '{}', asked_at: now },
    ...{ wanted, requests: [request] },
  }
  const is = (stage: BundleStage, more: object = {}) => ({ ...order, id: randomUUID(), stage, ...more })
  // Whoever makes it says so for as long as pages are looked at.
  const making = { told_at: later, attempts: 1, step: 'log', done: 1, of: 3 }
  const made = {
    name: 'court-1.zip',
    bytes: 1_000,
    sealed_sha256: randomBytes(32),
    file_key: randomBytes(32),
  }
  await inTransaction(node.db, async (trx) => {
    for (const row of [
      ...[is('making', making), is('making', { ...making, step: 'checking', done: 0, of: 0 })],
      ...[is('made', { until: later, ...made }), is('cancelled', { until: later })],
      ...[is('making', { ...making, code: 'BUNDLE_STOPPED' })],
      ...[is('lost', { until: later, code: 'BUNDLE_LOST' })],
      ...[is('lost', { until: later, code: 'BUNDLE_TOO_SLOW' })],
      ...[is('refused', { until: later, code: 'BUNDLE_TOO_LARGE' })],
    ])
      await insertBundleOrder(trx, row)
  })
}

/** Has something kept that a person had typed when their session ended. */
async function typedAt({ node: { node } }: WorldState, { signInName }: SignedInClient, draft: string) {
  const person = await findPerson(node.db, signInName)
  const [part] = planOf('request').parts
  assert.ok(person !== null && part !== undefined)
  const typed = typedForms(node)
  await typed.keep(person.id, { path: `${draft}/parts/${part.name}`, fields: [['version', '1']] })
  await typed.keep(person.id, { path: '/ask', fields: [['reference', 'Example reference']] })
}

/** Somebody who has chosen no password in the place of the one that an administrator has made for them. */
async function newcomerAt(state: WorldState): Promise<SignedInClient> {
  const newcomer = await signedIn(state, ['officer'])
  await sql`update person set password_given = true where sign_in_name = ${newcomer.signInName}`.execute(
    state.node.node.db,
  )
  return newcomer
}

/** Somebody who has not signed in, and of whom a code or a passkey is awaited. */
async function awaitedAt(state: WorldState): Promise<DeskClient> {
  const { client } = await withPasskey(state)
  await recoveryCodesFor(state, client.signInName)
  const { node } = state.node
  // Begun in an hour: looking at every page may take longer than a code is awaited.
  // It is to outlive a slow test; one that was begun further ahead is ended, as by a clock that was wrong.
  const later = { random: node.random, machineNow: () => new Date(Date.now() + 9 * 60_000) }
  const step = await inTransaction(node.db, async (trx) => {
    const person = await lockPerson(trx, client.signInName)
    assert.ok(person !== null)
    return await beginSecondStep(later, trx, person.id)
  })
  const visitor = visitorAt(state)
  visitor.cookies.set(`rogatory-${new URL(visitor.url).port}-step`, step)
  return visitor
}

/** A request with an acknowledgement, a file and a refusal. */
async function spoken(
  world: World,
  words: OthersWords,
): Promise<{ readonly request: string; readonly deposit: string }> {
  const { asking, answering } = world
  const request = crypto.randomUUID()
  const by = (type: 'request' | 'acknowledgement' | 'decision') => ({
    body: words.body(type, bodies[type]) as Message['body'],
    people: { officer: words.say('Example-A'), approver: words.say('Example-B') },
  })
  await say(world, asking, request, 'request', { ...by('request'), reference: words.say('VN-DEMO-1', 60) })
  await agreed(world, request, 1)
  await say(world, answering, request, 'acknowledgement', by('acknowledgement'))
  await agreed(world, request, 2)
  const file = await takenIn(world, asking, Buffer.from('Example'))
  await handedOver(world, request, file)
  await agreed(world, request, 3)
  await stands(answering, file.deposit, 'whole')
  await say(world, answering, request, 'decision', by('decision'))
  await agreed(world, request, 4)
  const { id } = await asking.node.node.db
    .selectFrom('message')
    .select('id')
    .where('request', '=', request)
    .where('sequence', '=', 1)
    .executeTakeFirstOrThrow()
  const now = { language: 'en', text: 'Example facts, corrected.' }
  const replaces = [{ pointer: '/body/facts', now }, { pointer: '/body/offences/0' }]
  await say(world, asking, request, 'amend', {
    body: { supersedes: id, effect: 'correction', replaces, reasons: now },
  })
  await agreed(world, request, 5)
  return { request, deposit: file.deposit }
}

/** The address of a draft that was begun so. */
async function draftBegun(answer: Promise<Page>): Promise<string> {
  const { status, location, text } = await answer
  const [draft] = /^\/drafts\/[0-9a-f-]{36}/.exec(location) ?? []
  assert.ok(status === 303 && draft !== undefined, text)
  return draft
}

/** A draft that was begun with a file; its address. */
async function fileDraft(client: SignedInClient, reference: string, body: object): Promise<string> {
  const order = { to: 'qa.pp', reference, language: 'en', draft: crypto.randomUUID() }
  const bytes = Buffer.from(JSON.stringify(body))
  return await draftBegun(
    client.postFiles('/ask/file', order, [{ member: 'file', name: 'request.json', bytes }]),
  )
}

/** What a form says of a file, with nothing typed. */
export const blankFile = {
  ...{ title: '', handling: '', pap: '', europolHandling: '', by: '', place: '' },
  ...{ intakePlace: '', intakeReason: '' },
  ...{ 'at/day': '', 'at/month': '', 'at/year': '', 'at/time': '', 'at/offset': '' },
}

async function withFile(client: SignedInClient, draft: string, words: OthersWords): Promise<void> {
  const title = words === plainWords ? '' : words.say('')
  const members = { ...blankFile, title, deposit: '' }
  // Between the quotation marks of a head stand none.
  const name = `${words.say('Example').replaceAll('"', '')} ${'phone'.repeat(30)}.bin`
  const bytes = Buffer.from('Example')
  const added = await client.postFiles(`${draft}/files`, members, [{ member: 'files', name, bytes }])
  assert.equal(added.status, 303, added.text)
}

/** As the script of its page begins to send a file that is longer than what comes of it. */
async function withUpload(client: SignedInClient, draft: string, words: OthersWords): Promise<void> {
  // Of a path only the last part is the name of a file.
  const said = words.say('Example').replaceAll(/[/\\]/g, '')
  const file = { name: `${said} ${'laptop'.repeat(30)}.bin`, bytes: '1000' }
  const begun = await client.post(`${draft}/uploads`, { ...blankFile, ...file, fingerprint: 'Example' })
  assert.equal(begun.status, 201, begun.text)
  const sent = await client.patch(begun.location, Buffer.from('Example'), { 'upload-offset': '0' })
  assert.equal(sent.status, 204, sent.text)
}

/** As its page does, with what it shows of the draft. */
async function submit(client: SignedInClient, draft: string): Promise<void> {
  const { text } = await client.get(`${draft}/check`)
  const [, form = ''] = /<form[^>]*action="[^"]*\/submit"[^>]*>(.*?)<\/form>/s.exec(text) ?? []
  const found = form.matchAll(/name="([^"]+)" value="([^"]*)"/g)
  const members = [...found].map(([, name = '', value = '']) => [name, value])
  await ok(client.post(`${draft}/submit`, Object.fromEntries(members) as Record<string, string>))
}

async function ok(answer: Promise<Page>): Promise<void> {
  const { status, text } = await answer
  assert.equal(status, 303, text)
}
