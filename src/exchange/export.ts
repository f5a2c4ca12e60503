import { type AuditEvent } from '../audit/auditEvent.ts'
import type { Actor } from '../audit/eventShape.ts'
import { isAboutRequests } from '../audit/bundle/disclosures.ts'
import {
  type Files,
  bundlePaths,
  receiptPath,
  revocationListPath,
  stateFiles,
  stateLines,
  timeStampPaths,
  trustListPath,
  wholeCustody,
} from '../audit/bundle/layout.ts'
import type { LoggedEntries, LoggedEntry } from '../audit/bundle/entries.ts'
import { type Plan, messagePath, planRecords, plansOf } from '../audit/bundle/plan.ts'
import { type SizeLimits, folderSizes } from '../audit/bundle/sizes.ts'
import { type Entry, subjectOf } from '../audit/entry.ts'
import { readHead } from '../store/audit.ts'
import { digestOf } from '../envelope/digest.ts'
import { sealedOfRequests } from '../store/exhibits/handedOver.ts'
import { findMessagesByDigest } from '../store/messages.ts'
import { findRefusedMessages } from '../store/refusals.ts'
import { listRequestIds } from '../store/requests.ts'
import { revocationListsByDigest } from '../store/revocationLists.ts'
import { listTimeStamps } from '../store/timeStamps.ts'
import { trustListsByDigest } from '../store/trustLists.ts'
import { coveringAll } from '../store/trailNarrowing.ts'
import type { Node } from './node.ts'
import { fileOfLines, linesOf, proofs } from './exportLines.ts'
import { openingsOf } from './exportOpenings.ts'
import { contraryFiles, reportFiles } from './exportReports.ts'
import { refuseTooLarge, refuseTooManyOpenings } from './exportSizes.ts'
import { type Exporting, exportingNode } from './exporting.ts'
import { areTooMany, scopeOf } from './scopeOf.ts'
import { isErased } from './stored.ts'
import { tilesOfLog, wholeLog } from './wholeLog.ts'

/** What is to be exported, and by whom. */
export interface ExportOrder {
  /** The requests, as UUIDs; null: everything that this node has. */
  readonly requests: readonly string[] | null
  readonly person: string
  readonly authority: string
  /** In which role and from where; absent: as an auditor, from where this process acts. */
  readonly acting?: Pick<Actor, 'role' | 'from'>
  /** Why, in the words of the person; absent: nobody was asked. */
  readonly reason?: string
}

/** How far the making of a bundle is. */
export interface ExportProgress {
  readonly step: 'log' | 'records' | 'openings' | 'ending'
  /** Entries of the log, or requests. */
  readonly done: number
  readonly of: number
}

/**
 * Makes an auditor's bundle: the whole log with its proofs, the records asked for with
 * their receipts and trust lists, and what opens the commitments about them. The export is itself an entry of the
 * log, the one that says what the bundle must hold, so that nothing can be left out of it unseen.
 *
 * @param cosign - asks the witnesses once more, so that what is exported is cosigned where they can be reached
 * @param sizes - how large it may be
 * @throws ExportTooLarge where `verify` would not take it; ExportRefused where nothing can be signed: CLOCK_BEHIND where the clock of the node stands before the last
 * checkpoint, NODE_ROLLED_BACK where its database went back
 */
export async function exportBundle(
  node: Node,
  order: ExportOrder,
  cosign: () => Promise<unknown> = () => Promise.resolve(),
  sizes: SizeLimits = folderSizes,
): Promise<Files> {
  const { db, state, now } = node
  // Whoever exports by a command has asked peers and witnesses before (`askBeforeSigning`).
  const mayAlways = (): boolean => true
  return await exportWith({ db, state, now, ...exportingNode(node, cosign, mayAlways) }, order, sizes)
}

/**
 * The same with what of the node is not at hand.
 *
 * @param tell - told how far it is
 */
export async function exportWith(
  node: Exporting,
  order: ExportOrder,
  sizes: SizeLimits,
  tell: (progress: ExportProgress) => void = () => undefined,
): Promise<Files> {
  for (;;) {
    await node.refuseUnsigned()
    const { log } = await readHead(node.db)
    const size = await node.sequenceAll()
    await node.cosign()
    const { entries, bundles } = await wholeLog(node, size, (done) => tell({ step: 'log', done, of: size }))
    const stated = await recordFiles(node, entries, order, tell)
    const isAbout = await aboutOf(node, order)
    for (const [path, lines] of await linesOf(node, isAbout === null ? null : { entries, isAbout }))
      stated.set(path, lines)
    if (order.requests !== null && areTooMany(order.requests))
      stated.set(bundlePaths.requests, listOf(order.requests))
    stated.set(bundlePaths.readme, Buffer.from(readme(node, order, size)))
    refuseTooLarge(stated, sizes)
    if (isAbout === null) await refuseTooManyOpenings(node, size, sizes)
    const openings = await openingsOf(
      node,
      { first: 0, end: size },
      (index) => isAbout === null || isAbout(entries.at(index)?.entry),
      (done) => tell({ step: 'openings', done, of: size }),
    )
    // All of it before anything is noted: the log would tell of an export that nobody got.
    refuseTooLarge(stated, sizes, { size, bundles, openings })
    const leaf = await noteExport(node, order, size, stated)
    const files = await logFiles(node, { size, leaf, openings }, tell)
    // Another export was noted after ours: the last one in the log must be the one that tells of this bundle. And a log
    // that was closed meanwhile has a last head, and lists name its successor, which were not there yet.
    if (files !== null && (await readHead(node.db)).log === log) {
      const bundle = new Map([...stated, ...files])
      refuseTooLarge(bundle, sizes)
      return bundle
    }
  }
}

/** Whether an entry is about the requests of an order; null where it is about everything. */
async function aboutOf(
  node: Pick<Node, 'db'>,
  { requests }: ExportOrder,
): Promise<((entry: Entry | undefined) => boolean) | null> {
  if (requests === null) return null
  return isAboutRequests(requests.map(subjectOf), await sealedOfRequests(node.db, requests))
}

/** The files of `record/`, `trust/` and the like, as these entries of the log tell. */
async function recordFiles(
  node: Pick<Node, 'db'>,
  entries: LoggedEntries,
  order: ExportOrder,
  tell: (progress: ExportProgress) => void,
): Promise<Map<string, Uint8Array>> {
  const requests = order.requests ?? (await listRequestIds(node.db))
  const plans = plansOf(planRecords(entries.ofRecords()), requests)
  const files = new Map<string, Uint8Array>()
  const receipted: string[] = []
  let done = 0
  for (const [request, plan] of plans) {
    for (const one of await addRecord(node, request, plan, files)) receipted.push(one)
    tell({ step: 'records', done: ++done, of: plans.size })
  }
  for (const { path, jws } of await reportFiles(node, entries, plans)) files.set(path, Buffer.from(jws))
  for (const { path, jws } of await contraryFiles(node, entries, plans)) files.set(path, Buffer.from(jws))
  files.set(bundlePaths.proofs, await proofs(node, receipted))
  const digests = digestsOf(entries.of('trustList.accepted', 'trustList.issued', 'trustList.recalled'))
  const revocations = digestsOf(entries.of('revocationList.accepted', 'revocationList.issued'))
  for (const { digest, der } of await revocationListsByDigest(node.db, revocations)) {
    files.set(revocationListPath(digest), der)
  }
  for (const { state, sequence, jws } of await trustListsByDigest(node.db, digests)) {
    files.set(trustListPath(state, sequence), Buffer.from(jws))
  }
  for (const { log, size: stamped, note, token } of await listTimeStamps(node.db)) {
    const paths = timeStampPaths(log, stamped)
    files.set(paths.note, Buffer.from(note)).set(paths.token, token)
  }
  return files
}

function digestsOf(entries: readonly LoggedEntry[]): string[] {
  return entries.flatMap(({ entry: { digest } }) => digest ?? [])
}

/** Adds the files of a record; returns the digests of own messages whose receipts are among them. */
async function addRecord(
  node: Pick<Node, 'db'>,
  request: string,
  plan: Plan,
  files: Map<string, Uint8Array>,
): Promise<string[]> {
  const digests = plan.messages.map(({ digest }) => digest)
  const stored = await findMessagesByDigest(node.db, digests)
  const refused = await findRefusedMessages(node.db, digests)
  for (const message of plan.messages) {
    // What was refused up to here may have been taken since: of that later fate these entries do not tell.
    const isRefusedHere = message.fate === 'refused' && !message.own
    const kept = (isRefusedHere ? refused : stored).get(message.digest)
    if (kept === undefined) continue
    const path = messagePath(request, message)
    // Of what was erased the receipt is left.
    if (!isErased(kept)) files.set(path, Buffer.from(kept.jws))
    if (kept.receipt !== null && digestOf(kept.receipt) === message.receipt?.digest)
      files.set(receiptPath(path), Buffer.from(kept.receipt))
  }
  return plan.messages
    .filter((message) => message.own && files.has(receiptPath(messagePath(request, message))))
    .map(({ digest }) => digest)
}

/** The requests, which the entry cannot name: what says that none lacks. */
function listOf(requests: readonly string[]): Uint8Array {
  return fileOfLines(
    bundlePaths.requests,
    [...requests].sort().map((request) => `${JSON.stringify(request)}\n`),
  )
}

/** Returns the leaf hash of the entry, in hex, which has its place by then. */
async function noteExport(node: Exporting, order: ExportOrder, size: number, files: Files): Promise<string> {
  const event: AuditEvent<'export.made'> = {
    event: 'export.made',
    actor: { person: order.person, authority: order.authority, role: 'auditor', ...order.acting },
    details: {
      ...(order.reason === undefined ? {} : { reason: order.reason }),
      ...stateFiles(files),
      ...stateLines(files),
      custody: wholeCustody,
      scope: order.requests === null ? [coveringAll] : scopeOf(order.requests),
      size,
    },
  }
  return await node.note(event)
}

/** An export that was noted: its entry, and what opens the entries before it, up to `size`. */
interface NotedExport {
  readonly size: number
  readonly leaf: string
  readonly openings: readonly string[]
}

/** The log up to now, and the openings; null when `leaf` is not the last export in it, or something was erased since. */
async function logFiles(
  node: Exporting,
  { size, leaf, openings }: NotedExport,
  tell: (progress: ExportProgress) => void,
): Promise<Map<string, Uint8Array> | null> {
  const head = await readHead(node.db)
  const { entries, bundles } = await wholeLog(node, head.size, (done) =>
    tell({ step: 'ending', done, of: head.size }),
  )
  const last = entries.lastOf('export.made')
  if (last?.leaf !== leaf) return null
  // What was erased while the bundle was made lacks in it, and the records before it do not say why.
  if (entries.part(size, head.size).of('record.erased').length > 0) return null
  const key = await node.verifierKey(head.log, head.log_key)
  const ownOpening = await openingsOf(node, { first: last.index, end: last.index + 1 }, () => true)
  const files = new Map<string, Uint8Array>([
    [bundlePaths.checkpoint, Buffer.from(head.checkpoint)],
    [bundlePaths.verifierKey, Buffer.from(`${key}\n`)],
    [bundlePaths.disclosures, fileOfLines(bundlePaths.disclosures, [...openings, ...ownOpening])],
  ])
  for (const { path, bytes } of [...tilesOfLog(entries), ...bundles]) files.set(path, bytes)
  return files
}

function readme(node: Exporting, order: ExportOrder, size: number): string {
  return `This folder is an auditor's bundle of the node of ${node.state}, made at ${node.now().toISOString()}.

It holds ${order.requests === null ? 'every request' : `${order.requests.length} request(s)`} of this node and the whole of its log. They tell what was known
after ${size} entries; those that follow are of the making of this bundle.

  record/      the signed messages of each request in their order, each with the receipt of the other node, and what
               both nodes have told each other, signed, of how they found its files (report-*.jws), and receipts that the
               other State has signed against its own (contrary-*.jws)
  trust/       the trust lists of both States, signed by them: which keys spoke for whom, and when
  revocation/  the lists of revoked certificates that each authority had published, as they were taken
  timestamp/   heads that the log has had, each with the token of a time-stamping authority over it (RFC 3161), if any:
               openssl ts -verify -in timestamp/1-N.token -token_in -data timestamp/1-N.note -CAfile AUTHORITY.pem
  tile/        the log: an append-only tree of hashes, and its entries
  checkpoint   the signed head of the log; whatever the log said before, this covers it
  keys/        the key that signs the head of the log
  balances.jsonl      what this node and its peers have told each other of the messages between them
  cosigned.jsonl      heads that the log has had, with what other States have signed beside them, and when
  proofs.jsonl        proofs that what the receipts promised is in the log of the other node
  witnessed.jsonl     heads of the logs of other States, as this node has cosigned them
  requests.jsonl      which requests these are, only where they are some and more than three hundred
  disclosures.jsonl   what opens the commitments in the entries: who acted, and details

Check a copy of it, with a program that you did not get from this node or beside this folder, by the full path of that
program and not by npx, which would run what lies here; and together with the bundle of the other State:

  node /path/to/source/dist/rogatory.js verify /path/to/THIS-FOLDER /path/to/OTHER-FOLDER --pin STATE=FINGERPRINT ...

A FINGERPRINT is what each State itself reads to you, at a number that you have from elsewhere (docs/auditor.md of the source).

Nothing depends on the words in this file; the check only sees to it that they are those of the node.
`
}
