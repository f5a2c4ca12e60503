import { excludes, openReceipt } from '../../envelope/receipt.ts'
import type { LoggedEntries } from './entries.ts'
import { contraryPath } from './layout.ts'
import { type MessageSources, type RecordMessage, byListsOf, severityOf, wordsOf } from './messages.ts'
import type { Mark, Plan } from './plan.ts'
import type { Find } from './report.ts'
import { jwsIn } from './layout.ts'

/** A receipt that excludes the one which had settled a message, of which a log tells. */
export interface PlannedContrary {
  readonly request: string
  /** Of the message that was settled. */
  readonly message: string
  /** Of the receipt. */
  readonly digest: string
  readonly peer: string
  readonly mark: Mark
}

/** Those of which these entries tell about these requests. The exporter writes their files by it, and the verifier expects them by it. */
export function plannedContrary(entries: LoggedEntries, plans: ReadonlyMap<string, Plan>): PlannedContrary[] {
  const requests = new Map([...plans].map(([request, { subject }]) => [subject, request]))
  return entries.of('equivocation.found').flatMap(({ index, entry }) => {
    const { record = '', msg: message, receipt: digest, peer = '', code, t } = entry
    const request = requests.get(record)
    if (request === undefined || message === undefined || digest === undefined) return []
    if (code !== 'RECEIPT_MISMATCH') return []
    return [{ request, message, digest, peer, mark: { index, time: new Date(t) } }]
  })
}

/**
 * Opens what a State has signed against its own receipt. Where it holds, that State has contradicted itself, and that is said of it:
 * both are in the bundle, so that anybody can see it.
 */
export async function checkContrary(
  sources: MessageSources,
  planned: readonly PlannedContrary[],
  messages: readonly RecordMessage[],
  find: Find,
): Promise<void> {
  const { files, trust, revocations, check, own } = sources
  const sentBy = new Map(messages.filter((one) => one.planned.own).map((one) => [one.planned.digest, one]))
  for (const { request, message, digest, peer, mark } of planned) {
    const path = contraryPath(request, digest)
    const settled = sentBy.get(message)
    // That one of them lacks has been said.
    if (!files.has(path) || settled?.receipt == null) continue
    const sent = { digest: null, id: settled.message?.id ?? null, request, from: own, to: peer }
    const opened = await byListsOf(trust, { states: [peer], mark }, (list) =>
      openReceipt(jwsIn(files, path), sent, list, mark.time, revocations.takenAt(mark), check),
    )
    if (!opened.ok) find(severityOf(opened), path, wordsOf(opened))
    else if (opened.digest !== digest) find('mismatch', path, `the log has receipt ${digest} here`)
    else if (excludes(opened.receipt, settled.receipt))
      find('mismatch', path, `${peer} has signed this against its own receipt for ${settled.path}`)
    else find('mismatch', path, `it says nothing against the receipt for ${settled.path}`)
  }
}
