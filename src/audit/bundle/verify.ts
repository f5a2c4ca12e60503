import { rememberChains } from '../../trust/checkCertificate.ts'
import type { Certificate } from '../../trust/certificate.ts'
import type { WitnessPolicy } from '../witnessPolicy.ts'
import { type CallAssistant, assistantFor } from './assistant.ts'
import { checkBalances } from './balances.ts'
import { balancedIn, countsOf, factsOf, withLater } from './bundleFacts.ts'
import { type SeenHead, checkCosigned } from './cosigned.ts'
import { cosignedFacts } from './countersigned.ts'
import { checkContrary, plannedContrary } from './contraryReceipts.ts'
import { type OpenedReport, checkFiles, openReports, plannedReports, sealedIn } from './custodyReports.ts'
import { type Disclosures, checkUndisclosed, readDisclosures } from './disclosures.ts'
import { checkErasureReports } from './erasureReports.ts'
import { checkErasures, erasuresIn, openingsGone } from './erasures.ts'
import { checkLogFiles, checkRecordFiles } from './fileSet.ts'
import {
  type KeptCheckpoint,
  type NamedLog,
  compareApart,
  compareLogsOfOneOrigin,
  compareWithFormer,
  compareWithKept,
} from './forks.ts'
import { type LogKeys, checkFormerLogs, keysOfLogs, nameLost } from './formerLogs.ts'
import { type Files, bundlePaths, contraryPath, contentOf } from './layout.ts'
import { type BundleLog, openHead, readLog } from './log.ts'
import type { RecordMessage } from './messages.ts'
import { openMessages } from './openMessages.ts'
import { Findings, reportOf } from './findings.ts'
import { checkPins } from './pins.ts'
import { isOneOf, peersIn, planInScope } from './planInScope.ts'
import { checkProofs } from './proofs.ts'
import { checkDates } from './dates.ts'
import { checkPromises } from './promises.ts'
import { checkRecords } from './record.ts'
import { type Facts, type Find, type Report, type Severity, notExported } from './report.ts'
import { type RevocationHistory, checkGiven, checkListSigners, openRevocations } from './revocations.ts'
import { checkStatement, holdsCustody, inScope, readScope } from './scope.ts'
import { isOfSameStates } from './sameStates.ts'
import { type ShownHead, compareAmongShown } from './shownHeads.ts'
import { compareSides } from './sides.ts'
import { checkTimeStamps } from './timeStamps.ts'
import { checkChains, checkTimes } from './trail.ts'
import { checkWitnessed } from './witnessed.ts'
import { type Pins, type TrustHistory, openTrust } from './trust.ts'
import { unbelievedIn } from './unbelieved.ts'

/** A bundle and the name by which the report calls it. */
export interface Bundle {
  readonly name: string
  readonly files: Files
}

export interface VerifyOptions {
  /** What the reader has compared out of band. A State that is not in it is reported as not pinned. */
  readonly pins?: Pins
  /** Checkpoints that the reader kept, of any of the logs. */
  readonly checkpoints?: readonly KeptCheckpoint[]
  /** Lists of revoked certificates (DER) that the reader has fetched himself: they may tell of what was found out since. */
  readonly revocationLists?: readonly Uint8Array[]
  /** Which witnesses must have cosigned each log; null: every State of the bundle is told as one, and none is asked for. */
  readonly policy?: WitnessPolicy | null
  /** The authorities of time stamps that the reader vouches for; null: none is named, and stamps are told as nobody's. */
  readonly timeAuthorities?: readonly Certificate[] | null
  /** Whom to call when there is much to open; where nobody is named, all is done in this thread. */
  readonly callAssistant?: CallAssistant
}

/** A bundle that could be read to the end, for the comparison with others. */
export interface CheckedBundle extends Bundle {
  readonly own: string
  readonly log: BundleLog
  readonly trust: TrustHistory
  readonly messages: readonly RecordMessage[]
  readonly shownHeads: readonly ShownHead[]
  readonly revocations: RevocationHistory
  /** The heads of the log that witnesses have cosigned. */
  readonly heads: readonly SeenHead[]
  /** With which keys the heads of its log, and of those that it has followed, are signed. */
  readonly keys: LogKeys
  /** How both nodes have found the files that the records hand over. */
  readonly reports: readonly OpenedReport[]
  readonly disclosed: Disclosures
}

/** The report, and what could be opened to the end: what a reader is told of a case is taken from that alone. */
export interface Verified {
  readonly report: Report
  readonly opened: readonly CheckedBundle[]
}

/**
 * Verifies the bundles of one or more nodes, each by itself and all against each other, without a network, a
 * database, a clock or any trust but the pins. The result is plain data.
 */
export async function verifyBundles(
  bundles: readonly Bundle[],
  options: VerifyOptions = {},
): Promise<Report> {
  return (await verifyAndOpen(bundles, options)).report
}

/** The same, with what was opened on the way. */
export async function verifyAndOpen(
  bundles: readonly Bundle[],
  options: VerifyOptions = {},
): Promise<Verified> {
  const findings = new Findings()
  const findIn = (bundle: string, severity: Severity, object: string, what: string): void => {
    findings.add({ severity, bundle, object, what })
  }
  const facts: Facts[] = []
  const logs: NamedLog[] = []
  const checked: CheckedBundle[] = []
  for (const bundle of bundles) {
    const one = await verifyOne(bundle, options, (...finding) => {
      findIn(bundle.name, ...finding)
    })
    facts.push(one.facts)
    if (one.log !== null)
      logs.push({ name: bundle.name, log: one.log, keys: one.keys, isPinned: isPinned(one) })
    if (one.checked !== null) checked.push(one.checked)
  }
  for (const [a, b] of pairsOf(logs)) {
    if (a.log.checkpoint.origin === b.log.checkpoint.origin) compareLogsOfOneOrigin(a, b, findIn)
    compareWithFormer(a, b, findIn)
    compareWithFormer(b, a, findIn)
  }
  const begin = (options.checkpoints ?? []).flatMap((kept) => compareWithKept(logs, kept, findIn))
  checkPins(bundles, options.pins ?? new Map<string, string[]>(), findIn)
  checkGiven(checked, options.revocationLists ?? [], findIn)
  compareAmongShown(checked, findIn)
  const isNewest = isNewestIn(checked)
  const pairs = pairsOf(checked).filter(([a, b]) => isOfSameStates(a, b, findIn))
  for (const [a, b] of pairs) if (a.own === b.own) compareApart(a, b, findIn)
  const compared = pairs
    .filter(([a, b]) => a.own !== b.own)
    .map(([a, b]) => compareSides(a, b, isNewest, findIn))
  const known = facts.map((one) => withLater(one, checked))
  return { report: reportOf(findings, known, { compared, begin }), opened: checked }
}

/** Whether a bundle is the one that goes furthest of those of its node. */
function isNewestIn(checked: readonly CheckedBundle[]): (bundle: CheckedBundle) => boolean {
  const until = ({ log }: CheckedBundle): string => log.entries.last()?.entry.t ?? ''
  return (bundle) => checked.every((other) => other.own !== bundle.own || until(other) <= until(bundle))
}

/** Whether the reader has pinned the State whose log it is. */
function isPinned({ checked }: One): boolean {
  return checked?.trust.facts.some(({ state, pinned }) => pinned && state === checked.own) ?? false
}

function pairsOf<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((a, at) => all.slice(at + 1).map((b): [T, T] => [a, b]))
}

interface One {
  readonly facts: Facts
  readonly log: BundleLog | null
  readonly keys: LogKeys
  readonly checked: CheckedBundle | null
}

/** Of a bundle whose log could not be read. */
const nothing = { log: null, keys: new Map(), checked: null } as const

/** The steps for one bundle; each later one builds on what the earlier ones have proven. */
async function verifyOne({ name, files }: Bundle, options: VerifyOptions, findAny: Find): Promise<One> {
  const { pins = new Map<string, string[]>(), revocationLists = [] } = options
  const unchecked = new Set<string>()
  const find: Find = (severity, object, what) => {
    if (what === notExported) unchecked.add(object)
    findAny(severity, object, what)
  }
  const head = openHead(files, find)
  const unread = { checked: 'nothing', ...unbelievedIn(files, null) } as const
  if (head === null) return { facts: { bundle: name, ...unread }, ...nothing }
  const { origin, size, root } = head.checkpoint
  const isPossible = checkLogFiles(files, size, find)
  const known = { bundle: name, origin, size, root: Buffer.from(root).toString('hex') }
  const log = isPossible ? readLog(files, head, find) : null
  if (log === null) return { facts: { ...known, ...unread }, ...nothing }
  checkTimes(log.entries, find)
  checkChains(log.entries, find)
  const disclosed = readDisclosures(contentOf(files, bundlePaths.disclosures), log, find)
  const scope = readScope(files, log, disclosed, find)
  const plans = planInScope(files, log, scope, find)
  const planned = plannedReports(log.entries.part(0, scope.size), plans, (at) => disclosed.get(at)?.details)
  const contrary = plannedContrary(log.entries.part(0, scope.size), plans)
  const contraryPaths = contrary.map(({ request, digest }) => contraryPath(request, digest))
  checkRecordFiles(files, plans, { planned, required: holdsCustody(scope) }, contraryPaths, find)
  const check = rememberChains(1_000)
  const peers = peersIn(plans, scope)
  const order = { files, size: scope.size, peers, pins, revocationLists }
  const assistant = assistantFor(order, plans, options.callAssistant)
  const isNeeded = isOneOf(peers)
  const trust = await openTrust({ files, log, size: scope.size, isNeeded, pins, check }, find)
  const erasures = erasuresIn(log.entries, scope.size)
  const gone = openingsGone(erasures)
  checkErasures({ files, erasures, plans, disclosed, isInScope: inScope(log, scope, new Set()) }, find)
  const { own } = trust
  const keys = keysOfLogs(log, own === null ? [] : trust.listsOf(own))
  checkFormerLogs(log, keys, find)
  nameLost(log, disclosed, find)
  const revocations = openRevocations(
    { files, log, size: scope.size, isNeeded, trust, given: revocationLists },
    find,
  )
  checkListSigners(trust, revocations, check, find)
  const sources = own === null ? null : { files, trust, own, revocations, check }
  if (sources === null) await assistant?.end()
  const messages = sources === null ? [] : await openMessages(sources, plans, assistant, find)
  const reports = sources === null ? [] : await openReports(sources, planned, find)
  if (sources !== null) await checkContrary(sources, contrary, messages, find)
  checkFiles({ messages, reports, entries: log.entries, disclosed, own }, find)
  const isInScope = inScope(log, scope, sealedIn(messages.filter(({ planned: { own: isOwn } }) => isOwn)))
  const isDue = (index: number): boolean => isInScope(index) && !gone.has(index)
  const undisclosed = checkUndisclosed(log, disclosed, isDue, find)
  for (const record of checkRecords(messages, find)) unchecked.add(record)
  checkDates(messages, find)
  checkErasureReports(messages, log.entries, scope.size, find)
  checkPromises(messages, log, find)
  const proofs = checkProofs({ files, trust, messages, stated: scope.stated?.proofs ?? null }, find)
  checkStatement(files, scope, find)
  const { policy = null, timeAuthorities = null } = options
  const cosigned = checkCosigned(
    { files, log, keys, trust, policy, stated: scope.stated?.cosigned ?? null, size: scope.size },
    find,
  )
  if (cosigned === null) unchecked.add(bundlePaths.cosigned)
  if (scope.stated === null) unchecked.add(bundlePaths.readme)
  const witnessed = checkWitnessed({ files, scope, trust }, find)
  const timeStamped = checkTimeStamps(
    { files, log, keys, authorities: timeAuthorities, size: scope.size },
    find,
  )
  const balances =
    own === null
      ? []
      : await checkBalances({ files, log, scope, own, trust, revocations, check, messages }, find)
  const facts: Facts = {
    ...known,
    checked: own === null ? 'log' : 'whole',
    ...(unchecked.size === 0 ? {} : { unchecked: [...unchecked].sort() }),
    ...balancedIn(balances),
    ...(own === null && policy === null ? {} : cosignedFacts(cosigned, messages)),
    ...(timeStamped === null ? {} : { timeStamped }),
    ...factsOf(log, scope, trust),
    ...unbelievedIn(files, trust.judged),
    // Where it does not show whose it is, no message was looked at: that there are none must not be said.
    ...(own === null ? {} : { ...countsOf(log, messages), proven: proofs.length }),
    records: plans.size,
    undisclosed,
  }
  const shownHeads = [...proofs, ...witnessed]
  const heads = cosigned?.heads ?? []
  const opened = {
    name,
    files,
    log,
    trust,
    messages,
    shownHeads,
    revocations,
    heads,
    keys,
    reports,
    disclosed,
  }
  return { facts, log, keys, checked: own === null ? null : { ...opened, own } }
}
