import { type Kysely, sql } from 'kysely'
import type { Database, MessageRow } from '../tables.ts'
import type { ExhibitDepositRow, ExhibitLinkRow } from './exhibitTables.ts'

/** A file that one message hands over, and how it stands here. */
export type FileOfMessage = Pick<
  ExhibitLinkRow & ExhibitDepositRow,
  'exhibit' | 'deposit' | 'status' | 'sha256'
>

/** A file with the message of a record that hands it over; ids of files are counted by each side. */
export interface FileOfRecord {
  readonly exhibit: string
  readonly deposit: string
  readonly name: string
  readonly sha256: Buffer
  /** Id of the message. */
  readonly message: string
  readonly type: string
  readonly sequence: number
  readonly direction: MessageRow['direction']
  /** Id of the authority whose message it is. */
  readonly from: string
}

/** The files that messages of a request hand over which have a place in its record, in the order of the record: one that several hand over with each. */
export async function filesOfRecord(db: Kysely<Database>, request: string): Promise<FileOfRecord[]> {
  const rows = await handedOverIn(db, request)
    .select([
      'exhibit_link.exhibit',
      'exhibit_link.deposit',
      'exhibit_deposit.name',
      'exhibit_deposit.sha256',
      'message.id',
      'message.type',
      'message.sequence',
      'message.direction',
      'message.from_authority as from',
    ])
    .where('message.sequence', 'is not', null)
    .orderBy('message.sequence')
    .orderBy(sql`length(exhibit_link.exhibit)`)
    .orderBy('exhibit_link.exhibit')
    .execute()
  return rows.map(({ id, sequence, ...file }) => ({ ...file, message: id, sequence: sequence ?? 0 }))
}

/** The files that one message of a request hands over. */
export async function filesOfMessage(
  db: Kysely<Database>,
  request: string,
  message: string,
): Promise<FileOfMessage[]> {
  return await handedOverIn(db, request)
    .select([
      'exhibit_link.exhibit',
      'exhibit_link.deposit',
      'exhibit_deposit.status',
      'exhibit_deposit.sha256',
    ])
    .where('message.id', '=', message)
    .execute()
}

/** What messages of a request hand over, each with its message and what is kept of it. */
function handedOverIn(db: Kysely<Database>, request: string) {
  return db
    .selectFrom('exhibit_link')
    .innerJoin('message', 'message.digest', 'exhibit_link.message')
    .innerJoin('exhibit_deposit', 'exhibit_deposit.id', 'exhibit_link.deposit')
    .where('message.request', '=', request)
}
