import { type Kysely, sql } from 'kysely'
import { rowsOf } from './rows.ts'
import type { Database } from './tables.ts'
import type { AuditTileRow } from './trailTables.ts'

export interface TileName {
  readonly level: number
  readonly index: number
}

/** The tiles that are stored among those named, in no order; each holds the hashes known so far (32 bytes each). */
export async function readTiles(db: Kysely<Database>, names: readonly TileName[]): Promise<AuditTileRow[]> {
  if (names.length === 0) return []
  const { rows } = await sql<AuditTileRow>`
    select t.level, t.index, t.bytes from ${rowsOf('given', names, { level: 'integer', index: 'bigint' })}
    join audit_tile t on t.level = given.level and t.index = given.index`.execute(db)
  return rows
}
