import type { AccessScope, Admission } from '../exchange/accessTokens.ts'
import type { AuditAnswers } from '../exchange/auditAnswers.ts'
import type { Strangers } from './strangers.ts'

/** What the port for systems of the State's own needs of a node. */
export interface ApiServices {
  /** What those may take who have no token. */
  readonly strangers: Strangers
  /** Tells who asks by a token. */
  readonly admit: (token: string, scope: AccessScope) => Promise<Admission>
  /** Notes in the log that a token was refused. */
  readonly noteRefused: (refused: Extract<Admission, { ok: false }>) => Promise<void>
  readonly audit: AuditAnswers
  /** A clock that never goes back. */
  readonly nowMs: () => number
}
