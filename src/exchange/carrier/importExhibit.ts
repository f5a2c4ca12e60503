import { sealedBytes } from '../../exhibit/chunkedEncryption.ts'
import { type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { PartMissing, readInParts } from '../../store/carriers/carrierParts.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { releaseRoom } from '../../store/exhibits/heldRoom.ts'
import { findRule } from '../../store/exhibits/rules.ts'
import { fetchAnew } from '../custody/fetchAnew.ts'
import { arrivedBytes, carrierPlace } from '../exhibits/carrierPlace.ts'
import { fetchExhibit } from '../exhibits/fetch.ts'
import { hasPlace } from '../exhibits/fetchOne.ts'
import { FetchBrokenOff } from '../exhibits/fetchBytes.ts'
import { partialHere } from '../exhibits/ownDisk.ts'
import { admit } from '../exhibits/room.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import type { PartialFile } from '../../store/exhibits/partialFile.ts'
import { type Fetched, noteFetched } from '../exhibits/noteFetched.ts'
import type { Node } from '../node.ts'

/** What became of a file on a carrier; `code` says why it is damaged, or is not taken yet. */
export interface Imported {
  readonly outcome: 'whole' | 'damaged' | 'lacking'
  readonly code: RefusalCode | null
}

/** From where a file is taken, and who has it taken. */
export interface Importing {
  readonly folder: string
  readonly partBytes: number
  readonly by: { readonly person: string; readonly authority: string; readonly reason: string }
  /** Told how many bytes more were read. */
  readonly onBytes: (bytes: number) => void
}

/**
 * Takes the sealed file of a deposit from a carrier as it would be fetched from its giver: chunk by chunk, each opened, and
 * whole only where size and all hashes are those that were signed. What came of it is in the tables, in the log and in a
 * signed report for the giver when this returns. Where it breaks off, what has come stays.
 */
export async function importExhibit(node: Node, deposit: string, importing: Importing): Promise<Imported> {
  const row = await wantedRow(node, deposit, importing)
  if (row === null) return { outcome: 'lacking', code: 'EXHIBIT_UNKNOWN' }
  const place = carrierPlace(deposit)
  if (row.status === 'whole') {
    // It came over the network meanwhile.
    await node.exhibits.removePartial(place)
    return { outcome: 'whole', code: null }
  }
  const { file_key: fileKey } = row
  if (fileKey === null || row.status === 'erased') return { outcome: 'lacking', code: 'EXHIBIT_ERASED' }
  if (sealedBytes(row.bytes) !== row.sealed_bytes)
    return await damaged(node, { row, code: 'EXHIBIT_TRUNCATED' })
  const allowed = await mayTake(node, row, place)
  const imported: Imported = allowed.ok
    ? await taken(node, { ...row, file_key: fileKey }, importing, place)
    : { outcome: 'lacking', code: allowed.code }
  // If the process dies before this: it has its room until it is fetched, or taken from the carrier again.
  if (imported.outcome !== 'whole')
    await releaseRoom(node.db, deposit, await arrivedBytes(node.exhibits, deposit))
  return imported
}

/** What is damaged here is taken anew: whoever has a carrier read wants what is on it. */
async function wantedRow(node: Node, deposit: string, { by }: Importing): Promise<ExhibitDepositRow | null> {
  const row = await findDeposit(node.db, deposit)
  if (row?.status !== 'damaged') return row
  await fetchAnew(node, deposit, by)
  return await findDeposit(node.db, deposit)
}

async function taken(
  node: Node,
  row: ExhibitDepositRow & { readonly file_key: Buffer },
  { folder, partBytes, onBytes }: Importing,
  place: string,
): Promise<Imported> {
  const sealed = { sha256: row.sealed_sha256.toString('hex'), bytes: row.sealed_bytes }
  const parts = { folder, partBytes, ...sealed }
  let isOpen = false
  let file: PartialFile | null = null
  try {
    file = await partialHere(node.exhibits, place)
    isOpen = true
    const outcome = await fetchExhibit(
      {
        state: row.state,
        deposit: row.given_id,
        sha256: row.sha256.toString('hex'),
        sha512: row.sha512?.toString('hex') ?? null,
        bytes: row.bytes,
        sealed,
        fileKey: row.file_key,
      },
      {
        file,
        range: (start, end) => Promise.resolve(piecesFrom(readInParts(parts, start, end), onBytes)),
        // A disk that does not give a byte does not give it later.
        pause: () => Promise.resolve(),
      },
    )
    isOpen = false
    if (!outcome.ok) {
      await file.quarantine()
      return await damaged(node, { row, code: outcome.code, computed: outcome.computed })
    }
    // If the process dies between these two: the file is whole under its name, and taken once more when the carrier is read again.
    await file.keep(sealed.sha256)
    await noteFetched(node, [{ row, code: null }])
    return { outcome: 'whole', code: null }
  } catch (reason) {
    if (reason instanceof ExhibitStoreUnavailable) return { outcome: 'lacking', code: reason.code }
    if (!(reason instanceof FetchBrokenOff)) throw reason
    return { outcome: 'lacking', code: reason.refusal.code }
  } finally {
    if (isOpen) await file?.close()
  }
}

/** A disk says nothing of what comes over the network: where something of the file has come there, it goes on coming. */
async function damaged(node: Node, found: Fetched & { readonly code: RefusalCode }): Promise<Imported> {
  const { row, code } = found
  if ((await node.exhibits.partialBytes(row.id)) === 0) await noteFetched(node, [found])
  return { outcome: 'damaged', code }
}

/** The same rules as for the network, but for the hours: they are those of the line. */
async function mayTake(node: Node, row: ExhibitDepositRow, place: string): Promise<Result<object>> {
  const rule = await findRule(node.db, row.state)
  const [admitted] = await admit(node, row.state, { ...rule, hours: null }, [row])
  return admitted?.ok === false ? admitted : await hasPlace(node, row, place)
}

async function* piecesFrom(
  source: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  try {
    for await (const piece of source) {
      onBytes(piece.length)
      // Its memory is used again for the next one, and what takes it writes several at once.
      yield Buffer.from(piece)
    }
  } catch (cause) {
    const code = cause instanceof PartMissing ? 'CARRIER_PART_MISSING' : 'CARRIER_DAMAGED'
    throw new FetchBrokenOff(refuse(code), { cause })
  }
}
