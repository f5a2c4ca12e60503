import { randomUUID } from 'node:crypto'
import { type Readable, pipeline } from 'node:stream'
import { opening } from '../../exhibit/chunkStreams.ts'
import { bundleContext } from '../../exhibit/context.ts'
import { type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { readHead } from '../../store/audit.ts'
import {
  cancelBundle,
  countBundlesOf,
  countOpenBundles,
  deleteBundle,
  findBundleOf,
  insertBundleOrder,
  listBundlesOf,
} from '../../store/bundles/bundleOrders.ts'
import type { BundleOrderRow, BundleStage } from '../../store/bundles/bundleTables.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockPerson } from '../../store/people/people.ts'
import { findRequest } from '../../store/requests.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import { type DeskNames, deskNames } from '../desk/names.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { DeskPerson } from '../people/person.ts'
import { noteRefusedAct } from '../refusedActs.ts'
import { requestNamed } from '../requestNamed.ts'
import { actOf, wantedOf } from './bundleJob.ts'
import type { BundleLimits } from './bundleLimits.ts'
import type { BundleWanted, CourtWanted, KeptWanted } from './bundleWanted.ts'
import type { BundleProgress } from './makeBundle.ts'

/** A bundle that somebody has asked for. */
export interface BundleOrder {
  readonly id: string
  readonly wanted: KeptWanted
  readonly askedAt: Date
  readonly stage: BundleStage
  /** Its place among those that wait or are made: 1 is next; null: it is over. */
  readonly place: number | null
  /** How far it is; null: nobody has begun, or it is over. */
  readonly progress: BundleProgress | null
  /** Why it was not made; of one that is not over, why its making broke off last; null: it was made, cancelled, or never broke off. */
  readonly code: RefusalCode | null
  /** Its file; null: there is none. */
  readonly file: { readonly name: string; readonly bytes: number } | null
  /** When it goes, and its file with it; null: it is not over. */
  readonly until: Date | null
}

/** The file of a bundle as it is opened. It breaks off where it is not what was written. */
export interface OpenBundle {
  readonly zip: Readable
  readonly name: string
  readonly bytes: number
}

/**
 * Bundles that people take away from the desk: asked for, made by `startBundleJob` one after the other, kept sealed for a day, and given
 * to whoever asked and nobody else, as long as they are of the authority and in a role that may have it. What is refused is in the log before
 * that is returned; what is made is there before its first byte.
 */
export interface DeskBundles {
  /**
   * Asks for a request, by its id, with its proofs and letters, for a court. Refuses with REQUEST_UNKNOWN where it is not of the
   * authority, BUNDLES_TOO_MANY where the person has so many already, NODE_BUSY where too many wait.
   */
  readonly court: (reader: DeskReader, request: string, wanted: CourtWanted) => Promise<Result<object>>
  /** The same for what an outsider checks, of some requests; REFERENCE_AMBIGUOUS where a name is that of several. */
  readonly export: (reader: DeskReader, wanted: BundleWanted) => Promise<Result<object>>
  /** The newest first. */
  readonly list: (
    person: DeskPerson,
  ) => Promise<{ readonly names: DeskNames; readonly orders: readonly BundleOrder[] }>
  /** By its UUID. Ends an order that is not over, and takes away one that is, with its file. False: there is none with this id. */
  readonly drop: (person: DeskPerson, id: string) => Promise<boolean>
  /**
   * Opens the file of one. Null: there is none with this id that was made, or it is not theirs any more. Refuses with
   * EXHIBIT_STORE_UNAVAILABLE.
   */
  readonly open: (person: DeskPerson, id: string) => Promise<Result<OpenBundle> | null>
  /** A request of this reader's authority by its reference, for the page on which it is asked; null: it is not there. */
  readonly referenceOf: (reader: DeskReader, request: string) => Promise<string | null>
  /** Entries of the log, which every bundle has. */
  readonly entries: () => Promise<number>
}

/**
 * @param asked - called when there is something to make
 * @param noted - called when the log has been told of something
 */
export function deskBundles(
  node: Node,
  asked: () => void,
  noted: () => void,
  limits: BundleLimits = exchangeLimits.bundles,
): DeskBundles {
  const { db } = node
  const referenceOf = async (reader: DeskReader, request: string): Promise<string | null> => {
    const row = await findRequest(db, request)
    return row?.own_authority === reader.authority ? row.reference : null
  }
  const order = async (reader: DeskReader, wanted: Result<{ wanted: KeptWanted }>, act: Act) => {
    const outcome = wanted.ok ? await keepOrder(node, limits, reader, wanted.wanted) : wanted
    if (outcome.ok) asked()
    else {
      await noteRefusedAct(node, { actor: reader, ...act }, outcome.code)
      noted()
    }
    return outcome
  }
  return {
    async court(reader, request, wanted) {
      const reference = await referenceOf(reader, request)
      const kept = { kind: 'court', request, reference: reference ?? '', ...wanted } as const
      const known: Result<{ wanted: KeptWanted }> =
        reference === null ? refuse('REQUEST_UNKNOWN') : { ok: true, wanted: kept }
      return await order(reader, known, { wanted: actOf(kept), request })
    },
    async export(reader, wanted) {
      const named = await namedIn(node, reader, wanted)
      return await order(reader, named, { wanted: `export ${wanted.request ?? ''}`.trim() })
    },
    list: async (person) => ({
      names: deskNames(node, person.authority, []),
      orders: (await listBundlesOf(db, person.signInName)).filter(isFor(person)).map(shown),
    }),
    async drop({ signInName }, id) {
      const until = new Date(node.machineNow().getTime() + limits.keptMs)
      if (await cancelBundle(db, signInName, id, until)) return true
      if ((await findBundleOf(db, signInName, id)) === null) return false
      // If the process dies here: the file is swept away, for nothing opens it any more.
      for (const name of await deleteBundle(db, signInName, id))
        await node.exhibits.remove(name.toString('hex'))
      return true
    },
    async open(person, id) {
      const row = await findBundleOf(db, person.signInName, id)
      return row === null || !isFor(person)(row) ? null : await opened(node, row)
    },
    referenceOf,
    entries: async () => (await readHead(db)).size,
  }
}

/** In the words of the command. */
interface Act {
  readonly wanted: string
  readonly request?: string
}

/** Somebody who is of another authority since, or no auditor any more, is given nothing of before. */
function isFor({ authority, roles }: DeskPerson): (row: BundleOrderRow) => boolean {
  return (row) => row.authority === authority && (row.role !== 'auditor' || roles.includes('auditor'))
}

async function namedIn(
  node: Node,
  { authority }: DeskReader,
  { request, from, until, ...wanted }: BundleWanted,
): Promise<Result<{ wanted: KeptWanted }>> {
  const named = request === undefined ? null : await requestNamed(node, request, authority)
  if (named?.ok === false) return named
  return {
    ok: true,
    wanted: {
      kind: 'export',
      ...wanted,
      ...(named === null ? {} : { request: named.row.id, reference: named.row.reference }),
      ...(from === undefined ? {} : { from: from.toISOString() }),
      ...(until === undefined ? {} : { until: until.toISOString() }),
    },
  }
}

async function keepOrder(
  node: Node,
  limits: BundleLimits,
  { person, authority, role, from }: DeskReader,
  wanted: KeptWanted,
): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx) => {
    // Of one person one order after the other, or more would be kept than may.
    await lockPerson(trx, person)
    if ((await countBundlesOf(trx, person)) >= limits.ofPersonMax) return refuse('BUNDLES_TOO_MANY')
    if ((await countOpenBundles(trx, limits.openMax)) >= limits.openMax) return refuse('NODE_BUSY')
    await insertBundleOrder(trx, {
      ...{ id: randomUUID(), person, authority, role, asked_from: JSON.stringify(from) },
      ...{ asked_at: node.machineNow(), wanted: JSON.stringify(wanted), stage: 'waiting' },
      requests: wanted.kind === 'court' ? [wanted.request] : [],
    })
    return { ok: true }
  })
}

function shown(row: BundleOrderRow & { readonly place: number | null }): BundleOrder {
  const { id, stage, place, step, done, of, code, name, bytes, until } = row
  return {
    ...{ id, stage, place, until, wanted: wantedOf(row), askedAt: row.asked_at },
    code: stage === 'made' || stage === 'cancelled' ? null : (code as RefusalCode | null),
    progress: stage === 'making' && step !== null ? ({ step, done, of } as BundleProgress) : null,
    file: stage === 'made' && name !== null && bytes !== null ? { name, bytes } : null,
  }
}

async function opened(
  { state, exhibits, machineNow }: Node,
  { id, stage, until, name, bytes, sealed_sha256, file_key }: BundleOrderRow,
): Promise<Result<OpenBundle> | null> {
  const isThere = stage === 'made' && until !== null && until > machineNow()
  if (!isThere || name === null || bytes === null || sealed_sha256 === null || file_key === null) return null
  let sealed: Readable | null
  try {
    sealed = await exhibits.read(sealed_sha256.toString('hex'))
  } catch (reason) {
    if (reason instanceof ExhibitStoreUnavailable) return refuse(reason.code, { detail: reason.message })
    throw reason
  }
  if (sealed === null) return null
  const zip = opening({ fileKey: file_key, context: bundleContext(state, id) })
  // What goes wrong in it breaks off what comes out of it.
  pipeline(sealed, zip, () => undefined)
  return { ok: true, zip, name, bytes }
}
