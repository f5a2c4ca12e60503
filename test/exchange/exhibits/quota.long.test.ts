import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { ruleExhibits } from '../../../src/exchange/exhibits/rule.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { sealedBytes } from '../../../src/exhibit/chunkedEncryption.ts'
import { openRule } from '../../../src/exhibit/transferRule.ts'
import { takenIn } from '../../support/files.ts'
import { draft, opened } from '../../support/talk.ts'
import { type World, twoStates, until } from '../../support/world.ts'

describe('the room that the files of a State may have', () => {
  let world: World
  let request: string
  beforeEach(async () => {
    world = await twoStates()
    request = await opened(world)
  })
  afterEach(() => world.close())

  const quota = async (quotaBytes: number): Promise<void> => {
    const by = { person: 'Example-Admin', authority: 'qa.pp' }
    const ruled = await ruleExhibits(world.answering.node.node, 'VN', { ...openRule, quotaBytes }, by)
    assert.ok(ruled.ok, JSON.stringify(ruled))
  }
  const handOver = async (sizes: readonly number[]): Promise<void> => {
    const files: Announcement[] = []
    for (const size of sizes) files.push(await takenIn(world, world.asking, randomBytes(size)))
    const exhibits = files.map(({ name, mediaType, bytes, sha256, sha512, sealed }, place) => {
      return { id: `E${place + 1}`, name, mediaType, bytes, sha256, sha512, sealed }
    })
    const sent = await world.asking.node.send(draft(world, world.asking, request, 'supplement', { exhibits }))
    assert.ok(sent.ok, JSON.stringify(sent))
  }
  /** How many files of the other State stand how, and why. */
  const standing = async (): Promise<ReadonlyMap<string, number>> => {
    const rows = await world.answering.node.node.db
      .selectFrom('exhibit_deposit')
      .select(['status', 'refusal'])
      .where('state', '=', 'VN')
      .execute()
    const counts = new Map<string, number>()
    for (const { status, refusal } of rows) {
      const words = status === 'whole' ? status : (refusal ?? status)
      counts.set(words, (counts.get(words) ?? 0) + 1)
    }
    return counts
  }
  const stand = async (expected: Readonly<Record<string, number>>): Promise<void> => {
    const wanted = JSON.stringify(Object.entries(expected).sort())
    const words = async (): Promise<string> => JSON.stringify([...(await standing())].sort())
    await until('the files stand so', async () => (await words()) === wanted).catch(async () => {
      assert.equal(await words(), wanted)
    })
  }

  it('is kept to by files that come together, and by those that come alone beside them', async () => {
    await quota(1_500)
    await handOver(Array.from({ length: 150 }, () => 1_000))
    await stand({ whole: 1, EXHIBIT_QUOTA_REACHED: 149 })
  })

  it('is kept to by small files and large ones that come beside each other', async () => {
    const sizes = [...Array.from({ length: 40 }, () => 90_000), 3_000_000, 3_000_000]
    // For the first large file with seven of the others, or for all of these and no large one: whichever is first.
    const most = sealedBytes(3_000_000) + 7 * sealedBytes(90_000)
    await quota(most)
    await handOver(sizes)
    await until('each of them is here or waits', async () => {
      const { whole = 0, EXHIBIT_QUOTA_REACHED: waiting = 0 } = Object.fromEntries(await standing())
      return whole + waiting === sizes.length
    })
    const { db } = world.answering.node.node
    const kept = await db
      .selectFrom('exhibit_deposit')
      .select('sealed_bytes')
      .where('status', '=', 'whole')
      .where('state', '=', 'VN')
      .execute()
    const sum = kept.reduce((bytes, { sealed_bytes }) => bytes + sealed_bytes, 0)
    assert.ok(sum <= most && sum > 0, `${sum} bytes of ${most}`)
  })

  it('is not taken up by files of which nothing has come, however they waited for their giver', async () => {
    const { link } = world.asking
    await quota(150_000)
    link.up = false
    await handOver(Array.from({ length: 10 }, () => 100_000))
    await until('each of them waits', async () => {
      const { NODE_UNAVAILABLE: away = 0, EXHIBIT_QUOTA_REACHED: waiting = 0 } = Object.fromEntries(
        await standing(),
      )
      return away > 0 && away + waiting === 10
    })
    link.up = true
    await world.answering.restart()
    await stand({ whole: 1, EXHIBIT_QUOTA_REACHED: 9 })
  })
})
