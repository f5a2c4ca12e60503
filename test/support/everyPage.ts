import assert from 'node:assert/strict'
import { planOf } from '../../src/web/form/plan.ts'
import type { deskRoutes } from '../../src/web/deskPaths.ts'
import { bodies } from './bodies.ts'
import { type DeskClient, type SignedInClient, signedIn, visitorAt } from './desk.ts'
import { handedOver, stands, takenIn } from './files.ts'
import { addTo, provenAnew } from './passkeyDesk.ts'
import { agreed, say } from './talk.ts'
import type { World } from './world.ts'

/** Whoever looks at pages: all roles that see requests, one that runs the node, the other State, and nobody. */
export interface Visitors {
  readonly person: SignedInClient
  readonly administrator: SignedInClient
  readonly other: SignedInClient
  readonly nobody: DeskClient
}

/** A page of the desk, and who looks at it. */
export interface PageOf {
  readonly visitor: keyof Visitors
  readonly path: string
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

/** Has something happen at both desks of a world, so that their pages have something to show, and names each page. */
export async function everyPage(world: World): Promise<EveryPage> {
  const { asking, answering } = world
  const visitors = {
    person: await signedIn(asking, ['officer', 'approver', 'auditor']),
    administrator: await signedIn(asking, ['administrator']),
    other: await signedIn(answering, ['officer', 'auditor']),
    nobody: visitorAt(asking),
  }
  const { person, other } = visitors
  const { request, deposit } = await spoken(world)
  await provenAnew(asking, person)
  await addTo(person, 'laptop')
  const whole = await fileDraft(person, 'VN-DEMO-71', bodies.request)
  await withFile(person, whole)
  await ok(person.post(`${whole}/template`, { name: 'Example template' }))
  const template =
    /href="(\/templates\/[0-9a-f-]{36})"/.exec((await person.get('/templates')).text)?.[1] ?? ''
  const begun = (await person.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-70', language: 'en' })).location
  const submitted = await fileDraft(visitors.person, 'VN-DEMO-72', bodies.request)
  await submit(person, submitted)
  const answer = (await other.post(`/cases/${request}/drafts`, { type: 'decision' })).location
  await ok(person.post('/searches', { name: 'Example search', place: 'search', query: 'words=demo' }))
  const officer = await signedIn(asking, ['officer'])
  await ok(person.post('/delegations', { receiver: officer.signInName, ...days }))
  const one = `/cases/${request}`
  const parts = planOf('request').parts.map(({ name }) => `/parts/${name}`)
  const decision = planOf('decision').parts.map(({ name }) => `${answer}/parts/${name}`)
  // Each route that is asked for has its pages here; those of files have none.
  const own: Readonly<Record<Asked, readonly string[]>> = {
    ...{
      home: ['/'],
      passwordPage: ['/password', '/password?first'],
      provePage: ['/prove'],
      passkeys: ['/passkeys'],
    },
    ...{ secondFactorPage: ['/second-factor'], secondFactorPicture: [], training: ['/training'] },
    ...{ signInPage: [], secondStepPage: [], backFromProvider: [] },
    ...{ people: [], addPersonPage: [], providerLinkPage: [] },
    ...{ running: [], runningPeers: [], runningQueue: [], runningKeys: [] },
    cases: ['/cases', '/cases?peer=KR'],
    search: ['/search', '/search?words=demo', '/search?words=nowhere', '/search?words=%3F&from=yesterday'],
    case: [one],
    message: [1, 2, 3, 4].map((place) => `${one}/messages/${place}`),
    ...{ letterFile: [], signedFile: [], recordFile: [] },
    caseFile: [`${one}/files/${deposit}`],
    ...{ askPage: ['/ask'], fromFilePage: ['/ask/file'], againPage: [`${one}/again`] },
    ...{ drafts: ['/drafts'], draft: [begun, whole, submitted] },
    draftPart: [...parts.map((part) => whole + part), `${begun}${parts[0] ?? ''}`],
    checkDraft: [begun, whole].map((draft) => `${draft}/check`),
    draftFiles: [`${whole}/files`],
    ...{ delegations: ['/delegations'], templates: ['/templates'], template: [template] },
    ...{ check: ['/check'], checkRun: ['/check/log'] },
    trail: ['/check/trail', '/check/trail?asked=yes', '/check/trail?person=nobody&from=yesterday'],
    missed: ['/check/deadlines?asked=yes'],
    unreasoned: ['/check/refusals?asked=yes'],
    statistics: ['/check/statistics', '/check/statistics?from=2026-01-01&until=2028-01-01&small=3&by=basis'],
    ...{ trailCsv: [], trailJson: [], missedCsv: [], missedJson: [] },
    ...{ unreasonedCsv: [], unreasonedJson: [], statisticsCsv: [], statisticsJson: [] },
  }
  const running = ['/running', '/running/peers', '/running/queue', '/running/keys']
  return {
    visitors,
    pages: [
      ...of('nobody', ['/sign-in', '/sign-in?ended', '/sign-in/code', '/sign-in/provider/back']),
      ...of('administrator', [
        '/',
        '/people',
        '/people/add',
        `/people/${officer.signInName}/provider`,
        ...running,
      ]),
      ...of('other', ['/', '/cases', one, ...[1, 2, 3, 4].map((place) => `${one}/messages/${place}`)]),
      ...of('other', [answer, ...decision, `${answer}/check`]),
      ...of('person', [...Object.values(own).flat(), '/nothing']),
    ],
    answers: answersOf(officer.signInName, whole),
  }
}

/** What is answered to forms that lack something, and what is shown once. */
function answersOf(signInName: string, draft: string): readonly AnswerTo[] {
  const saved = { place: 'search', query: 'words=demo' }
  const to = (visitor: keyof Visitors, path: string, members: AnswerTo['members'] = {}): AnswerTo => ({
    ...{ visitor, path, members },
  })
  return [
    to('nobody', '/sign-in', { signInName: 'nobody', password: 'x' }),
    to('person', '/password', { current: 'x', chosen: 'x', repeated: 'y' }),
    to('person', '/searches', { name: '', ...saved }),
    to('person', '/searches', { name: 'Example search', ...saved }),
    to('person', '/delegations', { receiver: '', ...days, 'until/day': '40' }),
    to('person', '/ask', { to: 'kr.spo', reference: '', language: 'en' }),
    to('person', `${draft}/approve`),
    to('person', '/language', { language: 'tlh' }),
    to('administrator', '/people/add', { signInName: 'Capital', name: '', authority: '', language: 'en' }),
    to('administrator', `/people/${signInName}/password`),
  ]
}

const days = {
  ...{ 'from/day': '1', 'from/month': '1', 'from/year': '2030' },
  ...{ 'until/day': '2', 'until/month': '1', 'until/year': '2030' },
}

function of(visitor: keyof Visitors, paths: readonly string[]): readonly PageOf[] {
  return paths.map((path) => ({ visitor, path }))
}

/** A request with an acknowledgement, a file and a refusal. */
async function spoken(world: World): Promise<{ readonly request: string; readonly deposit: string }> {
  const { asking, answering } = world
  const request = crypto.randomUUID()
  await say(world, asking, request, 'request')
  await agreed(world, request, 1)
  await say(world, answering, request, 'acknowledgement')
  await agreed(world, request, 2)
  const file = await takenIn(world, asking, Buffer.from('Example'))
  await handedOver(world, request, file)
  await agreed(world, request, 3)
  await stands(answering, file.deposit, 'whole')
  await say(world, answering, request, 'decision')
  await agreed(world, request, 4)
  return { request, deposit: file.deposit }
}

/** A draft that was begun with a file; its address. */
async function fileDraft(client: SignedInClient, reference: string, body: object): Promise<string> {
  const order = { to: 'qa.pp', reference, language: 'en', draft: crypto.randomUUID() }
  const bytes = Buffer.from(JSON.stringify(body))
  const begun = await client.postFiles('/ask/file', order, [{ member: 'file', name: 'request.json', bytes }])
  assert.equal(begun.status, 303, begun.text)
  return begun.location
}

async function withFile(client: SignedInClient, draft: string): Promise<void> {
  const names = ['title', 'at/day', 'at/month', 'at/year', 'at/time', 'at/offset', 'by', 'place', 'deposit']
  const members = Object.fromEntries(names.map((name) => [name, '']))
  const name = `Example ${'phone'.repeat(30)}.bin`
  const bytes = Buffer.from('Example')
  const added = await client.postFiles(`${draft}/files`, members, [{ member: 'files', name, bytes }])
  assert.equal(added.status, 303, added.text)
}

/** As its page does, with what it shows of the draft. */
async function submit(client: SignedInClient, draft: string): Promise<void> {
  const { text } = await client.get(`${draft}/check`)
  const [, form = ''] = /<form[^>]*action="[^"]*\/submit"[^>]*>(.*?)<\/form>/s.exec(text) ?? []
  const found = form.matchAll(/name="([^"]+)" value="([^"]*)"/g)
  const members = [...found].map(([, name = '', value = '']) => [name, value])
  await ok(client.post(`${draft}/submit`, Object.fromEntries(members) as Record<string, string>))
}

async function ok(answer: Promise<{ readonly status: number; readonly text: string }>): Promise<void> {
  const { status, text } = await answer
  assert.equal(status, 303, text)
}
