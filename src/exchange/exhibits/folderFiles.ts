import { createHash } from 'node:crypto'
import { wholeFile } from '../../exhibit/takeIn.ts'
import type { Result } from '../../message/refusal.ts'
import { eachSideBySide } from '../../message/sideBySide.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { noteRefusedAct } from '../refusedActs.ts'
import { inOrder } from './inOrder.ts'
import { actorOf } from './keepDeposit.ts'
import { type Known, type KnownContent, knownAs } from './knownContent.ts'
import { type IntakeOrder, takeInExhibit } from './takeIn.ts'
import { type SmallGiven, isOfMachine, takeInTogether } from './takeInTogether.ts'
import { whereKept } from './whereKept.ts'

/** A file of a folder, by its path in it: bytes, with slashes. */
export interface TreeFile {
  readonly path: Buffer
  readonly bytes: number
  readonly modified: Date
  readonly open: () => Promise<{
    readonly source: AsyncIterable<Uint8Array>
    readonly close: () => Promise<void>
  }>
}

/** What has come of a file: the deposit that has its content; or why there is none, as a refusal or as the file itself threw it. */
export type FileOutcome = FileResult | { readonly ok: false; readonly thrown: unknown }

type FileResult = Result<{ readonly one: Known; readonly wasHere: boolean }>

export type FilesOrder = Omit<IntakeOrder, 'name' | 'bytes' | 'mediaType'> & {
  readonly onBytes: (bytes: number) => void
}

const { smallBytesMax, together, largeAtOnceMax } = exchangeLimits.exhibits.intake

/**
 * Takes the files of a folder in, small ones many at a time, and then the others. What is wrong with one file keeps no other from
 * being taken in; where the machine takes none any more, the rest is left: they have no outcome.
 *
 * @throws what is wrong with neither a file nor its place, such as a database that went away; what was taken in until then stays
 */
export async function takeInFiles(
  node: Node,
  files: readonly TreeFile[],
  order: FilesOrder,
  known: KnownContent,
): Promise<ReadonlyMap<TreeFile, FileOutcome>> {
  const outcomes = new Map<TreeFile, FileOutcome>()
  const alone = takerOfLarge(node, order, known)
  const batch = takerOfSmall(node, order, known, alone)
  const small = batchesOf(files.filter(({ bytes }) => bytes <= smallBytesMax))
  const large = files.filter(({ bytes }) => bytes > smallBytesMax)
  for await (const taken of inOrder(small, together.batchesAtOnceMax, batch)) {
    for (const [file, outcome] of taken) outcomes.set(file, outcome)
    if (taken.some(([, outcome]) => isLast(outcome))) return outcomes
  }
  const lone = async (file: TreeFile) => [file, await alone(file)] as const
  for await (const [file, outcome] of inOrder(large, largeAtOnceMax, lone)) {
    outcomes.set(file, outcome)
    if (isLast(outcome)) break
  }
  return outcomes
}

function isLast(outcome: FileOutcome): boolean {
  return !outcome.ok && 'code' in outcome && isOfMachine(outcome.code)
}

/** In their order, each of a bounded number of files, and of bytes. */
function batchesOf(files: readonly TreeFile[]): readonly (readonly TreeFile[])[] {
  const batches: TreeFile[][] = []
  let bytes = 0
  for (const file of files) {
    const last = batches.at(-1)
    bytes += file.bytes
    if (last === undefined || last.length === together.itemsMax || bytes > together.bytesMax) {
      batches.push([file])
      bytes = file.bytes
    } else last.push(file)
  }
  return batches
}

type TakeAlone = (file: TreeFile) => Promise<FileOutcome>

/** A file whose content nobody has met yet, and how whoever meets it again is told what has come of it. */
interface Fresh {
  readonly given: SmallGiven
  readonly settle: (outcome: FileOutcome) => void
}

/** Reads a batch, and takes what of its content is not here in together. */
function takerOfSmall(
  node: Node,
  { onBytes, ...order }: FilesOrder,
  known: KnownContent,
  alone: TakeAlone,
): (files: readonly TreeFile[]) => Promise<readonly (readonly [TreeFile, FileOutcome])[]> {
  /** What comes of content that this intake has met, by its SHA-512. */
  const met = new Map<string, Promise<FileOutcome>>()
  return async (files) => {
    const read = await eachSideBySide(files, together.filesAtOnceMax, readSmall)
    const fresh: Fresh[] = []
    const plans: (readonly [TreeFile, () => Promise<FileOutcome>])[] = []
    const plan = async (): Promise<Result<object>> => {
      for (const [place, file] of files.entries()) {
        const one = read[place] ?? null
        if (one === null) plans.push([file, () => alone(file)])
        else if ('thrown' in one) plans.push([file, () => Promise.resolve(one)])
        else {
          onBytes(one.clear.length)
          const here = await known.find(contentOf(one))
          const key = one.sha512.toString('hex')
          const before = here === null ? met.get(key) : Promise.resolve(outcomeOf(here))
          const coming =
            before?.then(asBefore) ??
            new Promise<FileOutcome>((settle) => {
              fresh.push({ given: one, settle })
            })
          if (before === undefined) met.set(key, coming)
          plans.push([file, () => coming])
        }
      }
      return { ok: true }
    }
    // Another batch may wait for what is fresh in this one: whatever fails, it is told.
    try {
      const planned = await whereNoted(node, order, plan())
      if (!planned.ok) {
        for (const { settle } of fresh) settle(planned)
        return files.map((file) => [file, planned])
      }
      await takeFresh(node, fresh, order)
    } catch (thrown) {
      for (const { settle } of fresh) settle({ ok: false, thrown })
      throw thrown
    }
    const outcomes: (readonly [TreeFile, FileOutcome])[] = []
    for (const [file, come] of plans) outcomes.push([file, await come()])
    return outcomes
  }
}

async function takeFresh(
  node: Node,
  fresh: readonly Fresh[],
  order: Omit<FilesOrder, 'onBytes'>,
): Promise<void> {
  if (fresh.length === 0) return
  const taken = await takeInTogether(
    node,
    fresh.map(({ given }) => given),
    order,
  )
  for (const [place, outcome] of taken.entries())
    fresh[place]?.settle(outcome.ok ? outcomeOf(knownAs(outcome.announcement), false) : outcome)
}

/** Takes a file in as one that is given alone. Files of one size go one after the other: the second may be the first again. */
function takerOfLarge(
  node: Node,
  { onBytes, ...order }: FilesOrder,
  known: KnownContent,
): (file: TreeFile) => Promise<FileOutcome> {
  const turns = new Map<number, Promise<unknown>>()
  const take = async (file: TreeFile): Promise<FileResult> => {
    const find = async () => ({ ok: true as const, here: await known.find(await digestsOf(file)) })
    const found = known.hasSize(file.bytes) ? await whereNoted(node, order, find()) : null
    if (found?.ok === false) return found
    if (found?.here != null) {
      onBytes(file.bytes)
      return outcomeOf(found.here)
    }
    const given = { ...order, name: nameOf(file), bytes: file.bytes }
    const taken = await takeInExhibit(node, watched(piecesOf(file), onBytes), given)
    if (!taken.ok) return taken
    const one = knownAs(taken.announcement)
    known.add(one)
    return outcomeOf(one, false)
  }
  return async (file) => {
    const before = turns.get(file.bytes) ?? Promise.resolve()
    const turn = before.then(() => take(file)).catch(ofFile)
    turns.set(
      file.bytes,
      turn.catch(() => undefined),
    )
    return await turn
  }
}

/** As `whereKept`, and the log tells of what is refused. */
async function whereNoted<Outcome extends object>(
  node: Node,
  order: Omit<FilesOrder, 'onBytes'>,
  act: Promise<Result<Outcome>>,
): Promise<Result<Outcome>> {
  const outcome = await whereKept(act)
  if (!outcome.ok) await noteRefusedAct(node, { actor: actorOf(order), wanted: 'exhibit add' }, outcome.code)
  return outcome
}

function outcomeOf(one: Known, wasHere = true): FileResult {
  return { ok: true, one, wasHere }
}

function asBefore(outcome: FileOutcome): FileOutcome {
  return outcome.ok ? outcomeOf(outcome.one) : outcome
}

function contentOf({ clear, sha256, sha512 }: SmallGiven): Pick<Known, 'bytes' | 'sha256' | 'sha512'> {
  return { bytes: clear.length, sha256: sha256.toString('hex'), sha512: sha512.toString('hex') }
}

/** What can be read of a path: it may be no UTF-8. The bytes stand beside it. */
export function nameOf({ path }: Pick<TreeFile, 'path'>): string {
  return path.toString('utf8')
}

/** What a file threw when it was opened or read: it is about that file alone. */
class FileFault extends Error {}

function ofFile(reason: unknown): { readonly ok: false; readonly thrown: unknown } {
  if (reason instanceof FileFault) return { ok: false, thrown: reason.cause }
  throw reason
}

async function* piecesOf(file: TreeFile): AsyncGenerator<Uint8Array> {
  try {
    const { source, close } = await file.open()
    try {
      yield* source
    } finally {
      await close()
    }
  } catch (cause) {
    throw new FileFault('a file could not be read', { cause })
  }
}

/** All of a file; null where it has become more than it had when its batch was measured: then it is taken in alone. */
async function readSmall(
  file: TreeFile,
): Promise<SmallGiven | { readonly ok: false; readonly thrown: unknown } | null> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const piece of piecesOf(file)) {
      bytes += piece.length
      if (bytes > file.bytes) return null
      pieces.push(piece)
    }
  } catch (reason) {
    return ofFile(reason)
  }
  return { name: nameOf(file), ...wholeFile(Buffer.concat(pieces)) }
}

async function digestsOf(file: TreeFile): Promise<Pick<Known, 'bytes' | 'sha256' | 'sha512'>> {
  const hashes = [createHash('sha256'), createHash('sha512')] as const
  for await (const piece of piecesOf(file)) for (const hash of hashes) hash.update(piece)
  return { bytes: file.bytes, sha256: hashes[0].digest('hex'), sha512: hashes[1].digest('hex') }
}

async function* watched(
  source: AsyncIterable<Uint8Array>,
  passed: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    passed(piece.length)
    yield piece
  }
}
