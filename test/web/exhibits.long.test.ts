import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { ruleExhibits } from '../../src/exchange/exhibits/rule.ts'
import { takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { openRule } from '../../src/exhibit/transferRule.ts'
import { limits } from '../../src/message/limits.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { sentences } from '../../src/web/desk/words.ts'
import { openApiDocument } from '../../src/web/openapi/document.ts'
import { exhibitPaths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import { answerChecks } from '../support/documentChecks.ts'
import { handedOver, stands, takenIn } from '../support/files.ts'
import { agreed, draft, logOf, opened } from '../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'

interface Shown {
  readonly deposit: string
  readonly status: string
  readonly bytes: number
  readonly arrivedBytes?: number
  readonly bytesPerSecond?: number | null
  readonly secondsLeft?: number | null
}

describe('the files of a node over HTTP', () => {
  let world: World
  const tokens = new Map<WorldState, string>()
  before(async () => {
    world = await twoStates(undefined, undefined, {
      more: () => Promise.resolve({ api: { host: '127.0.0.1', port: 0 } }),
    })
    for (const state of [world.asking, world.answering]) {
      const words = ['--name', 'laboratory', '--scope', 'exhibits', '--as', 'Example-Administrator']
      tokens.set(state, (await run(state, 'token', 'make', ...words)).out)
    }
  })
  after(() => world.close())

  const asked = async (state: WorldState, path: string): Promise<Response> =>
    await fetch(new URL(path, state.node.apiUrl ?? ''), {
      headers: { authorization: `Bearer ${tokens.get(state) ?? ''}` },
    })
  const shown = async (state: WorldState, deposit: string): Promise<Shown> => {
    const answer = await asked(state, `${exhibitPaths.exhibits}/${deposit}`)
    assert.equal(answer.status, 200, await answer.clone().text())
    const read: unknown = await answer.json()
    answerChecks(openApiDocument().document)('ExhibitRead')(read)
    return read as Shown
  }
  const order = { name: 'phone.bin', person: 'Example-A', authority: 'vn.spp' }

  it('tell how fast one comes and how long the rest takes, and then that it is whole', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await agreed(world, request, 1)
    const admin = { person: 'Example-Admin', authority: 'qa.pp' }
    const slow = { ...openRule, bytesPerSecond: 500_000 }
    assert.ok((await ruleExhibits(answering.node.node, 'VN', slow, admin)).ok)
    const taken = await takeInExhibit(asking.node.node, Readable.from([randomBytes(5_000_000)]), order)
    assert.ok(taken.ok)
    const { deposit, name, mediaType, bytes, sha256, sha512, sealed } = taken.announcement
    const exhibits = [{ id: 'E1', name, mediaType, bytes, sha256, sha512, sealed }]
    assert.ok((await asking.node.send(draft(world, asking, request, 'supplement', { exhibits }))).ok)
    let rate: Shown | null = null
    await until(
      'its rate is known',
      async () => {
        // A token may ask twice a second.
        await wait(500)
        const list = await asked(answering, `${exhibitPaths.exhibits}?status=fetching`)
        const [one] = ((await list.json()) as { exhibits: Shown[] }).exhibits
        if (typeof one?.bytesPerSecond !== 'number') return false
        rate = await shown(answering, one.deposit)
        return typeof rate.secondsLeft === 'number'
      },
      30_000,
    )
    const { arrivedBytes = 0, bytesPerSecond, secondsLeft } = rate as unknown as Shown
    assert.ok(arrivedBytes > 0 && arrivedBytes <= sealed.bytes)
    assert.ok((bytesPerSecond ?? 0) > 100_000 && (bytesPerSecond ?? 0) < 1_500_000, String(bytesPerSecond))
    assert.ok((secondsLeft ?? -1) >= 0)
    assert.ok((await ruleExhibits(answering.node.node, 'VN', openRule, admin)).ok)
    const isWhole = async (): Promise<boolean> => {
      await wait(500)
      return (await shown(answering, deposit)).status === 'whole'
    }
    await until('it is whole', isWhole, 30_000)
    assert.equal((await shown(answering, deposit)).secondsLeft, undefined)
  })

  it('that wait tell why in words beside the code, wherever they are told as JSON', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    const admin = { person: 'Example-Admin', authority: 'qa.pp' }
    const small = { ...openRule, acceptBytes: 10 }
    assert.ok((await ruleExhibits(answering.node.node, 'VN', small, admin)).ok)
    // A rule that was read is gone by for two seconds.
    await wait(2_500)
    const file = await takenIn(world, asking, randomBytes(1_000))
    await handedOver(world, request, file)
    const { db } = answering.node.node
    const waits = async () => (await findDeposit(db, file.deposit))?.refusal === 'EXHIBIT_NOT_ACCEPTED'
    await until('it waits for a person', waits)
    const why = sentences.en.fileWaitsPerson
    interface Why {
      readonly deposit: string
      readonly refusal: string | null
      readonly why: string | null
    }
    const of = (files: unknown): unknown[] =>
      (files as Why[]).filter(({ deposit }) => deposit === file.deposit).map((one) => [one.refusal, one.why])
    const list = await run(answering, 'exhibit', 'list', '--as', 'Example-C', '--json')
    const shownCase = await run(answering, 'show', request, '--as', 'Example-C', '--json')
    const answer = await asked(answering, exhibitPaths.exhibits)
    const one = await shown(answering, file.deposit)
    const listed: unknown = await answer.json()
    answerChecks(openApiDocument().document)('Exhibits')(listed)
    const { exhibits } = listed as { exhibits: Why[] }
    for (const told of [list.json.exhibits, shownCase.json.files, exhibits, [one]])
      assert.deepEqual(of(told), [['EXHIBIT_NOT_ACCEPTED', why]])
    const text = await run(answering, 'exhibit', 'list', '--as', 'Example-C')
    assert.ok(text.out.includes(`(EXHIBIT_NOT_ACCEPTED: ${why})`))
    assert.ok((await ruleExhibits(answering.node.node, 'VN', openRule, admin)).ok)
    await stands(answering, file.deposit, 'whole')
    assert.deepEqual(of([await shown(answering, file.deposit)]), [[null, null]])
  })

  it('come a page at a time, each once, and the log has what was seen', async () => {
    const { node } = world.asking.node
    for (let count = 0; count < limits.pageRowsMax + 5; count += 1)
      assert.ok((await takeInExhibit(node, Readable.from([Buffer.from(`file ${count}`)]), order)).ok)
    const seen: string[] = []
    let next: string | null = exhibitPaths.exhibits
    const pages: number[] = []
    while (next !== null) {
      const answer: Response = await asked(world.asking, next)
      const { exhibits } = (await answer.json()) as { exhibits: Shown[] }
      pages.push(exhibits.length)
      seen.push(...exhibits.map(({ deposit }) => deposit))
      next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
    }
    const { json } = await run(world.asking, 'exhibit', 'list', '--all', '--as', 'Example-A', '--json')
    assert.deepEqual(
      seen,
      (json.exhibits as Shown[]).map(({ deposit }) => deposit),
    )
    assert.deepEqual(pages, [limits.pageRowsMax, seen.length - limits.pageRowsMax])
    const counts = (await logOf(node.db))
      .filter(({ evt }) => evt === 'exhibit.listed')
      .map(({ count }) => count)
    assert.deepEqual(counts.slice(-3), [...pages, seen.length])
  })
})
