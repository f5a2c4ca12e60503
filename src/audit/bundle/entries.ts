import type { Entry } from '../entry.ts'
import { type EventName, eventShapes } from '../events.ts'
import { tileWidth } from '../tile.ts'
import { type Hash, hashBytes } from '../tree.ts'

/** An entry of the log that the signed root covers. */
export interface LoggedEntry {
  readonly index: number
  /** Leaf hash in hex. */
  readonly leaf: string
  readonly entry: Entry
}

/**
 * The entries of a log, or a part of them, in their order. They are read from their bytes each time that they are asked
 * for, so that a log of ten million is not held as objects: whoever needs one event asks for that one.
 */
export interface LoggedEntries extends Iterable<LoggedEntry> {
  /** How many there are. */
  readonly length: number
  /** The entry with this index in the log; undefined outside of this part. */
  at(index: number): LoggedEntry | undefined
  first(): LoggedEntry | undefined
  last(): LoggedEntry | undefined
  /** Those about a record. */
  ofRecords(): Iterable<LoggedEntry>
  /** Those of some events. */
  of(...events: readonly EventName[]): LoggedEntry[]
  lastOf(event: EventName): LoggedEntry | undefined
  /** Those from one index to before another. */
  part(start: number, end: number): LoggedEntries
  /** Their times in milliseconds. */
  times(): Iterable<{ readonly index: number; readonly ms: number }>
  /** The indexes of those with a commitment to who acted, or to details. */
  committed(): Iterable<{ readonly index: number; readonly actor: boolean; readonly details: boolean }>
  /** Their leaf hashes. */
  leaves(): Iterable<Hash>
  /** Their leaf hashes, one behind the other. */
  leafRow(): Uint8Array
  /** The index in the whole log of the entry with this leaf hash in hex; undefined where there is none. */
  indexOf(leaf: string): number | undefined
}

const numbers = new Map(Object.keys(eventShapes).map((event, number) => [event, number]))
const hasActor = 1
const hasDetails = 2
const hasRecord = 4

/** Where the entries of a log lie, and what of each is at hand without reading it: some fifty bytes. */
export interface EntryTable {
  /** Bytes of the bundles of entries, in their order. */
  readonly bundles: readonly Uint8Array[]
  /** Where each entry begins in its bundle. */
  readonly starts: Uint32Array
  /** Leaf hashes, one behind the other. */
  readonly leaves: Buffer
  readonly events: Uint8Array
  /** Which members each has. */
  readonly members: Uint8Array
  readonly timesMs: Float64Array
}

/** A table for so many entries, with their places and hashes; what they say is still to be noted. */
export function entryTable(bundles: readonly Uint8Array[], starts: Uint32Array, leaves: Buffer): EntryTable {
  const size = starts.length
  return {
    bundles,
    starts,
    leaves,
    events: new Uint8Array(size),
    members: new Uint8Array(size),
    timesMs: new Float64Array(size),
  }
}

/** Notes of an entry that was read what is to be at hand; `atMs` is its time. */
export function noteEntry(
  table: EntryTable,
  index: number,
  { evt, actor, d, record }: Entry,
  atMs: number,
): void {
  table.events[index] = numbers.get(evt) ?? 0
  table.members[index] =
    (actor === undefined ? 0 : hasActor) |
    (d === undefined ? 0 : hasDetails) |
    (record === undefined ? 0 : hasRecord)
  table.timesMs[index] = atMs
}

/** The bytes of an entry: its length stands in two bytes before it (C2SP tlog-tiles). */
export function entryBytes({ bundles, starts }: EntryTable, index: number): Uint8Array {
  const bundle = bundles[Math.floor(index / tileWidth)] ?? new Uint8Array()
  const start = starts[index] ?? 0
  const length = ((bundle[start - 2] ?? 0) << 8) | (bundle[start - 1] ?? 0)
  return bundle.subarray(start, start + length)
}

/** The leaf hash of an entry. */
export function leafAt(table: EntryTable, index: number): Hash {
  return leafRow(table, index, index + 1)
}

/** The leaf hashes from one index to before another, one behind the other. */
export function leafRow({ leaves }: EntryTable, start: number, end: number): Uint8Array {
  return leaves.subarray(start * hashBytes, end * hashBytes)
}

/** The entries of a log all of which were read before and are what a node writes. */
export function loggedEntries(table: EntryTable): LoggedEntries {
  return partOf(table, leafIndex(table), 0, table.starts.length)
}

type FindLeaf = (leaf: string) => number | undefined

function partOf(table: EntryTable, find: FindLeaf, start: number, end: number): LoggedEntries {
  const read = (index: number): LoggedEntry => new ReadEntry(table, index)
  const at = (index: number): LoggedEntry | undefined =>
    index >= start && index < end ? read(index) : undefined
  function* all(): Generator<LoggedEntry> {
    for (let index = start; index < end; index += 1) yield read(index)
  }
  return {
    length: end - start,
    [Symbol.iterator]: all,
    at,
    first: () => at(start),
    last: () => at(end - 1),
    *ofRecords() {
      for (let index = start; index < end; index += 1)
        if (((table.members[index] ?? 0) & hasRecord) > 0) yield read(index)
    },
    of(...events) {
      const wanted = new Set(events.map((event) => numbers.get(event)))
      const found: LoggedEntry[] = []
      for (let index = start; index < end; index += 1)
        if (wanted.has(table.events[index])) found.push(read(index))
      return found
    },
    lastOf(event) {
      for (let index = end - 1; index >= start; index -= 1)
        if (table.events[index] === numbers.get(event)) return read(index)
      return undefined
    },
    part: (from, until) => partOf(table, find, Math.max(start, from), Math.min(end, until)),
    *times() {
      for (let index = start; index < end; index += 1) yield { index, ms: table.timesMs[index] ?? 0 }
    },
    *committed() {
      for (let index = start; index < end; index += 1) {
        const members = table.members[index] ?? 0
        const [actor, details] = [(members & hasActor) > 0, (members & hasDetails) > 0]
        if (actor || details) yield { index, actor, details }
      }
    },
    *leaves() {
      for (let index = start; index < end; index += 1) yield leafAt(table, index)
    },
    leafRow: () => leafRow(table, start, end),
    indexOf: find,
  }
}

class ReadEntry implements LoggedEntry {
  readonly #table: EntryTable
  readonly index: number
  readonly entry: Entry

  constructor(table: EntryTable, index: number) {
    this.#table = table
    this.index = index
    this.entry = JSON.parse(Buffer.from(entryBytes(table, index)).toString('latin1')) as Entry
  }

  get leaf(): string {
    return Buffer.from(leafAt(this.#table, this.index)).toString('hex')
  }
}

/** Finds leaves by their hashes, which are spread evenly: a table half of whose places are taken. */
function leafIndex(table: EntryTable): FindLeaf {
  const size = table.starts.length
  const places = 2 ** Math.ceil(Math.log2(2 * size + 2))
  const taken = new Int32Array(places)
  const { leaves } = table
  const next = (place: number): number => (place + 1) % places
  for (let index = 0; index < size; index += 1) {
    let place = leaves.readUInt32BE(index * hashBytes) % places
    while (taken[place] !== 0) place = next(place)
    taken[place] = index + 1
  }
  return (leaf) => {
    const wanted = Buffer.from(leaf, 'hex')
    if (wanted.length !== hashBytes) return undefined
    let found: number | undefined
    for (let place = wanted.readUInt32BE(0) % places; taken[place] !== 0; place = next(place)) {
      const index = (taken[place] ?? 0) - 1
      if (wanted.equals(leafAt(table, index))) found = index
    }
    return found
  }
}
