import { cpus } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { findMessagesByDigest } from '../../store/messages.ts'
import {
  type AwaitedMessage,
  type IndexedRequest,
  countWordsOf,
  holdRequests,
  insertWords,
  listAwaited,
  takeAwaited,
} from '../../store/search/indexing.ts'
import type { SearchPart, SearchWordRow } from '../../store/search/searchTables.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { isErased, messageIn } from '../stored.ts'
import { messageWords } from './messageWords.ts'
import { filterWords } from './search.ts'

/** What the rounds of the index go by. */
export interface IndexPace {
  /** Of a clock that only goes forward. */
  readonly millisecondsNow: () => number
  /** How busy everything else was since the last rounds ended: 0 to 1. */
  readonly busyShare: () => number
  /** Told that rounds have ended: what they took is not counted as the rest. */
  readonly roundsEnded: () => void
}

/**
 * Rounds (`indexRound`) of the index that leave the node to its messages. In a process that does nothing else it works half of the time, until it
 * knows all messages; the busier the machine is the fewer rounds follow each other and the longer the index rests behind them. So it
 * lags under load and catches up soon afterwards, in the middle of a rest if need be; the page of the search says how far it is. Behind for
 * `lagsForMs`, it rests less: a load that does not end must not keep it from what came in at its beginning. What it knows of that dies
 * with the process, and the next begins to count anew.
 */
export function indexer(
  round: (atOnce: number) => Promise<boolean>,
  { millisecondsNow, busyShare, roundsEnded }: IndexPace,
): () => Promise<boolean> {
  const { restsFor, restsForMsMax, worksForMs, lagsForMs, indexedAtOnce } = exchangeLimits.search
  let ended = { atMs: -Infinity, tookMs: 0 }
  let behindSinceMs = Infinity
  return async () => {
    const began = millisecondsNow()
    const busy = busyShare()
    const rests = began - behindSinceMs < lagsForMs ? restsFor.atFirst : restsFor.behind
    const restMs = Math.min(restsForMsMax, ended.tookMs * rests * busy ** 2)
    if (began - ended.atMs < restMs) return false
    const until = began + worksForMs * (1 - busy) ** 2
    const atOnce = busy < indexedAtOnce.busyFrom ? indexedAtOnce.atRest : indexedAtOnce.busy
    let isMore: boolean
    // One round at the least: the index of a node that is always busy grows as well.
    do isMore = await round(atOnce)
    while (isMore && millisecondsNow() < until)
    const atMs = millisecondsNow()
    ended = { atMs, tookMs: atMs - began }
    behindSinceMs = isMore ? Math.min(behindSinceMs, began) : Infinity
    roundsEnded()
    return false
  }
}

/**
 * How busy the thread is, by its event loop, and the machine, by its processors, whichever is more: the database that answers the rounds
 * may be on the same machine.
 *
 * @param processors - what the system says of each; none where it does not say
 */
export function busyMachine(processors: typeof cpus = cpus): Pick<IndexPace, 'busyShare' | 'roundsEnded'> {
  const read = () => ({ loop: performance.eventLoopUtilization(), times: timesOf(processors()) })
  let last = read()
  return {
    busyShare: () => {
      const { loop, times } = read()
      const allMs = times.allMs - last.times.allMs
      const machine = allMs > 0 ? 1 - (times.idleMs - last.times.idleMs) / allMs : 0
      return Math.max(performance.eventLoopUtilization(loop, last.loop).utilization, machine)
    },
    roundsEnded: () => {
      last = read()
    },
  }
}

function timesOf(processors: ReturnType<typeof cpus>): { readonly idleMs: number; readonly allMs: number } {
  let [idleMs, allMs] = [0, 0]
  for (const { times } of processors) {
    idleMs += times.idle
    allMs += times.user + times.nice + times.sys + times.irq + times.idle
  }
  return { idleMs, allMs }
}

/**
 * Reads the words of messages into the index, the oldest first; whether there may be more at once. What a message costs here is not
 * paid by whoever sends or receives it: it is read before anything is held, and a record that somebody holds waits for a later round.
 *
 * A process that dies before the commit has taken nothing: the next takes the same messages.
 *
 * @param atOnce - messages at most
 */
export async function indexRound(
  node: Pick<Node, 'db'>,
  atOnce: number = exchangeLimits.search.indexedAtOnce.atRest,
): Promise<boolean> {
  const awaited = await listAwaited(node.db, atOnce)
  if (awaited.length === 0) return false
  const round = fitting(awaited)
  const read = await readWords(node, round)
  const taken = await inTransaction(node.db, (trx) => write(trx, round, read))
  return taken === round.length && awaited.length === atOnce
}

/** As many as have so many bytes together, and at least one. */
function fitting(awaited: readonly AwaitedMessage[]): AwaitedMessage[] {
  let bytes = 0
  return awaited.filter((one, at) => {
    bytes += one.bytes
    return at === 0 || bytes <= exchangeLimits.search.indexedBytesMax
  })
}

type WordsOfMessages = ReadonlyMap<string, ReturnType<typeof messageWords>>

async function readWords(
  { db }: Pick<Node, 'db'>,
  round: readonly AwaitedMessage[],
): Promise<WordsOfMessages> {
  const messages = await findMessagesByDigest(
    db,
    round.map(({ message }) => message),
  )
  const words = new Map<string, ReturnType<typeof messageWords>>()
  for (const [digest, row] of messages) {
    if (!isErased(row)) words.set(digest, messageWords(messageIn(row)))
    // Folding long texts takes long: everything else has its turn between two of them.
    await setImmediate()
  }
  return words
}

/** Writes what was read of those records that nobody holds and nobody has erased since; how many messages are done. */
async function write(trx: Trx, round: readonly AwaitedMessage[], read: WordsOfMessages): Promise<number> {
  const requests = await holdRequests(
    trx,
    round.map(({ request }) => request),
  )
  const held = round.filter(({ request }) => requests.has(request))
  const taken = await takeAwaited(
    trx,
    held.map(({ place }) => place),
  )
  const { requestWordsMax } = exchangeLimits.search
  const counts = await countWordsOf(trx, [...requests.keys()], requestWordsMax)
  const words = held
    .filter(({ message }) => taken.has(message))
    .flatMap(({ message, request: id }) => {
      const request = requests.get(id)
      return request === undefined ? [] : wordsOf(request, read.get(message))
    })
  await insertWords(trx, withinRoom(words, counts, requestWordsMax))
  return taken.size
}

/**
 * The words, in their order, that their requests have room for; a word that comes again takes none.
 *
 * @param counts - how many each request has already
 * @param most - how many it may have
 */
export function withinRoom<T extends Pick<SearchWordRow, 'request' | 'word'>>(
  words: readonly T[],
  counts: ReadonlyMap<string, number>,
  most: number,
): T[] {
  const taken = new Map<string, Set<string>>()
  return words.filter(({ request, word }) => {
    const before = taken.get(request) ?? new Set()
    if (before.has(word) || before.size + (counts.get(request) ?? 0) >= most) return false
    taken.set(request, before.add(word))
    return true
  })
}

function wordsOf(
  request: IndexedRequest,
  read: ReadonlyMap<string, SearchPart> | undefined,
): SearchWordRow[] {
  if (request.erased_at !== null || read === undefined) return []
  const { id, own_authority: authority, opened_at } = request
  const words = [...filterWords(request).map((word) => [word, 'all'] as const), ...read]
  return words.map(([word, part]) => ({ authority, word, opened_at, request: id, part }))
}
