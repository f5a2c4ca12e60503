import { hash, randomBytes } from 'node:crypto'
import { reportPath } from '../../src/audit/bundle/layout.ts'
import { sign } from '../../src/envelope/sign.ts'
import { type PaperNode, type PaperWorld, audit } from './paperWorld.ts'

/** A report on a file, as its State has signed it. */
export interface PaperReport {
  readonly digest: string
  readonly jws: string
  /** SHA-256 of the sealed file, hex. */
  readonly sealed: string
}

/** Lets a node sign that it has a file of the other one whole. Nothing is told yet. */
export async function signPaperReport(world: PaperWorld, by: PaperNode): Promise<PaperReport> {
  world.now += 1_000
  const at = new Date(world.now)
  const sealed = randomBytes(32).toString('hex')
  const report = {
    v: 1,
    id: `0197b1c0-4002-7e01-9e00-${randomBytes(6).toString('hex')}`,
    node: by.state,
    to: otherOf(world, by).state,
    time: at.toISOString(),
    event: 'contentHandover' as const,
    state: otherOf(world, by).state,
    deposit: `0197b1c0-4003-7e01-9e00-${randomBytes(6).toString('hex')}`,
    sealed: { bytes: 1_000, sha256: sealed },
    outcome: 'whole' as const,
    sha256: hash('sha256', sealed),
    messages: [],
  }
  const { jws, digest } = await sign('exhibitReport', report, by.signer, at)
  return { digest, jws, sealed }
}

/** Lets the log of the other node tell of a report. */
export function reported(world: PaperWorld, by: PaperNode, request: string, report: PaperReport): void {
  world.now += 1_000
  const details = { deposit: 'a', event: 'contentHandover', report: report.digest }
  audit(
    world,
    otherOf(world, by),
    { event: 'exhibit.reported', peer: by.state, digest: report.sealed, code: 'whole', details },
    request,
  )
}

/** Lets the log of a node tell that the other one has answered. */
export function told(
  world: PaperWorld,
  by: PaperNode,
  request: string,
  report: PaperReport,
  refusal?: string,
): void {
  world.now += 1_000
  const refused = refusal === undefined ? {} : { refusal }
  const details = { deposit: 'a', report: report.digest, ...refused }
  const peer = otherOf(world, by).state
  audit(world, by, { event: 'exhibit.told', peer, digest: report.sealed, code: 'whole', details }, request)
}

/** What puts these reports into a bundle that is made on paper. */
export function withReports(
  request: string,
  ...reports: readonly PaperReport[]
): (files: Map<string, Uint8Array>) => void {
  return (files) => {
    for (const { digest, jws } of reports) files.set(reportPath(request, digest), Buffer.from(jws))
  }
}

function otherOf({ vn, qa }: PaperWorld, node: PaperNode): PaperNode {
  return node === vn ? qa : vn
}
