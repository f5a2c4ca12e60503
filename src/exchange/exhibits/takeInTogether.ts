import { randomUUID } from 'node:crypto'
import { fileKeyBytes, saltBytes, sealedBytes } from '../../exhibit/chunkedEncryption.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import { type WholeFile, sealWhole } from '../../exhibit/takeIn.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { eachSideBySide } from '../../message/sideBySide.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { noteRefusedAct } from '../refusedActs.ts'
import { isDiskFull } from './diskFull.ts'
import { type OrderOfMany, actorOf, keepDeposits } from './keepDeposit.ts'
import type { Scan } from './scanner.ts'
import { type Announcement, announcementOf, hasRoom, isHere, noRoom } from './takeIn.ts'
import { whereKept } from './whereKept.ts'

/** A small file that was read, and what it is called where it comes from. */
export interface SmallGiven extends WholeFile {
  readonly name: string
}

type TakenSmall = Result<{ readonly announcement: Announcement }>

/**
 * Takes small files in together, each under a key of its own: all are sealed in memory, each is written and synced, and then all
 * are noted in one transaction. What is returned as taken in is on the disk, in the tables and in the log; what is refused of one
 * keeps no other from it. Refuses, in their order, as `takeInExhibit` does.
 */
export async function takeInTogether(
  node: Node,
  files: readonly SmallGiven[],
  order: OrderOfMany,
): Promise<readonly TakenSmall[]> {
  const taken = await whereKept(takeAll(node, files, order))
  const outcomes = taken.ok ? taken.outcomes : files.map(() => taken)
  for (const { code } of toldByThemselves(outcomes.flatMap((one) => (one.ok ? [] : [one]))))
    await noteRefusedAct(node, { actor: actorOf(order), wanted: 'exhibit add' }, code)
  return outcomes
}

/** What the machine has against one file it has against others of the batch, and is told once; what a file has in it, of each. */
function toldByThemselves(refusals: readonly Refusal[]): readonly Refusal[] {
  const ofFiles = refusals.filter(({ code }) => !isOfMachine(code))
  const ofMachine = new Map(refusals.map((one) => [one.code, one]))
  return [...ofFiles, ...[...ofMachine.values()].filter(({ code }) => isOfMachine(code))]
}

/** Whether it is in vain to try the next file. */
export function isOfMachine(code: string): boolean {
  return ['EXHIBIT_NO_SPACE', 'EXHIBIT_STORE_UNAVAILABLE', 'EXHIBIT_UNKNOWN'].includes(code)
}

async function takeAll(
  node: Node,
  files: readonly SmallGiven[],
  order: OrderOfMany,
): Promise<Result<{ readonly outcomes: readonly TakenSmall[] }>> {
  const { derivedFrom } = order
  if (derivedFrom !== undefined && !(await isHere(node, derivedFrom)))
    return refuse('EXHIBIT_UNKNOWN', { detail: derivedFrom })
  await node.exhibits.look()
  if (
    !(await hasRoom(
      node,
      files.reduce((sum, { clear }) => sum + sealedBytes(clear.length), 0),
    ))
  )
    return noRoom
  const { filesAtOnceMax } = exchangeLimits.exhibits.intake.together
  const sealed = await eachSideBySide(files, filesAtOnceMax, (file) => sealedOf(node, file, derivedFrom))
  const fit = sealed.flatMap((one) => (one.ok ? [one] : []))
  // If the process dies from here until they are noted: sealed files to which no row refers and whose keys are gone. The sweep
  // removes them, and who takes the folder in again takes these in anew.
  const kept = await node.exhibits.keepSmall(fit)
  const failures = new Map(fit.flatMap((one, place) => [[one, kept[place] ?? null] as const]))
  await keepDeposits(
    node,
    fit.filter((one) => failures.get(one) === null).map(({ announcement }) => announcement),
    order,
  )
  return {
    ok: true,
    outcomes: sealed.map((one) => {
      if (!one.ok) return one
      const failure = failures.get(one) ?? null
      return failure === null ? { ok: true, announcement: one.announcement } : refusalOf(failure)
    }),
  }
}

function refusalOf(failure: Error): Refusal {
  return isDiskFull(failure) ? noRoom : refuse('EXHIBIT_STORE_UNAVAILABLE', { detail: failure.message })
}

/** A file as it will be announced, and its sealed form, which is on no disk yet. */
async function sealedOf(
  node: Node,
  file: SmallGiven,
  derivedFrom: string | undefined,
): Promise<Result<{ announcement: Announcement; sha256: string; bytes: Buffer }>> {
  const scan = await scanOf(node, file)
  if (scan?.outcome === 'infected' && node.scanner?.policy === 'refuse')
    return refuse('EXHIBIT_INFECTED', scan.signature === undefined ? {} : { detail: scan.signature })
  const deposit = randomUUID()
  const fileKey = node.random(fileKeyBytes)
  const context = exhibitContext(node.state, deposit)
  const taken = sealWhole(file, { fileKey, context, salt: node.random(saltBytes) })
  const made = await announcementOf(taken, { deposit, fileKey, name: file.name })
  const announcement = {
    ...made,
    ...(derivedFrom === undefined ? {} : { derivedFrom }),
    ...(scan === null ? {} : { scan }),
  }
  return { ok: true, announcement, sha256: made.sealed.sha256, bytes: taken.sealedForm }
}

/** What the scanner says of the bytes that are sealed; null: there is none. */
async function scanOf({ scanner }: Pick<Node, 'scanner'>, file: SmallGiven): Promise<Scan | null> {
  if (scanner === null) return null
  const scanning = await scanner.begin()
  try {
    await scanning.feed(file.clear)
    return await scanning.verdict({ bytes: file.clear.length, sha256: file.sha256.toString('hex') })
  } finally {
    scanning.drop()
  }
}
