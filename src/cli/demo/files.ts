import { createReadStream } from 'node:fs'
import { mkdir, open, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Draft } from '../../exchange/send.ts'
import { sealedBytes } from '../../exhibit/chunkedEncryption.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { stateOf } from '../../message/stateOf.ts'
import { type Announcement, type IntakeOrder, takeInExhibit } from '../../exchange/exhibits/takeIn.ts'
import type { OpenNode } from '../../opening.ts'
import { jwsPayload } from '../../exchange/stored.ts'
import type { Case, ExhibitReport } from '../../message/generated/types.ts'
import { findDeposit } from '../../store/exhibits/deposits.ts'
import { peersToTell, reportsOf } from '../../store/exhibits/reports.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import { bytesInWords } from '../progress.ts'
import { takeInBadCopy } from './badCopy.ts'
import type { MessageStep } from './caseFile.ts'
import { contentOf } from './contents.ts'
import { pause, persist } from './persist.ts'

type Exhibits = Draft['exhibits']
type BadCopy = NonNullable<MessageStep['badCopies']>[number]

/** The files of a case as real ones, of the sizes that it says, which go from node to node as its messages hand them over. */
export interface CaseFiles {
  /** What a message hands over, taken in by the node of its sender, so that the receiver fetches it. */
  readonly handedOver: (
    open: OpenNode,
    exhibits: Exhibits,
    by: { readonly officer: string; readonly badCopies: readonly BadCopy[] },
  ) => Promise<Exhibits>
  /**
   * Waits until the node of a State has all of them whole, and has found each bad copy to be what the case says; throws where one
   * comes otherwise, or none comes for long.
   */
  readonly arrived: (open: OpenNode, exhibits: Exhibits, badCopies: readonly BadCopy[]) => Promise<void>
  /**
   * Waits until these nodes have told each other how they have found them: what is on its way when the calendar leaps would be
   * judged before the leap and written down after it. Not for ever, for a line may be down.
   */
  readonly told: (nodes: readonly OpenNode[]) => Promise<void>
  /** How many files went, and their bytes. */
  readonly gone: () => { readonly files: number; readonly bytes: number }
}

/** Larger ones take no room: what is in them is made while they are taken in. */
const madeBytesMax = 1_000_000_000

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
      for (const exhibit of step.message.exhibits)
        for (const authority of [step.from, step.to])
          kept.set(copyOf(authority, exhibit, step.badCopies ?? []), sealedBytes(exhibit.bytes))
  const made = [...wanted.values()].map(({ bytes }) => (bytes > madeBytesMax ? 0 : bytes))
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

/** What a State keeps once, however often it is handed over: a file, or a bad copy of it. */
function copyOf(authority: string, exhibit: Exhibits[number], badCopies: readonly BadCopy[]): string {
  return `${stateOf(authority)} ${badCopyOf(exhibit, badCopies)?.sha256 ?? exhibit.sha256}`
}

function badCopyOf({ id }: Pick<Exhibits[number], 'id'>, badCopies: readonly BadCopy[]): BadCopy | null {
  return badCopies.find(({ exhibit }) => exhibit === id) ?? null
}

/**
 * Makes the file of each exhibit of a case below a folder, as the cases say what is in it; those of more than a gigabyte are made
 * while they are taken in.
 *
 * @throws CommandFailure EXHIBIT_NO_SPACE where the disk has no room for what is made and for what nodes keep of it
 */
export async function makeCaseFiles(played: Case, folder: string): Promise<CaseFiles> {
  await mkdir(folder, { recursive: true })
  const { bavail, bsize } = await statfs(folder)
  assertRoom(roomOf(played), bavail * bsize)
  const paths = new Map<string, string>()
  for (const [sha256, { bytes }] of wantedIn(played)) {
    if (bytes > madeBytesMax) continue
    const path = join(folder, sha256.slice(0, 16))
    await makeFile(path, bytes)
    paths.set(sha256, path)
  }
  const taken = new Map<string, Announcement>()
  const gone = new Map<string, number>()

  const takeInFile = async ({ node }: OpenNode, { sha256, bytes }: Exhibits[number], order: IntakeOrder) => {
    const path = paths.get(sha256)
    const source = path === undefined ? Readable.from(contentOf(bytes)) : createReadStream(path)
    const done = await takeInExhibit(node, source, order)
    if (!done.ok) throw new Error(`${order.name} was not taken in: ${done.code}`)
    if (done.announcement.sha256 !== sha256) throw new Error(`${order.name} is not the file of the case`)
    return done.announcement
  }
  const takenIn = async (
    open: OpenNode,
    exhibit: Exhibits[number],
    { officer, badCopies }: { readonly officer: string; readonly badCopies: readonly BadCopy[] },
  ): Promise<Announcement> => {
    const authority = open.node.trust.own().list.authorities[0]?.id ?? open.node.state
    const key = copyOf(authority, exhibit, badCopies)
    const known = taken.get(key)
    if (known !== undefined) return known
    const order = { name: exhibit.name, person: officer, authority, bytes: exhibit.bytes }
    const bad = badCopyOf(exhibit, badCopies)
    const announcement = await persist(() =>
      bad === null ? takeInFile(open, exhibit, order) : takeInBadCopy(open.node, order, bad.byte),
    )
    taken.set(key, announcement)
    return announcement
  }
  return {
    async handedOver(open, exhibits, by) {
      const handed: Exhibits[number][] = []
      for (const exhibit of exhibits) {
        const { sealed } = await takenIn(open, exhibit, by)
        handed.push({ ...exhibit, sealed })
      }
      return handed
    },
    async arrived(open, exhibits, badCopies) {
      for (const exhibit of exhibits) {
        const { name, bytes, sealed } = exhibit
        if (sealed === undefined) continue
        const bad = badCopyOf(exhibit, badCopies)
        const status = bad === null ? 'whole' : 'damaged'
        await untilIt(open, { name, bytes, deposit: sealed.deposit }, status)
        if (bad === null) gone.set(`${open.node.state} ${sealed.deposit}`, bytes)
        else await assertComputed(open, sealed.deposit, bad.sha256)
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

async function untilIt(
  { node }: OpenNode,
  { name, bytes, deposit }: { readonly name: string; readonly bytes: number; readonly deposit: string },
  is: 'whole' | 'damaged',
): Promise<void> {
  const endMs = Date.now() + patienceMs + (bytes / leastBytesPerSecond) * 1_000
  for (;;) {
    const row = await persist(() => findDeposit(node.db, deposit))
    if (row?.status === is) return
    const where = `${name} is ${row?.status ?? 'unknown'} at ${node.state} (${row?.refusal ?? 'no reason'})`
    if (['whole', 'damaged', 'erased'].includes(row?.status ?? '')) throw new Error(where)
    if (Date.now() > endMs) throw new Error(`It took too long: ${where}`)
    await pause(25)
  }
}

/** What a node has computed of a bad copy, and told its giver, is what the case says. */
async function assertComputed({ node }: OpenNode, deposit: string, sha256: string): Promise<void> {
  const reports = await persist(() => reportsOf(node.db, deposit))
  const own = reports.find(({ own: isOwn, event }) => isOwn && event === 'contentHandoverFailure')
  const computed = own === undefined ? undefined : (jwsPayload(own.report) as ExhibitReport).sha256
  if (computed !== sha256) throw new Error(`${node.state} computed ${computed ?? 'nothing'}, not ${sha256}`)
}

async function makeFile(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    for (const piece of contentOf(bytes)) await file.write(piece)
  } finally {
    await file.close()
  }
}
