import type { Generated, Selectable } from 'kysely'

/** By what a system of the State's own proves itself to this node. */
export interface AccessTokenTable {
  name: string
  /** SHA-256 of the token. */
  hash: Buffer
  scopes: readonly string[]
  /** For which authority the system asks. */
  authority: string
  made_by: string
  made_at: Date
  expires_at: Date
  revoked_at: Generated<Date | null>
  /** Null: it is in force, or the node revoked it by itself. */
  revoked_by: Generated<string | null>
  /** The day (UTC) of the last use, as `2026-11-14`. */
  used_on: Generated<string | null>
  /** Id of the person who answers for what the system writes; null: it may write nothing. */
  officer: Generated<string | null>
  /** It was made at the desk, and counts once another administrator has confirmed it. */
  needs_second: Generated<boolean>
  confirmed_at: Generated<Date | null>
  confirmed_by: Generated<string | null>
}

export type AccessTokenRow = Selectable<AccessTokenTable>
