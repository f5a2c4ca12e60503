import { emptyRecord, nextPlace } from '../../workflow/record.ts'
import { finalStates } from '../../workflow/table.ts'
import type { EventName } from '../events.ts'
import type { Disclosures } from './disclosures.ts'
import { type Files, receiptPath } from './layout.ts'
import type { LoggedEntries, LoggedEntry } from './entries.ts'
import { entryName } from './log.ts'
import type { RecordMessage } from './messages.ts'
import { type Plan, messagePath } from './plan.ts'
import type { Find } from './report.ts'

/** An erasure of which a log tells: an entry `record.erased`, and those about the same record before it. */
export interface Erasure {
  /** The log's name of the request. */
  readonly subject: string
  readonly logged: LoggedEntry
  /** The entries whose openings went: those about the record that had any, from the erasure before it on. */
  readonly gone: readonly LoggedEntry[]
  /** The record was under a legal hold. */
  readonly isHeld: boolean
  /** The first entry after it that takes a message into the record. */
  readonly later: LoggedEntry | undefined
}

/** The erasures of which the first `size` entries tell. */
export function erasuresIn(entries: LoggedEntries, size: number): Erasure[] {
  const erased = entries.part(0, size).of('record.erased')
  const subjects = new Set(erased.flatMap(({ entry: { record } }) => record ?? []))
  if (subjects.size === 0) return []
  const bySubject = new Map<string, LoggedEntry[]>()
  for (const logged of entries.ofRecords()) {
    const { record } = logged.entry
    if (record === undefined || !subjects.has(record)) continue
    const known = bySubject.get(record)
    if (known === undefined) bySubject.set(record, [logged])
    else known.push(logged)
  }
  return [...bySubject].flatMap(([subject, about]) =>
    erasuresOf(subject, about).filter(({ logged }) => logged.index < size),
  )
}

/** The erasures of one record, by all entries about it. */
function erasuresOf(subject: string, about: readonly LoggedEntry[]): Erasure[] {
  const begun: Omit<Erasure, 'later'>[] = []
  let gone: LoggedEntry[] = []
  let isHeld = false
  for (const logged of about) {
    const { evt, actor, d } = logged.entry
    if (evt === 'record.erased') {
      begun.push({ subject, logged, gone, isHeld })
      gone = []
    }
    if (actor !== undefined || d !== undefined) gone.push(logged)
    if (evt.startsWith('hold.')) isHeld = evt === 'hold.placed'
  }
  const takings = about.filter(({ entry }) => taking.has(entry.evt))
  let next = 0
  return begun.map((erasure) => {
    while ((takings[next]?.index ?? Infinity) < erasure.logged.index) next += 1
    return { ...erasure, later: takings[next] }
  })
}

/** The entries whose openings went, by their index: all about the record before its erasure that had any. */
export function openingsGone(erasures: readonly Erasure[]): ReadonlySet<number> {
  return new Set(erasures.flatMap(({ gone }) => gone.map(({ index }) => index)))
}

/** What erasures are judged by. */
export interface ErasureSources {
  readonly files: Files
  readonly erasures: readonly Erasure[]
  /** By request. */
  readonly plans: ReadonlyMap<string, Plan>
  readonly disclosed: Disclosures
  readonly isInScope: (index: number) => boolean
}

/** Events after which a record holds something that its erasure cannot have reached. */
const taking: ReadonlySet<EventName> = new Set<EventName>([
  'message.sent',
  'message.received',
  'message.placed',
  'restored.sent',
  'restored.received',
])

/**
 * Checks the erasures that a bundle should tell of: all openings of which the log has commitments went and no fewer, what
 * went is not here, no hold was on the record, nothing was taken after it, and two persons did it. Each that holds is
 * named as what it is: contents that lack with a ground.
 */
export function checkErasures(sources: ErasureSources, find: Find): void {
  const planned = new Map([...sources.plans].map(([request, plan]) => [plan.subject, { request, plan }]))
  for (const erasure of sources.erasures) {
    if (!sources.isInScope(erasure.logged.index)) continue
    const { logged, subject } = erasure
    const known = planned.get(subject)
    const object = known === undefined ? `record ${subject}` : `record/${known.request}/`
    const faults = [
      ...faultsIn(erasure),
      ...peopleFaults(sources.disclosed, logged),
      ...leftovers(sources, erasure, known),
    ]
    for (const fault of faults) find('mismatch', entryName(logged.index), fault)
    find('incomplete', object, inWords(erasure, sources.disclosed))
  }
}

function faultsIn(erasure: Erasure): readonly string[] {
  const { logged, gone, isHeld, later } = erasure
  return [
    ...(logged.entry.count === gone.length
      ? []
      : [`it says that ${logged.entry.count} openings were erased, and the log has had ${gone.length}`]),
    ...(isHeld ? ['the record was erased under a legal hold'] : []),
    ...(later === undefined
      ? []
      : [
          `${entryName(later.index)} takes a message into the record after it was erased (${later.entry.evt})`,
        ]),
  ]
}

function peopleFaults(disclosed: Disclosures, { index }: LoggedEntry): readonly string[] {
  const { actor, details } = disclosed.get(index) ?? {}
  const person = textIn(actor, 'person')
  return person !== '' && person === textIn(details, 'approver') ? ['one person alone erased the record'] : []
}

/** What the bundle has though it was erased. */
function leftovers(
  { files, disclosed }: ErasureSources,
  erasure: Erasure,
  known: { readonly request: string; readonly plan: Plan } | undefined,
): readonly string[] {
  const opened = erasure.gone.find(({ index }) => disclosed.has(index))
  const kept = known?.plan.messages.find(
    (planned) => planned.erased === true && files.has(messagePath(known.request, planned)),
  )
  return [
    ...(opened === undefined ? [] : [`what opens ${entryName(opened.index)} is here, though it was erased`]),
    ...(kept === undefined ? [] : [`message ${kept.digest} is here, though it was erased`]),
  ]
}

function inWords({ logged: { index, entry } }: Erasure, disclosed: Disclosures): string {
  const ground = textIn(disclosed.get(index)?.details, 'ground')
  const words = ground === '' ? '' : ` “${ground}”`
  return `erased on ${entry.t}, ground ${entry.code ?? ''}${words}: ${entry.count ?? 0} openings of the log and the texts of the messages`
}

function textIn(value: unknown, member: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const found: unknown = Object.hasOwn(value, member) ? Reflect.get(value, member) : undefined
  return typeof found === 'string' ? found : ''
}

/**
 * Checks an erased record by what is left of it: its messages stand without hole, the receipts give the heads that follow
 * from their digests, and the last one tells that it had ended. False where it could not be followed to its end.
 */
export function checkErasedRecord(request: string, placed: readonly RecordMessage[], find: Find): boolean {
  let place = emptyRecord(request)
  for (const { path, planned, receipt } of placed) {
    const next = nextPlace(place, planned.digest)
    if (planned.sequence !== next.sequence) {
      find(
        'mismatch',
        path,
        `the log has it at place ${planned.sequence}, but place ${next.sequence} was to follow`,
      )
      return false
    }
    place = next
    if (receipt?.event !== 'relayAcceptance') continue
    if (receipt.sequence !== place.sequence || receipt.head !== place.head)
      find('mismatch', receiptPath(path), 'it gives another place or head than the digests of the record')
    if (planned === placed.at(-1)?.planned && !finalStates().has(receipt.state))
      find(
        'mismatch',
        receiptPath(path),
        `the record was erased, and it says ${receipt.state}: it had not ended`,
      )
  }
  return true
}
