import { createHash } from 'node:crypto'
import { headerBytes, openChunk, openHeader, sealedBytes } from '../../exhibit/chunkedEncryption.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import type { KeptOrNot } from '../../store/exhibits/smallFiles.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { isDiskFull } from './diskFull.ts'
import { admit } from './room.ts'
import { filesIn, severalBytesMax } from './several.ts'
import type { TransferRules } from './transferRules.ts'

/**
 * What has come of each of some small files of one State, in their order: it is here, whole and on the disk, or the disk did
 * not take it; null where it did not come with the others, for whatever reason, and is to be asked for alone.
 */
export type FetchTogether = (
  rows: readonly ExhibitDepositRow[],
) => Promise<readonly (Result<object> | null)[]>

/** Whether a file is so small that it comes with others. */
export function isForTogether({ sealed_bytes }: Pick<ExhibitDepositRow, 'sealed_bytes'>): boolean {
  return sealed_bytes <= severalBytesMax
}

/**
 * Fetches small files of one State together: one question brings all of them, each is opened and hashed in memory by itself,
 * and those that are what was announced are kept at once. It says nothing of a file that does not come so: one that is not
 * there, is another, or must wait, and a peer that cannot be reached or does not know this way, is for who asks for it alone
 * to find out.
 *
 * @param tickMs - milliseconds of a clock that never goes back
 */
export function togetherFetcher(
  node: Node,
  courier: Pick<Courier, 'fetchSeveral'>,
  {
    rules,
    signal,
    tickMs,
  }: { readonly rules: TransferRules; readonly signal: AbortSignal; readonly tickMs: () => number },
): FetchTogether {
  /** Until then each file of a State is asked for alone: it did not give several. */
  const aloneUntilMs = new Map<string, number>()

  const given = async (
    state: string,
    rows: readonly ExhibitDepositRow[],
  ): Promise<readonly (Buffer | null)[]> => {
    const peer = node.trust.peer(state)
    if (peer === null || rows.length === 0 || (aloneUntilMs.get(state) ?? -Infinity) > tickMs()) return []
    try {
      const body = await courier.fetchSeveral(peer.list.node.url, rows.map(nameOf), signal)
      return await filesIn(body, rows.length)
    } catch {
      aloneUntilMs.set(state, tickMs() + exchangeLimits.exhibits.againMs)
      return []
    }
  }
  const come = async (
    state: string,
    rows: readonly ExhibitDepositRow[],
  ): Promise<ReadonlyMap<string, Result<object>>> => {
    const wanted = await wantedOf(node, rules, state, rows)
    const files = await given(state, wanted)
    const whole = wanted.flatMap((row, place) => {
      const bytes = files[place] ?? null
      return bytes !== null && isAnnounced(row, bytes) ? [{ row, sha256: nameOf(row), bytes }] : []
    })
    if (whole.length === 0) return new Map()
    // If the process dies before this returns: of these files some are here, and are found; the others are fetched again.
    const kept = await node.exhibits.keepSmall(whole)
    await rules.pass(
      state,
      whole.reduce((sum, { bytes }) => sum + bytes.length, 0),
      signal,
    )
    return new Map(whole.map(({ row }, place) => [row.id, outcomeOf(node, row, kept[place] ?? null)]))
  }
  return async (rows) => {
    const [first] = rows
    if (first === undefined) return []
    try {
      const outcomes = await come(first.state, rows)
      return rows.map(({ id }) => outcomes.get(id) ?? null)
    } catch (reason) {
      // Whatever this machine has against it, it has against each of them; what was kept is found.
      node.log.warn({ peer: first.state, reason: String(reason) }, 'files could not be fetched together')
      return rows.map(() => null)
    }
  }
}

function nameOf({ sealed_sha256 }: Pick<ExhibitDepositRow, 'sealed_sha256'>): string {
  return sealed_sha256.toString('hex')
}

/** Those that lack here, that the rule for the State lets come now, each with its room kept, and for which the disk has room. */
async function wantedOf(
  node: Pick<Node, 'db' | 'exhibits' | 'now'>,
  rules: TransferRules,
  state: string,
  rows: readonly ExhibitDepositRow[],
): Promise<readonly ExhibitDepositRow[]> {
  const { exhibits } = node
  const rule = await rules.now(state)
  // What comes together comes at once; alone, each waits for its turn at that rate.
  if (rule.bytesPerSecond !== null) return []
  const room = (await exhibits.freeBytes()) - exchangeLimits.exhibits.spareBytes
  if (rows.reduce((sum, { sealed_bytes }) => sum + sealed_bytes, 0) > room) return []
  const sizes = await Promise.all(rows.map((row) => exhibits.sizeOf(nameOf(row))))
  const lacking = rows.filter((row, place) => {
    const isFile = row.file_key !== null && sealedBytes(row.bytes) === row.sealed_bytes
    // What lies under its name already is looked at alone.
    return isFile && sizes[place] === null
  })
  const outcomes = await admit(node, state, rule, lacking)
  return lacking.filter((_row, place) => outcomes[place]?.ok)
}

/** Whether bytes are the sealed file that was announced: its hash, its one chunk, and size and hashes of what it opens to. */
function isAnnounced(row: ExhibitDepositRow, sealed: Buffer): boolean {
  if (row.file_key === null || !sha256(sealed).equals(row.sealed_sha256)) return false
  const context = exhibitContext(row.state, row.given_id)
  const opened = openHeader(row.file_key, sealed.subarray(0, headerBytes), context)
  const clear = opened.ok ? openChunk(opened.keys, 0, sealed.subarray(headerBytes)) : null
  return clear?.length === row.bytes && isHashedAs(row, clear)
}

function isHashedAs(row: Pick<ExhibitDepositRow, 'sha256' | 'sha512'>, clear: Buffer): boolean {
  const isSecond = row.sha512 === null || createHash('sha512').update(clear).digest().equals(row.sha512)
  return isSecond && sha256(clear).equals(row.sha256)
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** Of what this machine did not take, to ask for it at once again is in vain. */
function outcomeOf(
  { log }: Pick<Node, 'log'>,
  { state, id }: ExhibitDepositRow,
  failure: KeptOrNot,
): Result<object> {
  if (failure === null) return { ok: true }
  log.warn({ peer: state, deposit: id, reason: String(failure) }, 'a file could not be kept')
  return refuse(isDiskFull(failure) ? 'EXHIBIT_NO_SPACE' : 'EXHIBIT_STORE_UNAVAILABLE')
}
