import pg from 'pg'
import type { MeasureRow, MessageRow, RequestRow } from '../src/store/tables.ts'
import type { AuditSubjectRow } from '../src/store/trailTables.ts'
import type { Side } from './world.ts'

/** An entry of the log as one side wrote it, and what opens its commitments. */
export interface TracedEntry {
  readonly entry: string
  readonly secrets: readonly { readonly field: string; readonly salt: Buffer; readonly value: string }[]
}

/** What one exchange has left in the database of one side: the sizes and shapes that the statements alone repeat. */
export interface Trace {
  readonly request: RequestRow
  readonly measures: readonly MeasureRow[]
  readonly message: MessageRow
  readonly entries: readonly TracedEntry[]
  readonly subject: AuditSubjectRow
}

export type Traces = Readonly<Record<Side, Trace>>

/** Reads the newest exchange that is complete on the asking side from the databases of both. */
export async function readTraces(urls: Readonly<Record<Side, string>>): Promise<Traces> {
  const newest = await rowsAt<{ digest: string }>(
    urls.asking,
    `select digest from message where status = 'placed' order by stored_at desc limit 1`,
  )
  const digest = newest[0]?.digest ?? ''
  return { asking: await readTrace(urls.asking, digest), answering: await readTrace(urls.answering, digest) }
}

async function readTrace(url: string, digest: string): Promise<Trace> {
  const [message] = await rowsAt<MessageRow>(url, 'select * from message where digest = $1', [digest])
  if (message === undefined) throw new Error('no exchange has left a trace')
  const of = [message.request]
  const [request] = await rowsAt<RequestRow>(url, 'select * from request where id = $1', of)
  const measures = await rowsAt<MeasureRow>(url, 'select * from measure where request = $1', of)
  const found = await rowsAt<{ id: number; entry: string }>(
    url,
    `select id, entry from audit_entry where entry like '%' || $1 || '%' order by id`,
    [digest],
  )
  const entries = await Promise.all(
    found.map(async ({ id, entry }) => ({
      entry,
      secrets: await rowsAt<TracedEntry['secrets'][number]>(
        url,
        'select field, salt, value from audit_secret where entry = $1',
        [id],
      ),
    })),
  )
  const [subject] = await rowsAt<AuditSubjectRow>(url, 'select * from audit_subject limit 1')
  if (request === undefined || subject === undefined)
    throw new Error('an exchange has left only half a trace')
  return { request, measures, message, entries, subject }
}

async function rowsAt<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}
