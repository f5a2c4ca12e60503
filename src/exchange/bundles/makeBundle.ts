import type { Files } from '../../audit/bundle/layout.ts'
import type { SizeLimits } from '../../audit/bundle/sizes.ts'
import type { Actor } from '../../audit/events.ts'
import { bundleContext } from '../../exhibit/context.ts'
import { takeIn } from '../../exhibit/takeIn.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import type { Made } from '../../message/generated/types.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { findRequest } from '../../store/requests.ts'
import { type ExportProgress, exportWith } from '../export.ts'
import type { Exporting, ExportingNode } from '../exporting.ts'
import { ExportRefused } from '../exportRefused.ts'
import { requestsInScope } from '../exportScope.ts'
import { ExportTooLarge } from '../exportTooLarge.ts'
import type { KeptWanted } from './bundleWanted.ts'

/** Files of a bundle: the path of each with `/` between names, and what is in it. */
export type BundleFiles = AsyncIterable<BundleFile> | Iterable<BundleFile>
type BundleFile = readonly [path: string, bytes: Uint8Array]

/** What is packed around an exported bundle: the words of a court bundle are made by the program of the command. */
export interface Packing {
  /** The bundle with letters and a report beside it, signed as a whole. Throws ExportTooLarge where nobody could check it. */
  readonly court: (
    bundle: Files,
    order: CourtOrder,
    sign: (list: Made) => Promise<string>,
  ) => Promise<BundleFiles>
  /** These files as a zip file, as fast as it is taken. Throws ExportTooLarge where nobody could check it. */
  readonly zip: (files: BundleFiles, modified: Date) => AsyncIterable<Uint8Array>
}

/** What the words beside a bundle are made for. */
export interface CourtOrder {
  readonly state: string
  readonly reference: string
  readonly language: LetterLanguage
  /** IANA name. */
  readonly timeZone: string
  readonly pdf: boolean
}

/** How far a bundle is. */
export type BundleProgress =
  | ExportProgress
  /** It is verified, and its words are made; nobody knows how far that is. */
  | { readonly step: 'checking'; readonly done: 0; readonly of: 0 }
  /** In bytes. */
  | { readonly step: 'packing'; readonly done: number; readonly of: number }

/** What the node does while a bundle is made by a thread that has no keys. */
export interface BundleHelp extends ExportingNode {
  /** Told which requests it is about, before the log is. */
  readonly choose: (requests: readonly string[]) => Promise<void>
  /** Signs the list of what stands beside a bundle, as a compact JWS of the kind `made`. */
  readonly sign: (list: Made) => Promise<string>
  /** Writes the next piece of the sealed file. */
  readonly write: (piece: Uint8Array) => Promise<void>
  readonly tell: (progress: BundleProgress) => void
}

/** What is to be made, as plain data. */
export interface BundleWork {
  /** Id of the order. */
  readonly id: string
  readonly state: string
  readonly actor: Actor & { readonly authority: string }
  readonly wanted: KeptWanted
  /** IANA name. */
  readonly timeZone: string
  /** RFC 3339. */
  readonly madeAt: string
  readonly sizes: SizeLimits
  /** What its file is sealed with: 32 bytes, and 24. */
  readonly fileKey: Uint8Array
  readonly salt: Uint8Array
}

/** A bundle whose sealed file was written. */
export interface MadeBundle {
  /** What it is called, with its ending. */
  readonly name: string
  /** Of the clear file. */
  readonly bytes: number
  /** SHA-256 (hex) of the sealed file. */
  readonly sealed: string
}

/**
 * Makes a bundle and writes it, sealed. Refuses with BUNDLE_EMPTY where there are no such requests, BUNDLE_TOO_LARGE where it would
 * be larger than the limits say, CLOCK_BEHIND and NODE_ROLLED_BACK where nothing is signed; all before the log tells of it, but for
 * what only shows while it is packed.
 */
export async function makeBundle(
  db: Exporting['db'],
  help: BundleHelp,
  packing: Packing,
  work: BundleWork,
): Promise<Result<MadeBundle>> {
  try {
    const requests = await requestsOf(db, help, work)
    if (requests.length === 0) return refuse('BUNDLE_EMPTY')
    await help.choose(requests)
    const bundle = await exported(db, help, work, requests)
    const files = await packed(bundle, help, packing, work)
    const zip = packing.zip(told(files, bundle, help), new Date(work.madeAt))
    const taken = await takeIn(
      zip,
      { fileKey: work.fileKey, salt: work.salt, context: bundleContext(work.state, work.id) },
      help.write,
    )
    if (!taken.ok) return refuse('BUNDLE_TOO_LARGE')
    const { bytes, sealed } = taken
    return { ok: true, name: nameOf(work, requests.length), bytes, sealed: sealed.sha256.toString('hex') }
  } catch (reason) {
    if (reason instanceof ExportTooLarge) return refuse('BUNDLE_TOO_LARGE', { detail: reason.message })
    if (reason instanceof ExportRefused) return reason.refusal
    throw reason
  }
}

/** What has no place in the log yet would choose none. */
async function requestsOf(
  db: Exporting['db'],
  help: BundleHelp,
  { actor: { authority }, wanted }: BundleWork,
): Promise<readonly string[]> {
  if (wanted.kind === 'court') {
    // While it waited the request may have been forwarded to another authority of this State: it is not theirs to read any more.
    const row = await findRequest(db, wanted.request)
    return row?.own_authority === authority ? [wanted.request] : []
  }
  await help.refuseUnsigned()
  await help.sequenceAll()
  const { request, peer, from, until } = wanted
  const found = await requestsInScope(
    { db },
    {
      authority,
      ...(peer === undefined ? {} : { peer }),
      ...(from === undefined ? {} : { from: new Date(from) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
    },
  )
  return request === undefined ? found : found.filter((one) => one === request)
}

async function exported(
  db: Exporting['db'],
  help: BundleHelp,
  { state, actor, wanted: { reason }, madeAt, sizes }: BundleWork,
  requests: readonly string[],
): Promise<Files> {
  const { person, authority, ...acting } = actor
  const now = (): Date => new Date(madeAt)
  return await exportWith(
    { ...help, db, state, now },
    { requests, person, authority, acting, reason },
    sizes,
    help.tell,
  )
}

async function packed(
  bundle: Files,
  help: BundleHelp,
  packing: Packing,
  { state, wanted, timeZone }: BundleWork,
): Promise<BundleFiles> {
  if (wanted.kind === 'export') return bundle
  help.tell({ step: 'checking', done: 0, of: 0 })
  const { reference, language, pdf } = wanted
  return await packing.court(bundle, { state, reference, language, timeZone, pdf }, help.sign)
}

/** The files as they are packed, which is told. Letters are beside what is counted. */
async function* told(files: BundleFiles, bundle: Files, { tell }: BundleHelp): AsyncGenerator<BundleFile> {
  let [done, of] = [0, 0]
  for (const bytes of bundle.values()) of += bytes.length
  for await (const file of files) {
    yield file
    done = Math.min(of, done + file[1].length)
    tell({ step: 'packing', done, of })
  }
}

/** Of a reference what every system takes in the name of a file. */
function nameOf({ state, wanted }: BundleWork, requests: number): string {
  const reference = (wanted.reference ?? `${requests}-requests`)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-|-$/g, '')
  return `${wanted.kind === 'court' ? 'court' : `bundle-${state.toLowerCase()}`}-${reference}.zip`
}
