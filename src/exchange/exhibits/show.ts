import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findDeposit, isOfAuthority } from '../../store/exhibits/deposits.ts'
import { lastReportsOfPeers } from '../../store/exhibits/reports.ts'
import { readCustody } from '../custody/readCustody.ts'
import { isUuid } from '../identifiers.ts'
import type { Node } from '../node.ts'
import { type ExhibitView, custodyView, exhibitView } from '../shown/exhibitShown.ts'
import { comingOf } from './coming.ts'
import { refusalNoted } from '../refusedActs.ts'
import { type ExhibitPage, type ExhibitQuestion, listExhibits } from './list.ts'

/**
 * One file as plain JSON: what `rogatory exhibit list` says of it, with SHA-512, and its chain of custody. The log tells who saw
 * it, as of every reading of custody. What was made of it is said of the requests of the reader's authority alone. Refuses with EXHIBIT_UNKNOWN.
 *
 * @param deposit - UUID
 */
export async function showExhibit(
  node: Node,
  deposit: string,
  reader: Actor,
): Promise<Result<{ readonly shown: ExhibitView & { readonly custody: object } }>> {
  if (await isOfAnother(node, deposit, reader)) {
    const act = { actor: reader, wanted: `exhibit custody ${deposit}` }
    return await refusalNoted(node, act, Promise.resolve(refuse('EXHIBIT_UNKNOWN', { detail: deposit })))
  }
  const read = await readCustody(node, deposit, reader, { authority: reader.authority })
  if (!read.ok) return read
  const { row } = read
  const sha512 = row.sha512?.toString('hex') ?? null
  const more = { sha512, sealedBytes: row.sealed_bytes, custody: custodyView(read) }
  const [shown] = await shownAll(node, [row])
  if (shown === undefined) throw new Error('a file that was read is not shown')
  return { ok: true, shown: { ...shown, ...more } }
}

/** Whether it is here, and of another authority than that of who asks. */
async function isOfAnother({ db }: Node, deposit: string, { authority }: Actor): Promise<boolean> {
  if (!isUuid(deposit)) return false
  return (await findDeposit(db, deposit)) !== null && !(await isOfAuthority(db, deposit, authority))
}

/** A page of files as plain JSON, as `rogatory exhibit list` prints them. Refuses as `listExhibits` does. */
export async function showExhibits(
  node: Node,
  question: ExhibitQuestion,
  reader: Actor,
): Promise<Result<{ readonly shown: readonly ExhibitView[]; readonly next: string | null }>> {
  const listed = await listExhibits(node, question, reader)
  return listed.ok ? { ok: true, shown: await shownAll(node, listed.rows), next: listed.next } : listed
}

/** These files with how far they have come, and what peers have told of them. */
export async function shownAll(node: Node, rows: ExhibitPage['rows']): Promise<ExhibitView[]> {
  const coming = await comingOf(node, rows)
  const reports = await lastReportsOfPeers(
    node.db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => exhibitView(row, coming.get(row.id), reports.get(row.id)))
}
