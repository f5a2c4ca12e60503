import type { AccessScope, Admission } from '../exchange/accessTokens.ts'
import type { ExhibitAnswers } from '../exchange/exhibitAnswers.ts'
import type { AuditAnswers } from '../exchange/auditAnswers.ts'
import type { Tracer } from '../exchange/tracing/tracer.ts'
import type { Uploads } from '../exchange/uploads/uploads.ts'
import type { SystemAnswers } from '../exchange/systems/systemAnswers.ts'
import type { Strangers } from './strangers.ts'

/** What the port for systems of the State's own needs of a node. */
export interface ApiServices {
  /** What those may take who have no token. */
  readonly strangers: Strangers
  /** Tells who asks by a token. */
  readonly admit: (token: string, scope: AccessScope | null) => Promise<Admission>
  /** Notes in the log that a token was refused that came from this address. */
  readonly noteRefused: (refused: Extract<Admission, { ok: false }>, address: string) => Promise<void>
  readonly audit: AuditAnswers
  readonly exhibits: ExhibitAnswers
  readonly uploads: Uploads
  readonly systems: SystemAnswers
  /** Told what is answered. */
  readonly tracer: Tracer
  /** A clock that never goes back. */
  readonly nowMs: () => number
}
