import assert from 'node:assert/strict'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type Announcement, type IntakeOrder, takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import type { OpenNode } from '../../src/openNode.ts'
import type { DepositStatus } from '../../src/store/exhibits/exhibitTables.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { reportsOf } from '../../src/store/exhibits/reports.ts'
import { draft } from './talk.ts'
import { type World, type WorldState, until } from './world.ts'

/** Takes a file in at a State of the world. */
export async function takenIn(
  world: World,
  at: WorldState,
  bytes: Buffer,
  more: Partial<Pick<IntakeOrder, 'name' | 'derivedFrom' | 'place' | 'reason'>> = {},
): Promise<Announcement> {
  const authority = at === world.asking ? 'vn.spp' : 'qa.pp'
  const order = { name: 'phone.bin', person: 'Example-A', authority, ...more }
  const taken = await takeInExhibit(at.node.node, Readable.from([bytes]), order)
  assert.ok(taken.ok, JSON.stringify(taken))
  return taken.announcement
}

/** Hands a file over by a supplement of the asking State; the digest of the message. */
export async function handedOver(
  world: World,
  request: string,
  announcement: Announcement,
  id = 'E1',
  giver: OpenNode = world.asking.node,
): Promise<string> {
  const { name, mediaType, bytes, sha256, sha512, sealed, derivedFrom } = announcement
  const source = derivedFrom === undefined ? {} : { derivedFrom }
  const exhibits = [{ id, name, mediaType, bytes, sha256, sha512, sealed, ...source }]
  const outcome = await giver.send(draft(world, world.asking, request, 'supplement', { exhibits }))
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.sent.digest
}

/** Waits until a file stands so at a State. */
export async function stands(at: WorldState, deposit: string, status: DepositStatus): Promise<void> {
  await until(`the file is ${status}`, async () => {
    return (await findDeposit(at.node.node.db, deposit))?.status === status
  })
}

/** Where the sealed file lies at a State. */
export function placeOf(at: WorldState, { sealed }: Pick<Announcement, 'sealed'>): string {
  return join(at.config.dataFolder, 'exhibits', sealed.sha256.slice(0, 2), sealed.sha256)
}

/** Waits until the reports that a State has on a file are these, each as `event outcome`, with `own` before its own. */
export async function reported(
  at: WorldState,
  deposit: string,
  expected: readonly string[],
): Promise<Awaited<ReturnType<typeof reportsOf>>> {
  let found: Awaited<ReturnType<typeof reportsOf>> = []
  const words = (): string[] =>
    found.map(({ own, event, outcome }) => `${own ? 'own ' : ''}${event} ${outcome}`).sort()
  try {
    await until('the reports are there', async () => {
      found = await reportsOf(at.node.node.db, deposit)
      return JSON.stringify(words()) === JSON.stringify([...expected].sort())
    })
  } catch {
    assert.deepEqual(words(), [...expected].sort())
  }
  return found
}
