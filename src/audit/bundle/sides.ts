import type { EventName } from '../events.ts'
import { compareReports } from './custodyReports.ts'
import { namesOf, wasLostAfter } from './formerLogs.ts'
import { trustListPath } from './layout.ts'
import type { CheckedBundle } from './verify.ts'
import { type PlannedMessage, planRecords } from './plan.ts'
import { promiseOf } from './promises.ts'
import { compareFiles } from './sameFiles.ts'
import { compareShownHeads } from './shownHeads.ts'
import type { ComparedFact, FindIn } from './report.ts'

/** How much later than a log's last entry something may be dated and still be expected in it, in milliseconds. */
const raceMs = 1_000

/**
 * Compares the bundles of two nodes: what one says to have sent or received, the other must say as well.
 *
 * @param isNewest - whether no later bundle of the same node is compared as well
 */
export function compareSides(
  a: CheckedBundle,
  b: CheckedBundle,
  isNewest: (bundle: CheckedBundle) => boolean,
  find: FindIn,
): ComparedFact {
  compareFiles(a, b, find)
  compareTrust(a, b, find)
  let [messages, onTheirWay, afterEnd] = [0, 0, 0]
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const { later, alike, open, after } = compareLogs(one, other, find)
    messages += alike
    onTheirWay += open
    afterEnd += after
    if (later > 0 && isNewest(other)) nameLater(one, other, later, find)
    compareReceipts(one, other, find)
    compareShownHeads(one, other, find)
    compareReports(one, other, isAfter, find)
  }
  return {
    bundles: [a.name, b.name],
    states: [a.own, b.own],
    messages,
    ...(onTheirWay === 0 ? {} : { onTheirWay }),
    ...(afterEnd === 0 ? {} : { afterEnd }),
  }
}

/** Two lists of one State with one number, both signed by it, show that it has told two stories. */
function compareTrust(a: CheckedBundle, b: CheckedBundle, find: FindIn): void {
  for (const { state, sequence, digest } of a.trust.facts) {
    const other = b.trust.facts.find((fact) => fact.state === state && fact.sequence === sequence)
    if (other !== undefined && other.digest !== digest) {
      find(
        a.name,
        'fork',
        trustListPath(state, sequence),
        `${state} has signed another list with this number, which ${b.name} has`,
      )
    }
  }
}

/**
 * Every message that `one` knows the fate of must be in the log of `other`, with the same fate. Returns how many are from
 * after the end of the other bundle, how many of those that `one` has sent both tell alike, and how many were not compared.
 */
function compareLogs(one: CheckedBundle, other: CheckedBundle, find: FindIn): Compared {
  const theirs = messagesOf(other, one.own)
  const erased = firstErasures(other)
  let [later, alike, open, after] = [0, 0, 0, 0]
  for (const [name, planned] of messagesOf(one, other.own)) {
    // What was sent and has no receipt is on its way: the other side may have it or not.
    if (planned.own && planned.receipt === null) {
      open += 1
      continue
    }
    const found = theirs.get(name)
    if (isAfter(planned.receipt?.mark.time ?? planned.mark.time, other)) {
      if (found === undefined && planned.fate === 'placed') later += 1
      // What the other log has all the same counts where it is the same; else nothing follows from it.
      if (planned.own && found?.fate === planned.fate && found.sequence === planned.sequence) alike += 1
      else if (planned.own) after += 1
      continue
    }
    const verb = planned.own ? 'sent and has a receipt for' : 'received'
    if (found === undefined) {
      find(
        other.name,
        wasLost(planned, other) || isGone(planned, other) ? 'incomplete' : 'mismatch',
        `message ${planned.digest}`,
        `${one.name} ${verb} it, and it is not in this log`,
      )
    } else if (planned.fate === 'placed' && found.fate === 'placed' && found.sequence !== planned.sequence) {
      find(
        other.name,
        'mismatch',
        `message ${planned.digest}`,
        `it has another place in the record than in ${one.name}`,
      )
    } else if (planned.own && planned.fate !== found.fate && !cameTooLate(name, found, erased)) {
      find(
        other.name,
        'mismatch',
        `message ${planned.digest}`,
        `it is ${found.fate} here and ${planned.fate} in ${one.name}`,
      )
    } else if (planned.own && planned.fate === found.fate) alike += 1
  }
  return { later, alike, open, after }
}

interface Compared {
  readonly later: number
  readonly alike: number
  /** Of those that `one` has sent: without a receipt; and of about or after the end of the other log, and not alike. */
  readonly open: number
  readonly after: number
}

function nameLater(one: CheckedBundle, other: CheckedBundle, later: number, find: FindIn): void {
  const ends = other.log.entries.last()?.entry.t ?? '?'
  const what = `${one.name} has messages between the two (${later}) from after ${ends}, when this bundle ends: ask for a newer one`
  find(other.name, 'incomplete', 'checkpoint', what)
}

/** Refused because the record was erased; on the node that keeps its order it has its place all the same. */
function cameTooLate(
  name: string,
  { fate, mark, receipt }: PlannedMessage,
  erased: ReadonlyMap<string, number>,
): boolean {
  const [subject = ''] = name.split(' ')
  // It may have been refused for the time being before that, and what counts is the last that was said of it.
  return fate === 'refused' && (erased.get(subject) ?? Infinity) < (receipt?.mark ?? mark).index
}

/** The entry with which each record was erased first, by the log's name of the request. */
function firstErasures({ log }: CheckedBundle): ReadonlyMap<string, number> {
  const erased = log.entries.of('record.erased').reverse()
  return new Map(erased.map(({ index, entry: { record = '' } }) => [record, index]))
}

/** What was refused for the time being nobody keeps; its author may have lost it with its database since. */
function wasLost({ own, fate, mark }: PlannedMessage, { log }: CheckedBundle): boolean {
  return !own && fate === 'refused' && wasLostAfter(mark.time, log)
}

/** Lost with a database, and erased since where it could have been fetched back from. */
function isGone({ erased, mark, receipt }: PlannedMessage, { log }: CheckedBundle): boolean {
  return erased === true && wasLostAfter((receipt?.mark ?? mark).time, log)
}

/** The messages between this node and that State, by request and digest. */
function messagesOf({ log }: CheckedBundle, peer: string): Map<string, PlannedMessage> {
  const found = new Map<string, PlannedMessage>()
  for (const { subject, messages } of planRecords(log.entries.ofRecords())) {
    for (const planned of messages) {
      if (planned.peer === peer) found.set(`${subject} ${planned.digest}`, planned)
    }
  }
  return found
}

/** The receipts that `one` had from `other`: given by the other's own log, with the entry that they promise. */
function compareReceipts(one: CheckedBundle, other: CheckedBundle, find: FindIn): void {
  const givenIn = (event: EventName): ReadonlySet<string | undefined> =>
    new Set(other.log.entries.of(event).map(({ entry }) => entry.receipt))
  const given = givenIn('receipt.given')
  // Those that the other node had given, had lost with its database, and has back from this one.
  const restored = givenIn('restored.received')
  const names = namesOf(other.log)
  for (const { planned, receipt } of one.messages) {
    if (!planned.own || planned.peer !== other.own || receipt === null || planned.receipt === null) continue
    // Of what is gone with its record it was said that the message lacks.
    if (isAfter(new Date(receipt.time), other) || isGone(planned, other)) continue
    const object = `receipt ${planned.receipt.digest}`
    if (restored.has(planned.receipt.digest)) continue
    if (!given.has(planned.receipt.digest)) {
      find(other.name, 'mismatch', object, `${one.name} has it, and it is not in this log`)
    }
    const promised = promiseOf(receipt)
    if (
      promised !== null &&
      names.has(promised.origin) &&
      other.log.entries.indexOf(promised.leaf) === undefined
    ) {
      find(other.name, 'mismatch', object, `the entry that it promises to ${one.name} is not in this log`)
    }
  }
}

/** Whether something happened after the last entry of a log, so that it cannot be in it. */
function isAfter(time: Date, { log }: CheckedBundle): boolean {
  const last = log.entries.last()
  return last !== undefined && time.getTime() > Date.parse(last.entry.t) - raceMs
}
