import type { Bundle, VerifyOptions } from '../../src/audit/bundle/verify.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { exportPaper } from './paperBundle.ts'
import { type PaperWorld, accept, issueList, paperWorld, requestNumber, say } from './paperWorld.ts'

export const one = requestNumber(1)
export const two = requestNumber(2)

/** A world with two requests: one with answers, a refused and an unanswered message; one just opened. */
export async function busyWorld(): Promise<PaperWorld> {
  const world = await paperWorld()
  const { vn, qa } = world
  await say(world, { by: vn, request: one, type: 'request' })
  await say(world, { by: qa, request: one, type: 'acknowledgement' })
  await say(world, { by: vn, request: one, type: 'status-request' })
  await issueList(world, qa)
  accept(world, vn, qa)
  await say(world, { by: vn, request: one, type: 'supplement', course: 'refused' })
  await say(world, { by: vn, request: one, type: 'supplement' })
  await say(world, { by: vn, request: two, type: 'request' })
  await say(world, { by: vn, request: one, type: 'status-request', course: 'unanswered' })
  return world
}

/** The bundles of both sides, made now. */
export function bothBundles(world: PaperWorld): Bundle[] {
  return [
    { name: 'vn', files: exportPaper(world, world.vn) },
    { name: 'qa', files: exportPaper(world, world.qa) },
  ]
}

/** The exit code, then one line a finding: severity, bundle, object and what. */
export async function findingsIn(bundles: readonly Bundle[], options: VerifyOptions = {}): Promise<string[]> {
  const { exit, findings } = await verifyBundles(bundles, options)
  return [
    String(exit),
    ...findings.map(({ severity, bundle, object, what }) => `${severity} ${bundle} ${object}: ${what}`),
  ]
}
