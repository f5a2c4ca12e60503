import { hash } from 'node:crypto'
import type { DraftRow } from '../../store/drafts/draftTables.ts'
import type { RequestRow } from '../../store/tables.ts'

/** A strong validator (RFC 9110 section 8.8.3) of how a case stands: it changes with each message, sent or received. */
export function caseTag({ id, sequence, state, updated_at, closed }: RequestRow): string {
  const stands = JSON.stringify([id, sequence, state, updated_at.toISOString(), closed])
  return `"${hash('sha256', stands, 'base64url').slice(0, 22)}"`
}

/** The same of a draft: it changes with its words, and with where it stands. */
export function draftTag({ version, stage }: Pick<DraftRow, 'version' | 'stage'>): string {
  return `"${version}-${stage}"`
}
