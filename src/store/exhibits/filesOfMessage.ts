import type { Kysely } from 'kysely'
import type { Database } from '../tables.ts'
import type { ExhibitDepositRow, ExhibitLinkRow } from './exhibitTables.ts'

/** A file that one message hands over, and how it stands here. */
export type FileOfMessage = Pick<
  ExhibitLinkRow & ExhibitDepositRow,
  'exhibit' | 'deposit' | 'status' | 'sha256'
>

/** The files that one message of a request hands over. */
export async function filesOfMessage(
  db: Kysely<Database>,
  request: string,
  message: string,
): Promise<FileOfMessage[]> {
  return await db
    .selectFrom('exhibit_link')
    .innerJoin('message', 'message.digest', 'exhibit_link.message')
    .innerJoin('exhibit_deposit', 'exhibit_deposit.id', 'exhibit_link.deposit')
    .select([
      'exhibit_link.exhibit',
      'exhibit_link.deposit',
      'exhibit_deposit.status',
      'exhibit_deposit.sha256',
    ])
    .where('message.request', '=', request)
    .where('message.id', '=', message)
    .execute()
}
