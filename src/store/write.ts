import type { RawBuilder, Transaction } from 'kysely'
import { type NewAudit, appending } from './audit.ts'
import { type Judged, insertingMessages, judgingMessages } from './messages.ts'
import { insertingEntrusted } from './entrusted.ts'
import { insertingLinks } from './exhibits/handedOver.ts'
import type { ExhibitLinkRow } from './exhibits/exhibitTables.ts'
import { completing, enqueueing } from './outbox.ts'
import { insertingRefusals } from './refusals.ts'
import { insertingRequests, savingMeasures, updatingRequests } from './requests.ts'
import { type Parts, together } from './rows.ts'
import type {
  Database,
  EntrustedRow,
  MeasureRow,
  MessageRow,
  NewOutboxRow,
  NewRefusalRow,
  RequestRow,
} from './tables.ts'

/** Everything that one batch of messages changes. What is absent or empty costs nothing. */
export interface Writing {
  readonly now: Date
  /** Requests that are opened; a unique violation when another transaction opened one of them meanwhile. */
  readonly opened?: readonly RequestRow[]
  /** Locked requests that have moved. */
  readonly moved?: readonly RequestRow[]
  readonly measures?: readonly MeasureRow[]
  readonly messages?: readonly MessageRow[]
  /** What the messages of other States have given. */
  readonly entrusted?: readonly EntrustedRow[]
  /** Stored messages that get their place, refusal or receipt. */
  readonly judged?: readonly Judged[]
  readonly queued?: readonly NewOutboxRow[]
  /** Digests of queued messages that are delivered; not together with `queued`. */
  readonly delivered?: readonly string[]
  readonly refusals?: readonly NewRefusalRow[]
  /** Which of the messages hand over which files. */
  readonly links?: readonly ExhibitLinkRow[]
  readonly audit?: NewAudit
}

/**
 * Writes a whole batch as one statement: one round trip and one parse instead of ten. Rules of the single functions
 * (locks, unique keys) hold.
 */
export async function write(trx: Transaction<Database>, writing: Writing): Promise<void> {
  const { now, delivered, audit } = writing
  const parts: Parts = {
    ...part('opened', heard(writing.opened, writing), insertingRequests),
    ...part('moved', heard(writing.moved, writing), updatingRequests),
    ...part('measured', writing.measures, savingMeasures),
    ...part('stored', writing.messages, insertingMessages),
    ...part('entrusted', writing.entrusted, insertingEntrusted),
    ...part('judged', writing.judged, judgingMessages),
    ...part('queued', writing.queued, (rows) => enqueueing(rows, now)),
    ...part('refused', writing.refusals, insertingRefusals),
    ...part('linked', writing.links, insertingLinks),
    ...(delivered !== undefined && delivered.length > 0 ? completing(delivered, now) : {}),
    ...(audit !== undefined && audit.entries.length > 0 ? appending(audit) : {}),
  }
  if (Object.keys(parts).length > 0) await together(parts).execute(trx)
}

/** A request in which this node says something has come in new no more; one in which the other side did is known by the last of that. */
function heard(
  requests: readonly RequestRow[] | undefined,
  { messages = [] }: Writing,
): readonly RequestRow[] | undefined {
  const said = new Set(messages.flatMap(({ direction, request }) => (direction === 'sent' ? [request] : [])))
  const came = new Map<string, number>()
  for (const { direction, request, sequence } of messages)
    if (direction === 'received') came.set(request, Math.max(came.get(request) ?? 0, sequence ?? 0))
  return requests?.map((row) => ({
    ...row,
    unanswered: row.unanswered && !said.has(row.id),
    came_sequence: Math.max(row.came_sequence, came.get(row.id) ?? 0),
  }))
}

function part<Row>(
  name: string,
  rows: readonly Row[] | undefined,
  build: (rows: readonly Row[]) => RawBuilder<unknown>,
): Parts {
  return rows === undefined || rows.length === 0 ? {} : { [name]: build(rows) }
}
