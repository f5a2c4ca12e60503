import type { Db } from '../../src/store/database.ts'
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { AuditEvent } from '../../src/audit/auditEvent.ts'
import type { Report } from '../../src/audit/bundle/report.ts'
import { type Bundle, verifyBundles } from '../../src/audit/bundle/verify.ts'
import { exportBundle } from '../../src/exchange/export.ts'
import { entryMember } from '../../src/store/entryMember.ts'
import { readHead } from '../../src/store/audit.ts'
import { findRequest, listRequestIds } from '../../src/store/requests.ts'
import { type BothSides, type OpenSide, assertReplayed, delivered, logOf } from './talk.ts'
import { type WorldState, until } from './world.ts'

/** The bundle of everything that a node has. */
export async function bundleOf({ state, node }: OpenSide): Promise<Bundle> {
  await node.refreshTrust()
  const order = { requests: null, person: 'Example-Auditor', authority: state }
  return { name: state, files: await exportBundle(node.node, order) }
}

/** Exports both sides and verifies their bundles together. */
export async function verified(world: BothSides): Promise<Report> {
  return await verifyBundles([await bundleOf(world.asking), await bundleOf(world.answering)])
}

/** Asserts that nothing waits any more, and that both nodes have the same records, each as its messages say. */
export async function assertSame(world: BothSides): Promise<void> {
  await delivered(world.asking)
  await delivered(world.answering)
  await assertReplayed(world)
  const ids = await Promise.all(
    [world.asking, world.answering].map(({ node }) => listRequestIds(node.node.db)),
  )
  assert.deepEqual(ids[0], ids[1])
  for (const request of ids[0] ?? []) {
    const [here, there] = await Promise.all(
      [world.asking, world.answering].map(({ node }) => findRequest(node.node.db, request)),
    )
    assert.deepEqual(
      [here?.sequence, here?.head, here?.snapshot, here?.last_other, here?.closed],
      [there?.sequence, there?.head, there?.snapshot, there?.last_other, null],
    )
  }
}

/** Asserts that both nodes have the same records, and that their bundles are good together. */
export async function assertGood(world: BothSides, lost: 'nothing' | 'entries' = 'nothing'): Promise<Report> {
  await assertSame(world)
  const report = await verified(world)
  const faults = report.findings.filter(
    ({ severity, what }) => lost === 'nothing' || severity !== 'incomplete' || !what.endsWith('are lost'),
  )
  assert.deepEqual(faults, [])
  assert.equal(report.exit, report.findings.length === 0 ? 0 : 10)
  return report
}

/** The names of the entries of a log, in their order. */
export async function eventsOf(state: WorldState): Promise<string[]> {
  return (await logOf(state.node.node.db)).map(({ evt }) => evt)
}

/** How many entries of a log tell of an event: the log is counted by the database and not read. */
export async function countOf({ node }: WorldState, event: AuditEvent['event']): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from audit_entry
    where ${entryMember('evt')} = ${event}`.execute(node.node.db)
  return rows[0]?.count ?? 0
}

/** Waits until the node serves with the log of this number named in its trust list. */
export async function onLog(state: WorldState, log: number): Promise<void> {
  await until(`${state.state} goes on with log${log}`, async () => {
    await state.node.refreshTrust()
    return state.node.node.trust.own().list.log.origin.endsWith(`/log${log}`)
  })
}

/** Waits until the node serves with a log that follows one of which something was lost, named in its trust list. Returns its number. */
export async function onNextLog(state: WorldState, before: readonly number[] = [1]): Promise<number> {
  let log = 0
  await until(`${state.state} goes on with another log`, async () => {
    await state.node.refreshTrust()
    const { origin } = state.node.node.trust.own().list.log
    log = Number(/\/log([0-9]+)$/.exec(origin)?.[1])
    return !before.includes(log) && (await readHead(state.node.node.db)).log === log
  })
  return log
}

/** What witnesses have cosigned of the own log of that number. */
export async function cosignaturesOf(db: Db, log: number) {
  return await db.selectFrom('cosignature').select(['witness', 'size']).where('log', '=', log).execute()
}
