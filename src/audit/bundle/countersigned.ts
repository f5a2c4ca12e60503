import type { Cosigned, SeenHead } from './cosigned.ts'
import { firstPlace } from './firstPlace.ts'
import type { RecordMessage } from './messages.ts'
import { type CountersignedFact, type Facts, type SeenFact, bundleLimits } from './report.ts'

/** How many entries of a log each witness has cosigned at the most, by whose he is. */
export type Reach = ReadonlyMap<string, number>

export function reachOf(heads: readonly SeenHead[]): Reach {
  const reach = new Map<string, number>()
  for (const { size, seen } of heads)
    for (const { whose } of seen) reach.set(whose, Math.max(size, reach.get(whose) ?? 0))
  return reach
}

/**
 * Who else has cosigned a head that covers an entry, in the order of their names. Whoever cosigned a longer one has cosigned with it
 * all that the log had before.
 */
export function othersWith(reach: Reach, index: number): readonly string[] {
  return [...reach].flatMap(([by, size]) => (size > index ? [by] : [])).sort()
}

/** What a report tells of those who have cosigned a log; nothing where that could not be read. */
export function cosignedFacts(
  cosigned: Cosigned | null,
  messages: readonly RecordMessage[],
): Pick<Facts, 'cosigned' | 'countersigned' | 'seen'> {
  if (cosigned === null) return {}
  const { fact, heads } = cosigned
  return { cosigned: fact, countersigned: countersignedIn(messages, heads), seen: seenIn(messages, heads) }
}

/** Who has cosigned the first head of a log with this entry, the first first; nobody where there is none. The heads stand by size. */
export function firstSeen(heads: readonly SeenHead[], index: number): SeenHead['seen'] {
  return heads[firstPlace(heads, ({ size }) => size > index)]?.seen ?? []
}

function seenIn(messages: readonly RecordMessage[], heads: readonly SeenHead[]): readonly SeenFact[] {
  return messages
    .filter(({ message }) => message !== null)
    .map(({ path, planned: { mark } }) => ({ path, index: mark.index }))
    .sort((one, other) => one.index - other.index)
    .slice(0, bundleLimits.seenMax)
    .map(({ path, index }) => {
      const [first] = firstSeen(heads, index)
      const seen = first === undefined ? {} : { at: first.at.toISOString(), by: first.by }
      return { message: path, entry: index, ...seen }
    })
}

/** Messages and receipts by how many others have cosigned a head of the log with their entries; those with the fewest first. */
function countersignedIn(
  messages: readonly RecordMessage[],
  heads: readonly SeenHead[],
): readonly CountersignedFact[] {
  const reach = reachOf(heads)
  const counts = new Map<number, number>()
  for (const index of messages.flatMap(placesOf)) {
    const others = othersWith(reach, index).length
    counts.set(others, (counts.get(others) ?? 0) + 1)
  }
  return [...counts]
    .map(([others, things]) => ({ others, things }))
    .sort((one, other) => one.others - other.others)
}

/** The entries that tell of a message, and of its receipt, where these are here. */
function placesOf({ planned, message, receipt }: RecordMessage): number[] {
  return [
    ...(message === null ? [] : [planned.mark.index]),
    ...(receipt === null || planned.receipt === null ? [] : [planned.receipt.mark.index]),
  ]
}
