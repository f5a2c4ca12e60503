import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Files } from '../../audit/bundle/layout.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { readHead } from '../../store/audit.ts'
import { findRequest } from '../../store/requests.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import { exportBundle, refuseUnsigned, sequenceAll } from '../export.ts'
import { ExportRefused } from '../exportRefused.ts'
import { requestsInScope } from '../exportScope.ts'
import { ExportTooLarge } from '../exportTooLarge.ts'
import { exchangeLimits } from '../limits.ts'
import type { BundleLimits } from './bundleLimits.ts'
import { timeZoneOf } from '../letterReading.ts'
import type { Node } from '../node.ts'
import { noteRefusedAct } from '../refusedActs.ts'
import { requestNamed } from '../requestNamed.ts'

/** For whom a court bundle is made, and why. */
export interface CourtWanted {
  readonly language: LetterLanguage
  /** Each letter as PDF as well. */
  readonly pdf: boolean
  readonly reason: string
}

/** Which requests an auditor takes away, and why; what is absent is not asked. */
export interface BundleWanted {
  /** As `requestNamed` takes it. */
  readonly request?: string
  readonly peer?: string
  /** The log tells of it from then on, and before that. */
  readonly from?: Date
  readonly until?: Date
  readonly reason: string
}

/** What is packed around an exported bundle: the words of a court bundle are made by the program of the command. */
export interface Packing {
  /** The bundle with letters and a report beside it, signed as a whole. Throws ExportTooLarge where nobody could check it. */
  readonly court: (bundle: Files, order: CourtOrder) => Promise<Readable>
  readonly bundle: (bundle: Files) => Readable
}

/** What the words beside a bundle are made for. */
export interface CourtOrder {
  readonly reference: string
  readonly language: LetterLanguage
  /** IANA name. */
  readonly timeZone: string
  readonly pdf: boolean
}

/** A zip file that is being made. It breaks off where it cannot be ended. */
export interface MadeBundle {
  readonly zip: Readable
  /** Without its ending. */
  readonly name: string
}

/**
 * Bundles that people take away from the desk. What is not of their authority is REQUEST_UNKNOWN, what is larger than a node makes while
 * it serves BUNDLE_TOO_LARGE, and NODE_BUSY where others are being made; CLOCK_BEHIND and NODE_ROLLED_BACK where nothing is signed. What is
 * refused is in the log before that is returned, and what is made before its first byte.
 */
export interface DeskBundles {
  /** The request with this id with its proofs and letters, for a court. */
  readonly court: (reader: DeskReader, request: string, wanted: CourtWanted) => Promise<Result<MadeBundle>>
  /** What an outsider checks, of some requests; BUNDLE_EMPTY where there are none such. */
  readonly export: (reader: DeskReader, wanted: BundleWanted) => Promise<Result<MadeBundle>>
  /** A request of this reader's authority by its reference, for the page on which it is asked; null: it is not there. */
  readonly referenceOf: (reader: DeskReader, request: string) => Promise<string | null>
  /** Entries of the log, which every bundle has. */
  readonly entries: () => Promise<number>
}

/**
 * @param cosign - asks the witnesses once more before a bundle is made
 * @param noted - called when the log has been told of something
 * @param limits - how large a bundle may be
 */
export function deskBundles(
  node: Node,
  packing: Packing,
  cosign: () => Promise<unknown>,
  noted: () => void,
  limits: BundleLimits = exchangeLimits.bundles,
): DeskBundles {
  const maker = { node, packing, cosign, limits }
  let makingNow = 0
  const inTurn = async (make: () => Promise<Result<MadeBundle>>): Promise<Result<MadeBundle>> => {
    if (makingNow >= limits.atOnceMax) return refuse('NODE_BUSY')
    makingNow += 1
    const made = await make().catch(refusedBy)
    const done = (): void => void (makingNow -= 1)
    // It is being made as long as somebody takes it.
    if (made.ok) void finished(made.zip).then(done, done)
    else done()
    return made
  }
  const telling = async (
    reader: DeskReader,
    wanted: string,
    request: string | undefined,
    outcome: Promise<Result<MadeBundle>>,
  ): Promise<Result<MadeBundle>> => {
    const made = await outcome
    if (!made.ok) await noteRefusedAct(node, { actor: reader, wanted, request }, made.code)
    noted()
    return made
  }
  return {
    court: (reader, request, wanted) =>
      telling(
        reader,
        `court ${request}`,
        request,
        inTurn(() => makeCourt(maker, { reader, request, wanted })),
      ),
    export: (reader, wanted) =>
      telling(
        reader,
        `export ${wanted.request ?? ''}`.trim(),
        undefined,
        inTurn(() => makeExport(maker, { reader, wanted })),
      ),
    referenceOf: async (reader, request) => {
      const row = await findRequest(node.db, request)
      return row?.own_authority === reader.authority ? row.reference : null
    },
    entries: async () => (await readHead(node.db)).size,
  }
}

/** What bundles are made with. */
interface Maker {
  readonly node: Node
  readonly packing: Packing
  readonly cosign: () => Promise<unknown>
  readonly limits: BundleLimits
}

async function makeCourt(
  maker: Maker,
  {
    reader,
    request,
    wanted: { language, pdf, reason },
  }: { readonly reader: DeskReader; readonly request: string; readonly wanted: CourtWanted },
): Promise<Result<MadeBundle>> {
  const { node, packing } = maker
  const row = await findRequest(node.db, request)
  if (row?.own_authority !== reader.authority) return refuse('REQUEST_UNKNOWN')
  const bundle = await exported(maker, { reader, requests: [request], reason })
  const { reference } = row
  const timeZone = timeZoneOf(node, reader.authority)
  return {
    ok: true,
    zip: await packing.court(bundle, { reference, language, timeZone, pdf }),
    name: `court-${fileName(reference)}`,
  }
}

async function makeExport(
  maker: Maker,
  {
    reader,
    wanted: { reason, request, ...scope },
  }: { readonly reader: DeskReader; readonly wanted: BundleWanted },
): Promise<Result<MadeBundle>> {
  const { node, packing } = maker
  const named = request === undefined ? null : await requestNamed(node, request, reader.authority)
  if (named?.ok === false) return named
  // What has no place in the log yet would choose none.
  await refuseUnsigned(node)
  await sequenceAll(node)
  const { authority } = reader
  const found = await requestsInScope(node, { ...scope, authority })
  const requests = named === null ? found : found.filter((one) => one === named.row.id)
  if (requests.length === 0) return refuse('BUNDLE_EMPTY')
  const { requestsMax } = maker.limits
  if (requests.length > requestsMax)
    throw new ExportTooLarge(`there are ${requests.length} such requests, and ${requestsMax} at most in one`)
  const bundle = await exported(maker, { reader, requests, reason })
  const name = named === null ? `${requests.length}-requests` : fileName(named.row.reference)
  return { ok: true, zip: packing.bundle(bundle), name: `bundle-${node.state.toLowerCase()}-${name}` }
}

/** The bundle, noted with who takes it and why. Throws ExportTooLarge before anything is noted where its log alone is too long. */
async function exported(
  { node, cosign, limits: { entriesMax, sizes } }: Maker,
  {
    reader: { person, authority, role, from },
    requests,
    reason,
  }: { readonly reader: DeskReader; readonly requests: readonly string[]; readonly reason: string },
): Promise<Files> {
  const { size } = await readHead(node.db)
  if (size > entriesMax)
    throw new ExportTooLarge(
      `the log has ${size} entries, and ${entriesMax} at most of what is made at the desk`,
    )
  return await exportBundle(
    node,
    { requests, person, authority, acting: { role, from }, reason },
    cosign,
    sizes,
  )
}

/** What keeps a bundle from being made, as a refusal; everything else is thrown on. */
function refusedBy(reason: unknown): Result<MadeBundle> {
  if (reason instanceof ExportTooLarge) return refuse('BUNDLE_TOO_LARGE', { detail: reason.message })
  if (reason instanceof ExportRefused) return reason.refusal
  throw reason
}

/** Of a reference what every system takes in the name of a file. */
function fileName(reference: string): string {
  return reference
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-|-$/g, '')
}
