import { createCipheriv, createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Draft } from '../../exchange/send.ts'
import { sealedBytes } from '../../exhibit/chunkedEncryption.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { stateOf } from '../../message/stateOf.ts'
import { type Announcement, takeInExhibit } from '../../exchange/exhibits/takeIn.ts'
import type { OpenNode } from '../../opening.ts'
import type { Case } from '../../message/generated/types.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import { peersToTell } from '../../store/exhibits/reports.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import { bytesInWords } from '../progress.ts'
import { pause, persist } from './persist.ts'

type Exhibits = Draft['exhibits']

/** The files of a case as real ones, of the sizes that it says, which go from node to node as its messages hand them over. */
export interface CaseFiles {
  /** The case with the hashes of these files in place of its own. */
  readonly played: Case
  /** What a message hands over, taken in by the node of its sender, so that the receiver fetches it. */
  readonly handedOver: (open: OpenNode, exhibits: Exhibits, officer: string) => Promise<Exhibits>
  /** Waits until the node of a State has all of them whole; throws where one comes damaged, or none comes for long. */
  readonly whole: (open: OpenNode, exhibits: Exhibits) => Promise<void>
  /**
   * Waits until these nodes have told each other how they have found them: what is on its way when the calendar leaps would be
   * judged before the leap and written down after it. Not for ever, for a line may be down.
   */
  readonly told: (nodes: readonly OpenNode[]) => Promise<void>
  /** How many files went, and their bytes. */
  readonly gone: () => { readonly files: number; readonly bytes: number }
}

/** Files of more bytes have holes: what they are made of costs no disk. */
const sparseBytes = 1_000_000_000
const pieceBytes = 4 * 1024 * 1024

/** What the files of a case take on the disk where its demonstration is. */
export interface CaseRoom {
  readonly files: number
  /** Of all of them, each once. */
  readonly clearBytes: number
  /** Of them as they were made, and sealed at each State that gives or receives them; and what a node leaves free. */
  readonly diskBytes: number
}

/** What a case hands over, and the room that it takes with real files. */
export function roomOf(played: Case): CaseRoom {
  const wanted = wantedIn(played)
  const kept = new Map<string, number>()
  for (const step of played.steps)
    if (step.what === 'message')
      for (const { sha256, bytes } of step.message.exhibits)
        for (const authority of [step.from, step.to])
          kept.set(`${stateOf(authority)} ${sha256}`, sealedBytes(bytes))
  const made = [...wanted.values()].map(({ bytes }) => (bytes > sparseBytes ? 0 : bytes))
  const { spareBytes } = exchangeLimits.exhibits
  return {
    files: wanted.size,
    clearBytes: sumOf([...wanted.values()].map(({ bytes }) => bytes)),
    diskBytes: sumOf(made) + sumOf([...kept.values()]) + spareBytes,
  }
}

/**
 * Whether the disk has that room, before the first byte is written.
 *
 * @param freeBytes - of the disk
 * @throws CommandFailure EXHIBIT_NO_SPACE
 */
export function assertRoom({ files, clearBytes, diskBytes }: CaseRoom, freeBytes: number): void {
  if (freeBytes >= diskBytes) return
  throw new CommandFailure(
    exitCodes.unavailable,
    'EXHIBIT_NO_SPACE',
    `${files} files of together ${bytesInWords(clearBytes)} take ${bytesInWords(diskBytes)} of the disk, as each lies sealed at both ends; ${bytesInWords(freeBytes)} are free. Name a folder on another disk with --out, or leave out --files`,
  )
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}

/** The exhibits of all messages, by their SHA-256. */
function wantedIn({ steps }: Case): ReadonlyMap<string, Exhibits[number]> {
  const exhibits = steps.flatMap((step) => (step.what === 'message' ? step.message.exhibits : []))
  return new Map(exhibits.map((one) => [one.sha256, one]))
}

/**
 * Makes a file for each exhibit of a case, below a folder. What is in them is invented: bytes that no compression makes
 * less, and zeros in those of more than a gigabyte.
 *
 * @throws CommandFailure EXHIBIT_NO_SPACE where the disk has no room for what is made and for what nodes keep of it
 */
export async function makeCaseFiles(played: Case, folder: string): Promise<CaseFiles> {
  await mkdir(folder, { recursive: true })
  const { bavail, bsize } = await statfs(folder)
  assertRoom(roomOf(played), bavail * bsize)
  const wanted = wantedIn(played)
  const paths = new Map<string, string>()
  let text = JSON.stringify(played)
  for (const [sha256, { bytes, sha512 }] of wanted) {
    const path = join(folder, sha256.slice(0, 16))
    const made = await makeFile(path, sha256, bytes)
    text = text.replaceAll(sha256, made.sha256)
    if (sha512 !== undefined) text = text.replaceAll(sha512, made.sha512)
    paths.set(made.sha256, path)
  }
  const taken = new Map<string, Announcement>()
  const gone = new Map<string, number>()

  const takenIn = async (
    open: OpenNode,
    exhibit: Exhibits[number],
    officer: string,
  ): Promise<Announcement | null> => {
    const path = paths.get(exhibit.sha256)
    const key = `${open.node.state} ${exhibit.sha256}`
    const known = taken.get(key)
    if (path === undefined || known !== undefined) return known ?? null
    const authority = open.node.trust.own().list.authorities[0]?.id ?? open.node.state
    const order = { name: exhibit.name, person: officer, authority, bytes: exhibit.bytes }
    const done = await persist(() =>
      takeInExhibit(open.node, createReadStream(path, { highWaterMark: pieceBytes }), order),
    )
    if (!done.ok) throw new Error(`${exhibit.name} was not taken in: ${done.code}`)
    taken.set(key, done.announcement)
    return done.announcement
  }
  return {
    played: JSON.parse(text) as Case,
    async handedOver(open, exhibits, officer) {
      const handed: Exhibits[number][] = []
      for (const exhibit of exhibits) {
        const announcement = await takenIn(open, exhibit, officer)
        handed.push(announcement === null ? exhibit : { ...exhibit, sealed: announcement.sealed })
      }
      return handed
    },
    async whole(open, exhibits) {
      for (const { name, bytes, sealed } of exhibits)
        if (sealed !== undefined) {
          await untilWhole(open, { name, bytes, deposit: sealed.deposit })
          gone.set(`${open.node.state} ${sealed.deposit}`, bytes)
        }
    },
    async told(nodes) {
      const endMs = Date.now() + toldMs
      const isTold = async ({ node }: OpenNode): Promise<boolean> =>
        (await persist(() => peersToTell(node.db, new Date(8.64e15)))).length === 0
      while (Date.now() < endMs) {
        const told = await Promise.all(nodes.map(isTold))
        if (!told.includes(false)) return
        await pause(25)
      }
    },
    gone: () => ({ files: gone.size, bytes: [...gone.values()].reduce((sum, bytes) => sum + bytes, 0) }),
  }
}

/** No line of a demonstration is slower than this. */
const leastBytesPerSecond = 5_000_000
const patienceMs = 90_000
const toldMs = 20_000

async function untilWhole(
  { node }: OpenNode,
  { name, bytes, deposit }: { readonly name: string; readonly bytes: number; readonly deposit: string },
): Promise<void> {
  const endMs = Date.now() + patienceMs + (bytes / leastBytesPerSecond) * 1_000
  for (;;) {
    const row = await persist(() => findDeposit(node.db, deposit))
    if (row?.status === 'whole') return
    const where = `${name} is ${row?.status ?? 'unknown'} at ${node.state} (${row?.refusal ?? 'no reason'})`
    if (row?.status === 'damaged' || row?.status === 'erased') throw new Error(where)
    if (Date.now() > endMs) throw new Error(`It took too long: ${where}`)
    await pause(25)
  }
}

async function makeFile(
  path: string,
  seed: string,
  bytes: number,
): Promise<{ readonly sha256: string; readonly sha512: string }> {
  const hashes = { sha256: createHash('sha256'), sha512: createHash('sha512') }
  const zeros = Buffer.alloc(pieceBytes)
  const stream = createCipheriv(
    'aes-256-ctr',
    Buffer.from(seed.padEnd(64, '0').slice(0, 64), 'hex'),
    zeros.subarray(0, 16),
  )
  const file = await open(path, 'wx', 0o600)
  try {
    await file.truncate(bytes)
    for (let at = 0; at < bytes; at += pieceBytes) {
      const hole = zeros.subarray(0, Math.min(pieceBytes, bytes - at))
      const piece = bytes > sparseBytes ? hole : stream.update(hole)
      if (piece !== hole) await file.write(piece, 0, piece.length, at)
      hashes.sha256.update(piece)
      hashes.sha512.update(piece)
    }
  } finally {
    await file.close()
  }
  return { sha256: hashes.sha256.digest('hex'), sha512: hashes.sha512.digest('hex') }
}
