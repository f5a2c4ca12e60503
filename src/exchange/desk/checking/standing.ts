import { type NotedAlarm, listAlarms } from '../../../store/alarms.ts'
import { encodeVerifierKey } from '../../../audit/note.ts'
import { readHead } from '../../../store/audit.ts'
import { lastBalance } from '../../../store/balances.ts'
import { countDamagedFiles } from '../../../store/lateness.ts'
import type { BalanceRow } from '../../../store/trailTables.ts'
import { lastCosignatures, listAllConflicts } from '../../../store/witness.ts'
import { differencesOf } from '../../balance/differences.ts'
import { exchangeLimits } from '../../limits.ts'
import type { Node } from '../../node.ts'
import { countLongUnconfirmed } from '../../people/credentialActs.ts'
import { readiness } from '../../readiness.ts'
import { type LastCheck, endOf, lastCheck } from '../../recheck/dailyCheck.ts'
import { witnessPolicyOf } from '../../witness/ownWitnesses.ts'
import { type WitnessedUpTo, isUnwitnessed, witnessedUpTo } from '../../witness/witnessedUpTo.ts'
import type { DeskReader } from '../deskReader.ts'
import { type DeskNames, deskNames } from '../names.ts'

/** A witness of the own log, and what it has cosigned of it. */
export interface WitnessStanding {
  readonly name: string
  /** It is asked; else it signs, if it does, by itself. */
  readonly isAsked: boolean
  /** Null: nothing of this log. */
  readonly last: { readonly size: number; readonly at: Date } | null
}

/** What this node and a peer have told each other of the messages between them. */
export interface BalanceStanding {
  readonly peer: string
  /** Null: they have not balanced yet. */
  readonly last: {
    readonly from: Date | null
    readonly until: Date
    readonly madeAt: Date
    readonly agreed: boolean
    /** Messages in which they differ; null: in none, or it was not found out yet in which. */
    readonly differing: number | null
  } | null
}

/** What whoever checks the node looks into. */
export type Alarm =
  | { readonly what: 'broken'; readonly object: string; readonly found: string }
  | { readonly what: 'forked'; readonly state: string; readonly count: number; readonly last: Date }
  | { readonly what: 'unwitnessed'; readonly since: Date | null }
  | { readonly what: 'differs' | 'unbalanced'; readonly state: string }
  | { readonly what: 'unchecked' }
  /** People who are let in on the word of one administrator alone, for longer than their approvals are told of by themselves. */
  | { readonly what: 'unconfirmed'; readonly count: number }
  /** Files that this State took in, and that do not lie there as they were, or not at all. */
  | { readonly what: 'filesDamaged'; readonly count: number }
  /** A check of `/readyz` that did not pass, by its name. */
  | { readonly what: 'notReady'; readonly check: string }

/** Where the node stands, for whoever checks it; nothing of any request. */
export interface NodeStanding {
  readonly names: DeskNames
  readonly log: {
    readonly origin: string
    readonly size: number
    readonly signedAt: Date | null
    readonly witnessed: WitnessedUpTo
  }
  readonly lastCheck: LastCheck | null
  readonly witnesses: readonly WitnessStanding[]
  readonly balances: readonly BalanceStanding[]
  readonly alarms: readonly Alarm[]
  /** What the log tells of the last days. */
  readonly noted: readonly NotedAlarm[]
  readonly notedSince: Date
  readonly now: Date
}

/** Where the node stands: its log, its witnesses, its balances, and what is not as it should be. */
export async function readStanding(node: Node, { authority }: DeskReader): Promise<NodeStanding> {
  const head = await readHead(node.db)
  const now = node.now()
  const { alarmDays } = exchangeLimits.checking
  const notedSince = new Date(now.getTime() - alarmDays * dayMs)
  const [witnessed, check, balances] = await Promise.all([
    witnessedUpTo(node, head),
    lastCheck(node),
    balancesOf(node),
  ])
  const [witnesses, alarms, noted] = await Promise.all([
    witnessesOf(node, head.log),
    alarmsOf(node, check, witnessed, balances),
    listAlarms(node.db, notedSince),
  ])
  const { size, signed_at: signedAt } = head
  return {
    names: deskNames(node, authority, []),
    log: { origin: node.logSigner(head.log).name, size, signedAt, witnessed },
    lastCheck: check,
    witnesses,
    balances,
    alarms,
    noted,
    notedSince,
    now,
  }
}

const dayMs = 86_400_000

async function witnessesOf(node: Node, log: number): Promise<WitnessStanding[]> {
  const { witnesses } = witnessPolicyOf(node)
  const keys = witnesses.map(({ verifier }) => encodeVerifierKey(verifier))
  const rows = new Map((await lastCosignatures(node.db, log, keys)).map((row) => [row.witness, row]))
  return [...new Set(witnesses.map(({ name }) => name))].map((name) => {
    const own = witnesses.filter((one) => one.name === name)
    const [newest] = own
      .flatMap(({ verifier }) => rows.get(encodeVerifierKey(verifier)) ?? [])
      .toSorted((one, other) => other.size - one.size)
    const last = newest === undefined ? null : { size: newest.size, at: newest.cosigned_at }
    return { name, isAsked: own.some(({ url }) => url !== null), last }
  })
}

async function balancesOf({ db, trust }: Node): Promise<BalanceStanding[]> {
  return await Promise.all(
    trust.peers.map(async (peer) => {
      const row = await lastBalance(db, peer)
      return { peer, last: row === null ? null : balanceIn(row) }
    }),
  )
}

function balanceIn(row: BalanceRow): BalanceStanding['last'] {
  const { from_at: from, until_at: until, made_at: madeAt, agreed } = row
  return { from, until, madeAt, agreed, differing: differencesOf(row)?.count ?? null }
}

async function alarmsOf(
  node: Node,
  check: LastCheck | null,
  { waitingSince }: WitnessedUpTo,
  balances: readonly BalanceStanding[],
): Promise<Alarm[]> {
  const { checks } = await readiness(node)
  const unconfirmed = await countLongUnconfirmed(node)
  const damaged = await countDamagedFiles(node.db, node.state)
  const wrong = check?.wrong ?? null
  const isOld = (at: number): boolean => node.machineNow().getTime() - at > exchangeLimits.checking.oldMs
  return [
    ...(wrong === null ? [] : [{ what: 'broken', object: wrong.object, found: wrong.what } as const]),
    ...(await forksOf(node)),
    ...((await isUnwitnessed(node)) ? [{ what: 'unwitnessed', since: waitingSince } as const] : []),
    ...balances.flatMap(({ peer: state, last }): Alarm[] => {
      if (last === null) return []
      if (!last.agreed) return [{ what: 'differs', state }]
      return isOld(last.madeAt.getTime()) ? [{ what: 'unbalanced', state }] : []
    }),
    ...(check !== null && isOld(endOf(check).getTime()) ? [{ what: 'unchecked' } as const] : []),
    ...(unconfirmed > 0 ? [{ what: 'unconfirmed', count: unconfirmed } as const] : []),
    ...(damaged > 0 ? [{ what: 'filesDamaged', count: damaged } as const] : []),
    // What is wrong with the log stands above with where it is.
    ...checks
      .filter(({ ok, name }) => !ok && (name !== 'log' || wrong === null))
      .map(({ name }) => ({ what: 'notReady', check: name }) as const),
  ]
}

async function forksOf({ db }: Pick<Node, 'db'>): Promise<Alarm[]> {
  const proofs = await listAllConflicts(db)
  return [...new Set(proofs.map(({ state }) => state))].map((state) => {
    const own = proofs.filter((one) => one.state === state)
    const last = own.map(({ found_at }) => found_at).reduce((one, other) => (one > other ? one : other))
    return { what: 'forked', state, count: own.length, last }
  })
}
