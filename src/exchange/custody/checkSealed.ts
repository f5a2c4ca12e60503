import { createHash } from 'node:crypto'
import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findDeposit, noteChecked } from '../../store/exhibits/deposits.ts'
import type { DepositStatus, ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { type NewReport, insertReports } from '../../store/exhibits/reports.ts'
import { inTransaction } from '../../store/failures.ts'
import { tellOfDeposit } from '../exhibits/tellOfDeposit.ts'
import { isUuid } from '../identifiers.ts'
import type { Node } from '../node.ts'
import { whereDone } from './whereDone.ts'
import { reportsFor, sharersOf } from './report.ts'

/** Why a sealed file is read again where it lies; nothing: its turn has come. */
export interface CheckReason {
  /** A person wants it. */
  readonly actor?: Actor
  /** Peers have told that the file is damaged there, and each report is answered how it is here. */
  readonly answers?: readonly { readonly peer: string; readonly report: string }[]
  /** Told how many bytes more were read. */
  readonly onBytes?: (bytes: number) => void
  readonly signal?: AbortSignal
}

/** What a sealed file was found to be. */
export interface Checked {
  readonly deposit: string
  readonly status: DepositStatus
  /** Null: it is whole. */
  readonly code: string | null
}

/**
 * Reads the sealed file of a deposit as a whole and holds size and hash against those it must have. One that has others is
 * set aside, the log tells of it, and the other States between which it lies are told by reports. One of this State's own
 * that is right again, put back from a backup, counts as whole again; one of another State is fetched anew instead, for
 * only that looks at the clear file too. Refuses with EXHIBIT_UNKNOWN, EXHIBIT_ERASED or EXHIBIT_NOT_WHOLE.
 *
 * @throws what the disk throws: that says nothing of the file
 */
export async function checkSealed(
  node: Node,
  deposit: string,
  reason: CheckReason = {},
): Promise<Result<Checked>> {
  const row = isUuid(deposit) ? await findDeposit(node.db, deposit) : null
  if (row === null) return refuse('EXHIBIT_UNKNOWN', { detail: deposit })
  if (row.status === 'erased') return refuse('EXHIBIT_ERASED')
  if (row.status !== 'whole' && row.status !== 'damaged')
    return refuse('EXHIBIT_NOT_WHOLE', { detail: row.status })
  const isLost = row.status === 'damaged' && row.state !== node.state
  const fault = isLost ? { code: 'EXHIBIT_DAMAGED', isThere: false } : await faultOf(node, row, reason)
  // If the process dies between the two: the file is found to lack the next time. Where none was there, one that is put back now stays.
  if (fault?.isThere === true) await node.exhibits.setAside(sealedName(row), node.machineNow())
  // One that was set aside before lacks here since: what it was found to be stays.
  const wasAside = fault?.isThere === false && row.status === 'damaged'
  const code = (wasAside ? row.refusal : null) ?? fault?.code ?? null
  const status = code === null ? 'whole' : 'damaged'
  await keep(node, row, { status, code }, reason)
  return { ok: true, deposit, status, code }
}

interface Fault {
  readonly code: string
  /** Whether there was a file at all. */
  readonly isThere: boolean
}

/** What is wrong with a sealed file; null: nothing. */
async function faultOf(
  { exhibits }: Node,
  row: ExhibitDepositRow,
  { onBytes, signal }: CheckReason,
): Promise<Fault | null> {
  const name = sealedName(row)
  const stream = await exhibits.read(name)
  if (stream === null) return { code: 'EXHIBIT_TRUNCATED', isThere: false }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of stream as AsyncIterable<Buffer>) {
    signal?.throwIfAborted()
    bytes += piece.length
    hash.update(piece)
    onBytes?.(piece.length)
  }
  if (bytes < row.sealed_bytes) return { code: 'EXHIBIT_TRUNCATED', isThere: true }
  return hash.digest('hex') === name ? null : { code: 'EXHIBIT_DAMAGED', isThere: true }
}

function sealedName({ sealed_sha256 }: Pick<ExhibitDepositRow, 'sealed_sha256'>): string {
  return sealed_sha256.toString('hex')
}

async function keep(
  node: Node,
  row: ExhibitDepositRow,
  { status, code }: { readonly status: 'whole' | 'damaged'; readonly code: string | null },
  { actor, answers = [] }: CheckReason,
): Promise<void> {
  const isNew = status !== row.status
  const reports = await reportsOn(node, row, code, isNew, answers)
  const isKept = await inTransaction(node.db, async (trx) => {
    const outcome = { status, refusal: code, at: node.machineNow() }
    if (!(await noteChecked(trx, row.id, row.status, outcome))) return false
    await insertReports(trx, reports)
    if (!isNew && actor === undefined && answers.length === 0) return true
    await tellOfDeposit(node, trx, row.id, {
      event: 'exhibit.checked',
      ...(actor === undefined ? {} : { actor }),
      digest: sealedName(row),
      code: code ?? 'whole',
      details: { deposit: row.id, ...whereDone(node) },
    })
    return true
  })
  if (isKept && isNew && code !== null)
    node.log.error({ deposit: row.id, code }, 'a sealed file is not what it was, and was set aside')
}

/** What the peers are told: all of them where it is another than before, and whoever has asked in any case. */
async function reportsOn(
  node: Node,
  row: ExhibitDepositRow,
  code: string | null,
  isNew: boolean,
  answers: NonNullable<CheckReason['answers']>,
): Promise<NewReport[]> {
  const outcome = code === null ? 'whole' : 'damaged'
  const found = { event: 'storageCheck', outcome, code, sha256: null } as const
  const asking = new Set(answers.map(({ peer }) => peer))
  const others = isNew ? (await sharersOf(node, row)).filter((state) => !asking.has(state)) : []
  return await reportsFor(node, [
    ...others.map((peer) => ({ peer, deposit: row, found })),
    ...answers.map(({ peer, report: inReplyTo }) => ({ peer, deposit: row, found: { ...found, inReplyTo } })),
  ])
}
