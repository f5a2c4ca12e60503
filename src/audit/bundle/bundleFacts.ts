import type { OpenedBalance } from './balances.ts'
import type { LoggedEntry } from './entries.ts'
import { formerLogs } from './formerLogs.ts'
import type { BundleLog } from './log.ts'
import type { RecordMessage } from './messages.ts'
import type { Facts } from './report.ts'
import type { Scope } from './scope.ts'
import { laterHead } from './shownHeads.ts'
import type { TrustHistory } from './trust.ts'
import type { CheckedBundle } from './verify.ts'

/** With what is known of the log beyond its bundle: a bundle that is old is no fault, and must not seem new. */
export function withLater(facts: Facts, checked: readonly CheckedBundle[]): Facts {
  const own = checked.find(({ name }) => name === facts.bundle)
  if (own === undefined) return facts
  const [latest] = checked
    .flatMap((other) => {
      const head = other === own ? null : laterHead(other, own)
      return head === null ? [] : [{ size: head.size, in: other.name, at: head.at?.toISOString() }]
    })
    .sort((a, b) => b.size - a.size)
  return latest === undefined ? facts : { ...facts, goesOn: latest }
}

function timesOf(
  first: LoggedEntry | undefined,
  last: LoggedEntry | undefined,
): Pick<Facts, 'from' | 'until'> {
  return first === undefined || last === undefined ? {} : { from: first.entry.t, until: last.entry.t }
}

/** Until when this node and each peer agreed last. */
export function balancedIn(balances: readonly OpenedBalance[]): Pick<Facts, 'balanced'> {
  const agreed = balances.flatMap((one) => (one.agreed ? [[one.peer, one.until] as const] : []))
  return agreed.length === 0 ? {} : { balanced: Object.fromEntries(agreed) }
}

export function factsOf(log: BundleLog, { requests, size, index }: Scope, trust: TrustHistory) {
  const { entries } = log
  const follows = formerLogs(log).map(({ origin, end }) => ({ origin, end }))
  return {
    ...(trust.own === null ? {} : { state: trust.own }),
    ...(follows.length === 0 ? {} : { follows }),
    ...timesOf(entries.first(), entries.last()),
    ...(index > size ? { answersFor: { entries: size, until: entries.at(size - 1)?.entry.t ?? null } } : {}),
    scope: requests ?? ['all'],
    trustLists: trust.facts,
  }
}

/** How many messages and receipts of a bundle hold. */
export function countsOf(log: BundleLog, messages: readonly RecordMessage[]) {
  const restored = messages.filter(({ planned }) => planned.restored === true).length
  return {
    ...(formerLogs(log).some(({ end }) => end === 'lost') ? { restored } : {}),
    messages: messages.filter(({ message }) => message !== null).length,
    receipts: messages.filter(({ receipt }) => receipt !== null).length,
    received: messages.filter(({ planned, receipt }) => planned.own && receipt !== null).length,
    unsettled: messages.filter(({ planned }) => planned.own && planned.receipt === null).length,
  }
}
