import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import type { MessageStep } from '../../src/cli/demo/caseFile.ts'
import { compareStates } from '../../src/cli/demo/compare.ts'
import { type Thread, draftOf } from '../../src/cli/demo/thread.ts'
import { isObject } from '../../src/letter/words.ts'
import type { Case } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { stateOf } from '../../src/message/stateOf.ts'
import { findDraft } from '../../src/store/drafts/drafts.ts'
import { sentences } from '../../src/web/desk/words.ts'
import { type AtDesk, type Manner, comesTo } from './atDesk.ts'
import { stands } from './files.ts'
import { agreed } from './talk.ts'
import { typeBody } from './typist.ts'
import type { World, WorldState } from './world.ts'

/** A case that is played by hand, at the desks of both States. */
export interface DeskCase {
  /** Writes, submits and approves or sends what this row says, and compares both nodes with the case. */
  readonly row: (step: MessageStep) => Promise<void>
  /** Everybody who came signs out. */
  readonly end: () => Promise<void>
}

/** Everything is written in English, whatever the pages are in: what the case says otherwise, in its English translation. */
export function playedByHand(world: World, browser: Browser, played: Case, manner: Manner): DeskCase {
  const { fill, choose, check, attach } = manner.hand
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
  const found = new Set<string>()
  const people = new Map<string, Promise<AtDesk>>()
  /** An officer and an approver of each State, who come when they have something to do, and stay. */
  const personOf = async (side: WorldState, role: 'officer' | 'approver'): Promise<AtDesk> => {
    const who = `${side.state} ${role}`
    const person = people.get(who) ?? comesTo(side, role, browser, manner)
    people.set(who, person)
    return await person
  }

  /** From the desk of the day, where everybody begins, to what it names so. */
  const byDesk = async (
    { page, press }: AtDesk,
    reference: string,
    what: 'cases' | 'drafts',
  ): Promise<void> => {
    await press(seen.home)
    const link =
      what === 'cases'
        ? `main a[href^="/cases/"]:has(:text-is("${reference}"))`
        : `main tr:has(:text-is("${reference}")) a[href^="/drafts/"]`
    assert.ok(
      (await page.locator(link).count()) > 0,
      `${reference} is not on the desk: ${await page.innerText('main')}`,
    )
    await press(link)
  }
  const bySearch = async ({ page, press }: AtDesk, reference: string): Promise<void> => {
    await press(seen.search)
    await fill(page, '#words', reference)
    await press('main form button')
    await press(`main a[href^="/cases/"]:has(:text-is("${reference}"))`)
  }
  const draftAt = (page: Page): string => {
    const draft = /\/drafts\/([0-9a-f-]{36})/.exec(page.url())?.[1]
    assert.ok(draft !== undefined, page.url())
    return draft
  }

  /** From the page of a request, whoever says that files have come saves the first of them, which is whole, and comes back. */
  const saveDelivered = async (step: MessageStep, { page, press }: AtDesk): Promise<void> => {
    const delivery = played.steps.find((one) => one.what === 'message' && one.label === step.inReplyTo)
    const [file] = delivery?.what === 'message' ? delivery.message.exhibits : []
    assert.ok(file !== undefined, `row ${step.row} has no file`)
    const sha256 = files.get(file.sha256) ?? ''
    const link = page.locator(seen.files).filter({ hasText: file.name }).last()
    const path = (await link.getAttribute('href')) ?? ''
    await stands(sideOf(step.from), path.split('/').at(-1) ?? '', 'whole')
    await press(`main a[href="${path}"]`)
    const shown = await page.locator(`main :text-is("${sha256}")`).count()
    assert.equal(shown, 1, `${page.url()}: ${await page.innerText('main')}`)
    await fill(page, '#reason', 'To report that it has come')
    const coming = page.waitForEvent('download')
    await manner.hand.activate(page, `form[action="${path}"] button`)
    const saved = await readFile(await (await coming).path())
    assert.equal(createHash('sha256').update(saved).digest('hex'), sha256)
    await press(seen.back)
  }

  /** Begins a draft: the browser is at it then, or at its only part. */
  const begin = async (step: MessageStep, person: AtDesk): Promise<void> => {
    const { record, type, to, inReplyTo } = step
    const { page, press } = person
    const reference = thread.reference(record)
    if (!lengths.has(record)) {
      await press(seen.home)
      await press('nav a[href="/ask"]')
      await choose(page, '#to', to)
      await fill(page, '#reference', reference)
      await choose(page, '#language', 'en')
      await press('main form button')
      return
    }
    // Whoever comes to a request for the first time looks for it; then it is known to stand on the desk.
    const known = `${person.signInName} ${reference}`
    if (found.has(known)) await byDesk(person, reference, 'cases')
    else await bySearch(person, reference)
    found.add(known)
    if (type === 'delivery-receipt') await saveDelivered(step, person)
    const move = `form:has(input[name="type"][value="${type}"])`
    const folded = page.locator(`details:not([open]):has(${move}) > summary`)
    if ((await folded.count()) > 0) await manner.hand.unfold(page, folded.first())
    const answers = page.locator(`${move} select[name="answers"]`)
    if (inReplyTo !== undefined && (await answers.count()) > 0)
      await choose(page, `${move} select[name="answers"]`, idOf('message', inReplyTo))
    await press(`${move} button`)
  }

  /** Says in which language it is written, and of which measures, where the desk has begun it otherwise. */
  const withHead = async ({ message }: MessageStep, { page, press }: AtDesk): Promise<void> => {
    const language = 'form[action$="/head"] [name="language"]'
    const measures: string[] = []
    for (const measure of message.measures ?? []) {
      const box = page.locator(`input[name="measures"][value="${measure}"]`)
      if ((await box.count()) > 0 && !(await box.isChecked())) measures.push(measure)
    }
    const isEnglish = (await page.locator(language).inputValue()) === 'en'
    if (isEnglish && measures.length === 0) return
    for (const measure of measures) await check(page, `input[name="measures"][value="${measure}"]`)
    if (!isEnglish) await choose(page, language, 'en')
    await press('form[action$="/head"] button')
  }

  /** Hands over a file for each that the case does, and learns what they are called at the desk. */
  const withFiles = async (step: MessageStep, { page, press }: AtDesk, side: WorldState): Promise<void> => {
    const { exhibits } = step.message
    if (exhibits.length === 0) return
    const draft = draftAt(page)
    await press(`main a[href="/drafts/${draft}/files"]`)
    for (const { id, name, mediaType, sha256, title } of exhibits) {
      if (title !== undefined) await fill(page, '[name="title"]', title.text)
      await attach(page, 'input[type="file"]', { name, mimeType: mediaType, buffer: randomBytes(2_000) })
      await press('form[action$="/files"] button.govuk-button')
      const row = await findDraft(side.node.node.db, draft)
      const kept = JSON.parse(row?.exhibits ?? '[]') as { id: string; sha256: string; name: string }[]
      const last = kept.at(-1)
      assert.equal(last?.name, name, await page.content())
      files.set(id, last.id).set(sha256, last.sha256)
    }
    await press(seen.back)
  }

  const isSent = async (page: Page): Promise<void> => {
    const { draftSent } = sentences[manner.language]
    assert.ok((await page.content()).includes(draftSent), await page.innerText('main'))
  }
  const letGo = async ({ page, press }: AtDesk, side: WorldState, reference: string): Promise<void> => {
    if ((await page.locator('form[action$="/send"]').count()) > 0) {
      await press('form[action$="/send"] button')
      await isSent(page)
      return
    }
    const submit = 'form[action$="/submit"] button'
    assert.ok((await page.locator(submit).count()) > 0, await page.innerText('main'))
    await press(submit)
    const approver = await personOf(side, 'approver')
    await byDesk(approver, reference, 'drafts')
    await approver.prove()
    await approver.press('form[action$="/approve"] button:not([hidden])')
    await isSent(approver.page)
  }

  return {
    async row(step) {
      const side = sideOf(step.from)
      const officer = await personOf(side, 'officer')
      const { page, press } = officer
      await begin(step, officer)
      const draft = draftAt(page)
      const { measures = [], exhibits } = step.message
      // What has one part only is led to it at once: who has nothing to say beside it stays there.
      const isAtPart = page.url().includes('/parts/')
      if (!isAtPart || manner.language !== 'en' || measures.length > 0 || exhibits.length > 0) {
        if (isAtPart) await press(seen.back)
        await withHead(step, officer)
        await withFiles(step, officer, side)
        await press(`main a[href^="/drafts/${draft}/parts/"]`)
      }
      const said = draftOf(thread, step, side.node.node.now())
      const body = renamed(inEnglish(said.body as JsonObject), files) as JsonObject
      await typeBody(page, said.type, body, {
        hand: manner.hand,
        press: (_page, selector) => press(selector),
      })
      const written = await findDraft(side.node.node.db, draft)
      assertSays(JSON.parse(written?.body ?? '') as JsonValue, body, prefilled.has(said.type))
      assert.ok(page.url().endsWith('/check'), page.url())
      await letGo(officer, side, thread.reference(step.record))
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
    async end() {
      for (const person of people.values()) await (await person).leave()
    },
  }
}

/** What everybody finds on every page of the desk. */
const seen = {
  home: 'nav a[href="/"]',
  search: 'nav a[href="/search"]',
  back: 'a.govuk-back-link',
  files: 'main #files a[href*="/files/"]',
} as const

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
