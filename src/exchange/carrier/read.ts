import { seal } from '../../envelope/seal.ts'
import { signShort } from '../../envelope/sign.ts'
import type { Carrier, CarrierReceipt } from '../../message/generated/types.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import {
  CarrierUnreadable,
  carrierLines,
  carrierNames,
  readCarrierFile,
  sumCarrierLines,
  writeCarrierFile,
  writeCarrierLines,
} from '../../store/carriers/carrierFiles.ts'
import { depositsSealedAs, insertCarrier, saveCarrierReceipt } from '../../store/carriers/carriers.ts'
import { reportsOf } from '../../store/exhibits/reports.ts'
import { inTransaction } from '../../store/failures.ts'
import { type Recipient, encryptionKeyFor } from '../../trust/list.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { openTrail } from '../trail.ts'
import { type Imported, importExhibit } from './importExhibit.ts'
import { claimedNode, manifestCharactersMax, openManifest, receiptText } from './manifest.ts'
import { type Tally, isOfDisk, takeMessages } from './takeMessages.ts'
import { ownTrustLines, takeTrustLines } from './trustLines.ts'
import { unlessUnreadable } from './unreadable.ts'

/** Who has a carrier read. */
export interface ReadingOrder {
  readonly person: string
  /** Id of the authority for which the person acts. */
  readonly authority: string
  /** Where the receipts go: the folder of the carrier, or another; null: nowhere. */
  readonly receiptsTo: string | null
  /** Told how many bytes more of sealed files were read. */
  readonly onBytes?: (bytes: number) => void
  /** Lets this process go by what has been taken of the trust lists of peers. */
  readonly refreshTrust: () => Promise<void>
}

/** A sealed file on a carrier, and what became of it. */
export interface ImportedFile extends Imported {
  readonly sha256: string
}

/** What reading a carrier has come to. */
export interface ReadCarrier {
  /** Of its manifest. */
  readonly digest: string
  readonly carrier: Carrier
  /** Whether it had been read before. */
  readonly isAgain: boolean
  readonly messages: Tally
  readonly exhibits: { readonly whole: number; readonly damaged: number; readonly lacking: number }
  /** Those that are not whole, the first of them. */
  readonly notWhole: readonly ImportedFile[]
  readonly receipt: CarrierReceipt
  /** The receipt in its short form, as it goes into a QR code. */
  readonly receiptText: string
  /** Whether the receipts lie where they were to go. */
  readonly isWritten: boolean
}

const namedMax = 100

/**
 * Reads a carrier of a peer: everything on it is judged as what comes over the network, and answered the same. To read one
 * again changes nothing but what was lacking. Refuses, as the log tells, with CARRIER_INCOMPLETE, CARRIER_DAMAGED, or what
 * `openManifest` refuses; then nothing was taken of it, but where the disk has begun to fail meanwhile: what was taken until then stays.
 */
export async function readCarrier(
  node: Node,
  folder: string,
  order: ReadingOrder,
): Promise<Result<ReadCarrier>> {
  const { person, authority } = order
  const act = { actor: { person, role: 'officer', authority }, wanted: 'carrier read' }
  return await refusalNoted(node, act, unlessUnreadable(read(node, folder, order)))
}

async function read(node: Node, folder: string, order: ReadingOrder): Promise<Result<ReadCarrier>> {
  const jws = await readCarrierFile(folder, carrierNames.manifest, manifestCharactersMax)
  if (jws === null) return refuse('CARRIER_INCOMPLETE', { detail: `it has no ${carrierNames.manifest}` })
  const { receiptsTo } = order
  if (receiptsTo !== null) {
    const there = await readCarrierFile(receiptsTo, carrierNames.manifest, manifestCharactersMax)
    if (there !== null && there !== jws)
      return refuse('CARRIER_EXISTS', { detail: 'the receipts cannot go onto another carrier' })
  }
  const claimed = claimedNode(jws)
  if (claimed !== null && node.trust.peer(claimed) !== null) {
    await takeTrustLines(node, claimed, folder, carrierNames.trust)
    await order.refreshTrust()
  }
  const opened = await openManifest(node, jws)
  if (!opened.ok) return opened
  const { carrier, peer } = opened
  for (const name of ['trust', 'messages', 'exhibits'] as const) {
    const found = await sumCarrierLines(folder, carrierNames[name], carrier[name].bytes)
    if (found?.sha256 !== carrier[name].sha256 || found.lines !== carrier[name].lines)
      return refuse('CARRIER_DAMAGED', { detail: `${carrierNames[name]} is not the one that was signed` })
  }
  const list = node.trust.peer(peer)?.list
  const key = list === undefined ? null : encryptionKeyFor(list, node.now())
  if (key === null)
    return refuse('PEER_UNKNOWN', { detail: `${peer} has no key to which anything could be sealed` })
  return { ok: true, ...(await taken(node, folder, order, { ...opened, jws, key })) }
}

interface Opened {
  readonly jws: string
  readonly digest: string
  readonly carrier: Carrier
  readonly peer: string
  readonly key: Recipient
}

async function taken(
  node: Node,
  folder: string,
  order: ReadingOrder,
  { jws, digest, carrier, peer, key }: Opened,
): Promise<ReadCarrier> {
  const { receiptsTo } = order
  const messages = await takeMessages(node, { folder, peer, key, receiptsTo })
  const files = await takeFiles(node, folder, order, { carrier, digest, peer })
  const { whole, damaged, lacking } = files
  const now = node.now()
  const receipt: CarrierReceipt = {
    v: 1,
    node: node.state,
    to: peer,
    carrier: digest,
    time: now.toISOString(),
    messages: {
      accepted: messages.accepted,
      refused: messages.refused,
      ...(messages.refused === 0 || messages.places.length < messages.refused
        ? {}
        : { places: [...messages.places] }),
    },
    exhibits: { whole, damaged, lacking },
  }
  const short = await signShort(receipt, node.signer, now)
  const row = {
    digest,
    own: false,
    peer_state: peer,
    manifest: jws,
    made_at: new Date(carrier.time),
    kept_at: now,
  }
  const isNew = await inTransaction(node.db, async (trx) => {
    const isFirst = await insertCarrier(trx, row, [])
    await saveCarrierReceipt(trx, digest, short.jws, now)
    const trail = await openTrail(node, trx, [], now)
    const { accepted, refused } = messages
    trail.add({
      event: 'carrier.read',
      actor: { person: order.person, role: 'officer', authority: order.authority },
      peer,
      digest,
      count: carrier.messages.lines,
      details: { accepted, damaged, lacking, receipt: short.digest, refused, whole },
    })
    await append(trx, trail.audit())
    return isFirst
  })
  const text = receiptText(short.jws)
  const isWritten = messages.isWritten && receiptsTo !== null && (await answered(node, receiptsTo))
  return {
    digest,
    carrier,
    isAgain: !isNew,
    messages,
    exhibits: { whole, damaged, lacking },
    notWhole: files.notWhole,
    receipt,
    receiptText: text,
    isWritten,
  }

  /** Reports and the short receipt go beside the receipts, with the manifest that says of what they speak. */
  async function answered({ db }: Node, to: string): Promise<boolean> {
    try {
      const lines = reportLines(db, { deposits: files.deposits, peer, key })
      await writeCarrierLines(to, carrierNames.reports, lines)
      // What is signed there is believed no longer than the lists of its State are young.
      await writeCarrierLines(to, carrierNames.receiptsTrust, ownTrustLines(node))
      await writeCarrierFile(to, carrierNames.receipt, text)
      if ((await readCarrierFile(to, carrierNames.manifest, manifestCharactersMax)) === null)
        await writeCarrierFile(to, carrierNames.manifest, jws)
      return true
    } catch (reason) {
      if (!isOfDisk(reason) && !(reason instanceof CarrierUnreadable)) throw reason
      return false
    }
  }
}

interface Files {
  readonly whole: number
  readonly damaged: number
  readonly lacking: number
  readonly notWhole: readonly ImportedFile[]
  /** Ids of the deposits of which there may be reports. */
  readonly deposits: readonly string[]
}

async function takeFiles(
  node: Node,
  folder: string,
  { person, authority, onBytes = () => undefined }: ReadingOrder,
  { carrier, digest, peer }: Pick<Opened, 'carrier' | 'digest' | 'peer'>,
): Promise<Files> {
  const counts = { whole: 0, damaged: 0, lacking: 0 }
  const notWhole: ImportedFile[] = []
  const deposits: string[] = []
  const by = { person, authority, reason: `carrier ${digest}` }
  const importing = { folder, partBytes: carrier.partBytes, by, onBytes }
  for await (const lines of carrierLines(folder, carrierNames.exhibits, {
    charactersMax: 1_000,
    atOnce: 100,
  }))
    for (const line of lines) {
      const sha256 = /"sha256":"([0-9a-f]{64})"/.exec(line)?.[1] ?? ''
      const ids = sha256 === '' ? [] : await depositsSealedAs(node.db, peer, sha256)
      // One that no message has handed over is nobody's.
      let imported: Imported = { outcome: 'lacking', code: 'EXHIBIT_UNKNOWN' }
      for (const id of ids) imported = await importExhibit(node, id, importing)
      deposits.push(...ids)
      counts[imported.outcome] += 1
      if (imported.outcome !== 'whole' && notWhole.length < namedMax) notWhole.push({ sha256, ...imported })
    }
  return { ...counts, notWhole, deposits }
}

/** What the peer has not answered to yet of what it is told of its files, each sealed to it. */
async function* reportLines(
  db: Node['db'],
  {
    deposits,
    peer,
    key,
  }: { readonly deposits: readonly string[]; readonly peer: string; readonly key: Recipient },
): AsyncGenerator<string> {
  for (const deposit of deposits)
    for (const { own, peer_state, report, settled_at } of await reportsOf(db, deposit))
      if (own && peer_state === peer && settled_at === null) yield await seal(report, key, 'exhibitReport')
}
