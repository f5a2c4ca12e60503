import type { Entry } from '../../audit/entry.ts'
import type { Actor } from '../../audit/events.ts'
import {
  type CustodyChain,
  type CustodyLink,
  type CustodySource,
  type StatedCustody,
  custodyChain,
  linkOf,
  linkOfReport,
} from '../../exhibit/custody.ts'
import { type EntryOfFile, linkOfEntry } from '../../exhibit/custodyOfLog.ts'
import type { ExhibitReport } from '../../message/generated/types.ts'
import { type Handling, strictestOf } from '../../message/handling.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { stateOf } from '../../message/stateOf.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import { listExhibitEntries, type ExhibitEntryRow } from '../../store/exhibits/exhibitTrail.ts'
import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { depositsGivenAs, linksOfDeposit } from '../../store/exhibits/handedOver.ts'
import { reportsOf } from '../../store/exhibits/reports.ts'
import { findRequest } from '../../store/requests.ts'
import { inTransaction } from '../../store/failures.ts'
import { acceptanceOf } from '../exhibits/acceptance.ts'
import { tellOfDeposit } from '../exhibits/tellOfDeposit.ts'
import { isUuid } from '../identifiers.ts'
import type { ExhibitStanding } from '../../workflow/acceptance.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { jwsPayload } from '../stored.ts'
import { type HandingOver, handingOvers, isNamedUntil, returnOf } from './handingOvers.ts'

/** A file and its chain of custody. */
export interface ReadCustody extends CustodyChain {
  readonly row: ExhibitDepositRow
  /** What the receiving authority has made of it, by delivery and measure: of each request in which it was handed over. */
  readonly acceptance: readonly ExhibitStanding[]
  /** How it is to be handled: the strictest of what is said of it wherever it was handed over. */
  readonly handling: Handling
}

/** Of which requests it is said what was made of the file: of all, of none, or of those of one authority of this State. */
export type StandingsOf = 'all' | 'none' | { readonly authority: string }

/**
 * The chain of custody of a file: what both States have signed of it in messages and reports, and what the log of this node
 * tells. Who saw it is in the log before it is returned. Refuses with EXHIBIT_UNKNOWN.
 *
 * @param deposit - UUID
 */
export async function readCustody(
  node: Node,
  deposit: string,
  reader: Actor,
  standings: StandingsOf = 'all',
): Promise<Result<ReadCustody>> {
  const act = { actor: reader, wanted: `exhibit custody ${deposit}` }
  return await refusalNoted(node, act, readAndTell(node, deposit, reader, standings))
}

async function readAndTell(
  node: Node,
  deposit: string,
  actor: Actor,
  standings: StandingsOf,
): Promise<Result<ReadCustody>> {
  const row = isUuid(deposit) ? await findDeposit(node.db, deposit) : null
  if (row === null) return refuse('EXHIBIT_UNKNOWN', { detail: deposit })
  const digest = row.sealed_sha256.toString('hex')
  const handed = await handingOvers(node.db, await linksOfDeposit(node.db, deposit))
  const returned = await returnOf(node.db, handed, row.state)
  const matter = {
    sha256: row.sha256.toString('hex'),
    sources: await sourcesOf(node, row, handed),
    stated: handed.flatMap(statedIn),
    links: [
      ...(await listExhibitEntries(node.db, digest)).flatMap((entry) =>
        linkOfEntry(node.state, row.sha256.toString('hex'), entryOfFile(entry)),
      ),
      ...handed.map(linkOfHandingOver),
      ...(await reportsOf(node.db, deposit))
        .filter(({ own }) => !own)
        .flatMap((kept) => linkOfReport(jwsPayload(kept.report) as ExhibitReport, kept.digest)),
      ...(row.status === 'erased' ? erasuresIn(node.state, handed) : []),
    ],
    dueBack: handed.flatMap(({ dueBack }) => dueBack),
    owner: row.state,
    isReturned: returned,
  }
  const chain = custodyChain(matter, node.now())
  await inTransaction(node.db, (trx) =>
    tellOfDeposit(node, trx, deposit, {
      event: 'exhibit.traced',
      actor,
      digest,
      count: chain.links.length,
      details: { deposit },
    }),
  )
  const handling = strictestOf(handed.map((one) => one.handling))
  return { ok: true, row, ...chain, handling, acceptance: await acceptanceIn(node, handed, standings) }
}

/** Of an erased record nobody can say it any more. */
async function acceptanceIn(
  { db }: Node,
  handed: readonly HandingOver[],
  standings: StandingsOf,
): Promise<ExhibitStanding[]> {
  // Each record is replayed as a whole for it.
  if (standings === 'none') return []
  const requests = new Set(handed.flatMap(({ request, erasedAt }) => (erasedAt === null ? [request] : [])))
  const found: ExhibitStanding[] = []
  for (const request of requests) {
    if (standings !== 'all' && (await findRequest(db, request))?.own_authority !== standings.authority)
      continue
    for (const one of await acceptanceOf(db, request))
      if (handed.some(({ message, named }) => message === one.delivery.digest && named.includes(one.exhibit)))
        found.push(one)
  }
  return found
}

function statedIn({ message, from, sentAt, items }: HandingOver): StatedCustody[] {
  return items.map(({ custody }) => ({ message, state: stateOf(from), sentAt, events: custody }))
}

function linkOfHandingOver({ message, from, sentAt }: HandingOver): CustodyLink {
  const proofs = [{ by: 'message', name: message }] as const
  return linkOf({ at: sentAt, action: 'transferred', state: stateOf(from), authority: from, proofs })
}

function erasuresIn(state: string, handed: readonly HandingOver[]): CustodyLink[] {
  return handed.flatMap(({ request, erasedAt }) =>
    erasedAt === null
      ? []
      : [
          linkOf({
            ...{ at: erasedAt.toISOString(), action: 'destroyed', state },
            proofs: [{ by: 'erasure', name: request }],
          }),
        ],
  )
}

/** The deposit from which it was made, and what the messages name as its source. */
async function sourcesOf(
  { db, state: own }: Node,
  { derived_from, state }: ExhibitDepositRow,
  handed: readonly HandingOver[],
): Promise<CustodySource[]> {
  const isAtHome = state !== own
  const taken =
    derived_from === null
      ? []
      : [{ name: derived_from, isKnown: await isHere(db, state, derived_from), isAtHome }]
  const named = []
  for (const one of handed)
    for (const { source } of one.items)
      if (source !== null) named.push({ name: source, isKnown: await isNamedUntil(db, one, source) })
  return [...taken, ...named]
}

/** A State names what it has taken in by the id that it has given it. */
async function isHere(db: Node['db'], state: string, deposit: string): Promise<boolean> {
  return (await findDeposit(db, deposit)) !== null || (await depositsGivenAs(db, state, deposit)).length > 0
}

/** An entry of this node's own log, with what opens it. */
function entryOfFile({ leaf, entry, actor, details }: ExhibitEntryRow): EntryOfFile {
  return {
    entry: JSON.parse(entry) as Entry,
    leaf: leaf.toString('hex'),
    actor: actor === null ? null : (JSON.parse(actor) as Actor),
    details: details === null ? {} : (JSON.parse(details) as EntryOfFile['details']),
  }
}
