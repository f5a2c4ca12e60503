import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import type { MessageStep } from '../../src/cli/demo/caseFile.ts'
import { compareStates } from '../../src/cli/demo/compare.ts'
import { type Thread, draftOf } from '../../src/cli/demo/thread.ts'
import type { LetterLanguage } from '../../src/letter/language.ts'
import { isObject } from '../../src/letter/words.ts'
import type { Case } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { stateOf } from '../../src/message/stateOf.ts'
import { findDraft } from '../../src/store/drafts/drafts.ts'
import { sentences } from '../../src/web/desk/words.ts'
import { type SignedInClient, signedIn } from './desk.ts'
import { type Hand, press as pressAndWait } from './hands.ts'
import { agreed } from './talk.ts'
import { typeBody } from './typist.ts'
import type { World, WorldState } from './world.ts'

/** How somebody is at the desk. */
export interface Manner {
  readonly language: LetterLanguage
  readonly hand: Hand
  readonly hasScripts: boolean
  /** What is looked at on each page to which they come. */
  readonly look: (page: Page) => Promise<void>
}

/** A case that is played by hand, at the desks of both States. */
export interface DeskCase {
  /** Writes, submits and approves or sends what this row says, and compares both nodes with the case. */
  readonly row: (step: MessageStep) => Promise<void>
}

/** Everything is written in English, whatever the pages are in: what the case says otherwise, in its English translation. */
export function playedByHand(world: World, browser: Browser, played: Case, manner: Manner): DeskCase {
  const { fill, choose, check, attach } = manner.hand
  const press = async (page: Page, selector: string): Promise<void> => {
    await pressAndWait(manner.hand, page, selector)
    await manner.look(page)
  }
  const ids = new Map<string, string>()
  const lengths = new Map<string, number>()
  const idOf = (kind: string, name: string): string => {
    const id = ids.get(`${kind} ${name}`)
    assert.ok(id !== undefined, `the ${kind} ${name} was not sent`)
    return id
  }
  const thread: Thread = {
    name: 'at the desk',
    request: (record) => ids.get(`request ${record}`) ?? crypto.randomUUID(),
    reference: (record) => played.records[record]?.reference ?? record,
    matter: () => undefined,
    message: (label) => ids.get(`message ${label}`) ?? crypto.randomUUID(),
    begun: new Set(),
  }
  /** What stands in the case for files, by what stands for them at the desk: ids and hashes. */
  const files = new Map<string, string>()

  const sideOf = (authority: string): WorldState =>
    world.asking.state === stateOf(authority) ? world.asking : world.answering
  const visitor = async (side: WorldState, role: 'officer' | 'approver') => {
    const client = await signedIn(side, [role])
    await client.post('/language', { language: manner.language })
    const context = await browser.newContext({ javaScriptEnabled: manner.hasScripts })
    context.setDefaultTimeout(20_000)
    await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: client.url })))
    return { client, page: await context.newPage(), close: () => context.close() }
  }

  /** Begins a draft; the browser is at its first part then, and its id is returned. */
  const begun = async (step: MessageStep, page: Page, client: SignedInClient): Promise<string> => {
    const { record, type, to, inReplyTo, message } = step
    const draftAt = (): string => /\/drafts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
    if (!lengths.has(record)) {
      await page.goto(`${client.url}/ask`)
      await choose(page, '#to', to)
      await fill(page, '#reference', thread.reference(record))
      await choose(page, '#language', 'en')
      await press(page, 'main form button')
      await press(page, `a[href^="/drafts/${draftAt()}/parts/"]`)
      return draftAt()
    }
    await page.goto(`${client.url}/cases/${idOf('request', record)}`)
    const move = `form:has(input[name="type"][value="${type}"])`
    const answers = page.locator(`${move} select[name="answers"]`)
    if (inReplyTo !== undefined && (await answers.count()) > 0)
      await choose(page, `${move} select[name="answers"]`, idOf('message', inReplyTo))
    await press(page, `${move} button`)
    const draft = draftAt()
    assert.notEqual(draft, '', `${step.type}: ${page.url()} ${await page.innerText('main')}`)
    await page.goto(`${client.url}/drafts/${draft}`)
    for (const measure of message.measures ?? []) {
      const box = `input[name="measures"][value="${measure}"]`
      if ((await page.locator(box).count()) > 0) await check(page, box)
    }
    await choose(page, 'form[action$="/head"] [name="language"]', 'en')
    await press(page, 'form[action$="/head"] button')
    await press(page, `a[href^="/drafts/${draft}/parts/"]`)
    return draft
  }

  /** Hands over a file for each that the case does, and learns what they are called at the desk. */
  const withFiles = async (step: MessageStep, page: Page, draft: string, side: WorldState): Promise<void> => {
    const { exhibits } = step.message
    if (exhibits.length === 0) return
    const part = page.url()
    for (const { id, name, mediaType, sha256, title } of exhibits) {
      await page.goto(new URL(`/drafts/${draft}/files`, part).href)
      if (title !== undefined) await fill(page, '[name="title"]', title.text)
      await attach(page, 'input[type="file"]', { name, mimeType: mediaType, buffer: randomBytes(2_000) })
      await press(page, 'form[action$="/files"] button.govuk-button')
      const row = await findDraft(side.node.node.db, draft)
      const kept = JSON.parse(row?.exhibits ?? '[]') as { id: string; sha256: string; name: string }[]
      const last = kept.at(-1)
      assert.equal(last?.name, name, await page.content())
      files.set(id, last.id).set(sha256, last.sha256)
    }
    await page.goto(part)
  }

  const letGo = async (page: Page, side: WorldState, draft: string): Promise<void> => {
    if ((await page.locator('form[action$="/send"]').count()) > 0) {
      await press(page, 'form[action$="/send"] button')
      assert.ok(
        (await page.content()).includes(sentences[manner.language].draftSent),
        await page.innerText('main'),
      )
      return
    }
    const submit = 'form[action$="/submit"] button'
    assert.ok((await page.locator(submit).count()) > 0, await page.innerText('main'))
    await press(page, submit)
    const approver = await visitor(side, 'approver')
    await approver.page.goto(`${approver.client.url}/`)
    await press(approver.page, `a[href^="/drafts/${draft}"]`)
    await fill(approver.page, '#password', approver.client.password)
    await press(approver.page, 'form[action$="/approve"] button')
    const shown = approver.page
    assert.ok(
      (await shown.content()).includes(sentences[manner.language].draftSent),
      await shown.innerText('main'),
    )
    await approver.close()
  }

  return {
    async row(step) {
      const side = sideOf(step.from)
      const { client, page, close } = await visitor(side, 'officer')
      const draft = await begun(step, page, client)
      await withFiles(step, page, draft, side)
      const said = draftOf(thread, step, side.node.node.now())
      const body = renamed(inEnglish(said.body as JsonObject), files) as JsonObject
      await typeBody(page, said.type, body, { hand: manner.hand, press })
      const written = await findDraft(side.node.node.db, draft)
      assertSays(JSON.parse(written?.body ?? '') as JsonValue, body, prefilled.has(said.type))
      if (!page.url().endsWith('/check')) await page.goto(`${client.url}/drafts/${draft}/check`)
      await letGo(page, side, draft)
      await close()
      const sent = await findDraft(side.node.node.db, draft)
      const request = sent?.request ?? ''
      ids.set(`request ${step.record}`, request).set(`message ${step.label}`, sent?.message ?? '')
      const length = (lengths.get(step.record) ?? 0) + 1
      lengths.set(step.record, length)
      await agreed(world, request, length)
      const nodes = [world.asking.node, world.answering.node]
      const { differences } = await compareStates(nodes, request, step)
      assert.deepEqual(differences, [], `row ${step.row}, ${step.type}`)
    },
  }
}

/** Types whose forms begin with what the node knows of the files. */
const prefilled: ReadonlySet<string> = new Set(['delivery', 'delivery-receipt'])

/** What was kept says what was typed, and no more than the node may fill in. */
function assertSays(kept: JsonValue, typed: JsonValue, mayHaveMore: boolean): void {
  const said = mayHaveMore ? within(kept, typed) : kept
  assert.deepEqual([...leavesIn(said)].sort(), [...leavesIn(typed)].sort())
}

/** Every value with where it stands (RFC 6901): what differs is seen at once. */
function* leavesIn(value: JsonValue, pointer = ''): Generator<string> {
  const isWithin = typeof value === 'object' && value !== null
  if (!isWithin || Object.keys(value).length === 0) yield `${pointer} ${JSON.stringify(value)}`
  else for (const [name, member] of Object.entries(value)) yield* leavesIn(member, `${pointer}/${name}`)
}

/** Of a value, what another one says as well. */
function within(value: JsonValue, other: JsonValue): JsonValue {
  if (Array.isArray(value) && Array.isArray(other))
    return value.map((one, place) => within(one, other[place] ?? null))
  if (!isObject(value) || !isObject(other)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      name in other ? [[name, within(member, other[name] ?? null)]] : [],
    ),
  )
}

/** Texts of people, in English and in no other language. */
function inEnglish(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inEnglish)
  if (!isObject(value)) return value
  const { language, text, translations } = value
  if (typeof language !== 'string' || typeof text !== 'string')
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inEnglish(member)]))
  const others = Array.isArray(translations) ? translations.filter(isObject) : []
  const english = others.find((one) => one.language === 'en')?.text
  return { language: 'en', text: english ?? text }
}

/** The same with each string that has another name here by that. */
function renamed(value: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === 'string') return names.get(value) ?? value
  if (Array.isArray(value)) return value.map((one) => renamed(one, names))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, renamed(member, names)]))
}
