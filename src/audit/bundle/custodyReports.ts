import { digestOf } from '../../envelope/digest.ts'
import { gateJws } from '../../envelope/gate.ts'
import { verify } from '../../envelope/verify.ts'
import type { ExhibitReport } from '../../message/generated/types.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { stateOf } from '../../message/stateOf.ts'
import { validateExhibitReport } from '../../message/validate.ts'
import type { Disclosures } from './disclosures.ts'
import type { LoggedEntries } from './entries.ts'
import { wasLostAfter } from './formerLogs.ts'
import { reportPath } from './layout.ts'
import { type MessageSources, type RecordMessage, byListsOf, severityOf, wordsOf } from './messages.ts'
import type { Mark, Plan } from './plan.ts'
import type { Find, FindIn } from './report.ts'
import { jwsIn } from './layout.ts'
import type { CheckedBundle } from './verify.ts'

/** A report on a file between two States, of which the log of one of them tells. */
export interface PlannedReport {
  readonly request: string
  /** Of the report, hex. */
  readonly digest: string
  /** Whether the node of the log made it, and the other one has answered to it. */
  readonly own: boolean
  /** The other State. */
  readonly peer: string
  /** SHA-256 of the sealed file. */
  readonly sealed: string
  /** What was reported: whole, why it is damaged or waits, or that it is being fetched after all. */
  readonly code: string
  /** Why the other node does not keep it; null: it does. */
  readonly refusal: string | null
  readonly mark: Mark
}

/** A report that holds. */
export interface OpenedReport extends PlannedReport {
  readonly report: ExhibitReport
}

/**
 * The reports of which the first entries of a log tell, about these requests. The exporter writes their files by it, and the
 * verifier expects them by it.
 *
 * @param entries - those up to which the bundle answers
 * @param detailsAt - what opens the details of an entry; undefined: nothing does
 */
export function plannedReports(
  entries: LoggedEntries,
  plans: ReadonlyMap<string, Plan>,
  detailsAt: (index: number) => unknown,
): PlannedReport[] {
  const requests = new Map([...plans].map(([request, { subject }]) => [subject, request]))
  const found = new Map<string, PlannedReport>()
  for (const { index, entry } of entries.of('exhibit.told', 'exhibit.reported')) {
    const { evt, record = '', peer = '', digest: sealed = '', code = 'whole', t } = entry
    const request = requests.get(record)
    const digest = textIn(detailsAt(index), 'report')
    if (request === undefined || digest === null || !digestForm.test(digest)) continue
    const mark = { index, time: new Date(t) }
    const refusal = textIn(detailsAt(index), 'refusal')
    const own = evt === 'exhibit.told'
    found.set(reportPath(request, digest), { request, digest, own, peer, sealed, code, refusal, mark })
  }
  return [...found.values()]
}

const digestForm = /^[0-9a-f]{64}$/

function textIn(details: unknown, member: string): string | null {
  if (typeof details !== 'object' || details === null || !Object.hasOwn(details, member)) return null
  const value: unknown = Reflect.get(details, member)
  return typeof value === 'string' ? value : null
}

/** Opens the reports of a bundle: signed by the State that made each, about the file of which the log tells, and saying the same. */
export async function openReports(
  sources: MessageSources,
  planned: readonly PlannedReport[],
  find: Find,
): Promise<OpenedReport[]> {
  const opened: OpenedReport[] = []
  for (const one of planned) {
    const path = reportPath(one.request, one.digest)
    // That it lacks has been said.
    if (!sources.files.has(path)) continue
    const { revocations, check, own: state } = sources
    const jws = jwsIn(sources.files, path)
    const signer = one.own ? state : one.peer
    const mark = one.own ? asSigned(jws, one.mark) : one.mark
    const status = one.own ? revocations.everSince : revocations.takenAt(mark)
    const verified = await byListsOf(sources.trust, { states: [signer], mark }, (list) =>
      verify('exhibitReport', jws, list, mark.time, status, check),
    )
    const valid = verified.ok ? validateExhibitReport(verified.value) : verified
    if (!verified.ok || !valid.ok) {
      if (!valid.ok && !isDisbelieved(one, jws)) find(severityOf(valid), path, wordsOf(valid))
      continue
    }
    const { report } = valid
    const odd = oddTimeOf(report, verified.signedAt)
    if (odd !== null) {
      find(severityOf(odd), path, wordsOf(odd))
      continue
    }
    const fault =
      verified.digest === one.digest ? faultIn(report, one, state) : 'the log has another report here'
    if (fault === null) opened.push({ ...one, report })
    else find('mismatch', path, fault)
  }
  return opened
}

/**
 * When an own report is to be judged: when it was signed, by any list from then until the other node answered. That may be a
 * month later, under another key.
 */
function asSigned(jws: string, mark: Mark): Mark {
  const gated = gateJws('exhibitReport', jws)
  return gated.ok && gated.signedAt < mark.time ? { index: mark.index, time: gated.signedAt } : mark
}

/** The other node has not believed the key of this very report either, and this one has told it anew: nobody relies on it. */
function isDisbelieved({ own, refusal, digest }: PlannedReport, jws: string): boolean {
  return own && refusal !== null && /^(SIGNER_UNKNOWN|CERTIFICATE_)/.test(refusal) && digestOf(jws) === digest
}

/** A report is of the time of its signature: no node keeps another. */
function oddTimeOf({ time }: ExhibitReport, signedAt: Date): Refusal | null {
  const saysAt = Math.floor(Date.parse(time) / 1000) * 1000
  return saysAt === signedAt.getTime() ? null : refuse('TIME_OUT_OF_RANGE', { pointer: '/time' })
}

function faultIn(
  report: ExhibitReport,
  { own, peer, sealed, code }: PlannedReport,
  state: string,
): string | null {
  const [from, to] = own ? [state, peer] : [peer, state]
  if (report.node !== from || report.to !== to) return `it is of ${report.node} for ${report.to}`
  if (report.sealed.sha256 !== sealed) return 'it is about another file than the log says'
  const said = report.code ?? report.outcome
  if (said !== code) return `it says ${said}, and the log says ${code}`
  return null
}

/**
 * What the log tells of a file when it was taken in or looked at, and what messages and reports sign of it, are of one file.
 * Each State answers for its own files: what another says of them, or what was not placed, is no word of it.
 */
export function checkFiles({ messages, reports, entries, disclosed, own }: FileSources, find: Find): void {
  const signed = new Map<string, { readonly sha256: string; readonly path: string }>()
  for (const { message, path, planned } of messages)
    for (const { sealed, sha256 } of message?.exhibits ?? [])
      if (message !== null && sealed !== undefined && planned.fate === 'placed') {
        const file = `${stateOf(message.from)} ${sealed.sha256}`
        const before = signed.get(file)
        if (before === undefined) signed.set(file, { sha256, path })
        else if (before.sha256 !== sha256)
          find('mismatch', path, `it says another SHA-256 of the file that ${before.path} hands over`)
      }
  for (const { index, entry } of entries.of('exhibit.taken')) {
    const known = signed.get(`${own ?? ''} ${entry.digest ?? ''}`)
    const sha256 = textIn(disclosed.get(index)?.details, 'sha256')
    if (known !== undefined && sha256 !== null && known.sha256 !== sha256)
      find(
        'mismatch',
        known.path,
        `it says another SHA-256 of a file than entry ${index} of the log, where it was taken in`,
      )
  }
  for (const { request, digest, sealed, report } of reports) {
    const known = signed.get(`${report.state} ${sealed}`)
    // A report of damage says just that: which other file had come.
    if (report.outcome === 'damaged' || report.sha256 === undefined) continue
    if (known !== undefined && report.sha256 !== known.sha256)
      find(
        'mismatch',
        reportPath(request, digest),
        'it says another SHA-256 of the file than the message does',
      )
  }
}

interface FileSources {
  readonly messages: readonly RecordMessage[]
  readonly reports: readonly OpenedReport[]
  readonly entries: LoggedEntries
  readonly disclosed: Disclosures
  /** State of the node whose log it is; null: nothing says which. */
  readonly own: string | null
}

/** The sealed files that these messages hand over, by their SHA-256. */
export function sealedIn(messages: readonly Pick<RecordMessage, 'message'>[]): ReadonlySet<string> {
  return new Set(
    messages.flatMap(({ message }) => message?.exhibits.flatMap(({ sealed }) => sealed?.sha256 ?? []) ?? []),
  )
}

/**
 * What one node has told and the other has answered that it keeps stands in the log of the other.
 *
 * @param isAfter - whether a time is after the end of a bundle
 */
export function compareReports(
  one: CheckedBundle,
  other: CheckedBundle,
  isAfter: (time: Date, bundle: CheckedBundle) => boolean,
  find: FindIn,
): void {
  const kept = new Set(other.reports.map(({ digest }) => digest))
  // Of one that came while the bundle was made, or is not disclosed, only the file is known.
  const opened = new Set(other.reports.map(({ mark }) => mark.index))
  const unopened = new Set(
    other.log.entries
      .of('exhibit.reported')
      .flatMap(({ index, entry: { digest } }) => (opened.has(index) ? [] : [digest])),
  )
  const open = new Set(other.messages.flatMap(({ request, message }) => (message === null ? [] : [request])))
  for (const { request, digest, own, peer, refusal, sealed, mark } of one.reports) {
    const isTold = own && peer === other.own && refusal === null
    // A record that is not there, or was erased, says nothing; nor does a log that ends before.
    if (!isTold || !open.has(request) || isAfter(mark.time, other)) continue
    if (kept.has(digest) || unopened.has(sealed)) continue
    const what = `${one.own} has told ${other.own} how it found a file, and the log of ${other.own} does not tell of it`
    const path = reportPath(request, digest)
    // The other one had answered, and no report is told twice: what went with its database stays away.
    if (wasLostAfter(mark.time, other.log))
      find(other.name, 'incomplete', path, `${what}: its database went back since`)
    else find(other.name, 'mismatch', path, what)
  }
}
