import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clocksRound } from '../../src/exchange/clocks.ts'
import { agreed, logOf, opened, say, setClock } from './talk.ts'
import { type StateOptions, type World, twoStates, until } from './world.ts'

export const day = 86_400_000

/** A world with something that an auditor would find: in March 2027, seen from the asking side. */
export interface ReviewedWorld {
  readonly world: World
  /** Id of the request that was acknowledged eight days late. */
  readonly late: string
  /** Id of the request that was refused with words that only repeat the ground. */
  readonly refused: string
  close(): Promise<void>
}

/** The world whose clock has moved by eight days, with one deadline missed and one refusal without reasons. */
export async function reviewedWorld(options: StateOptions = {}): Promise<ReviewedWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-review-'))
  const clockFile = join(folder, 'clock')
  await setClock(clockFile, new Date(begin))
  const world = await twoStates(undefined, undefined, {
    ...options,
    clockFile,
    validFrom: new Date(begin - day),
  })
  const late = await opened(world)
  const refused = await opened(world)
  await say(world, world.answering, refused, 'acknowledgement')
  await agreed(world, refused, 2)
  await say(world, world.answering, refused, 'decision', refusal('DUAL_CRIMINALITY'))
  await agreed(world, refused, 3)
  const now = begin + 8 * day
  await setClock(clockFile, new Date(now))
  await until('the clock has moved and the lists are in force', () => {
    const lists = [world.asking.node.node.trust.peer('QA'), world.answering.node.node.trust.peer('VN')]
    const inForce = lists.every((list) => Date.parse(list?.list.nextUpdate ?? '') > now)
    return world.asking.node.node.now().getTime() >= now && inForce
  })
  await clocksRound(world.asking.node.node)
  await until('the end of the clock has its place', async () => {
    const { db } = world.asking.node.node
    const entries = (await logOf(db)).filter(({ evt }) => evt === 'clock.ranOut')
    const pending = await db.selectFrom('audit_pending').selectAll().execute()
    return entries.length > 0 && pending.length === 0
  })
  await say(world, world.answering, late, 'acknowledgement')
  await agreed(world, late, 2)
  return {
    world,
    late,
    refused,
    async close() {
      await world.close()
      await rm(folder, { recursive: true })
    },
  }
}

const begin = Date.parse('2027-03-01T08:00:00Z')

function refusal(words: string) {
  return {
    body: {
      outcomes: [
        {
          measure: 'a1',
          outcome: 'refused',
          grounds: [{ code: 'DUAL_CRIMINALITY' }],
          reasons: { language: 'en', text: words },
        },
      ],
    },
  }
}
