import { bundleCodes } from './bundleCodes.ts'
import { carrierRefusals } from './carrierRefusals.ts'
import { onwardRefusals } from './onwardRefusals.ts'
import { type Particular, inEnglish } from './particular.ts'
import { passkeyRefusals } from './passkeyRefusals.ts'
import { peopleRefusals } from './peopleRefusals.ts'
import type { PlacedFault } from './placedFault.ts'
import { providerCodes } from './providerCodes.ts'

/**
 * Every reason for which Rogatory says no, in one closed list. A refusal is a value, never an exception; its
 * HTTP status is chosen in `web/problem.ts` alone and its words for people come from there as well.
 */
export const refusalCodes = [
  // What came is not what it must look like.
  'JSON_TOO_LARGE',
  'JSON_TOO_DEEP',
  'JSON_INVALID',
  'JSON_NOT_CANONICAL',
  'ENVELOPE_TOO_LARGE',
  'ENVELOPE_INVALID',
  'ENVELOPE_ALGORITHM_NOT_ALLOWED',
  'ENVELOPE_KEY_UNKNOWN',
  'ENVELOPE_DECRYPTION_FAILED',
  'SIGNATURE_INVALID',
  'BATCH_TOO_LARGE',
  // What a file is that was handed over.
  'EXHIBIT_DAMAGED',
  'EXHIBIT_KEY_WRONG',
  'EXHIBIT_TRUNCATED',
  'EXHIBIT_TOO_LARGE',
  // Why a file is not taken in, or not given out.
  'EXHIBIT_NO_SPACE',
  'EXHIBIT_STORE_UNAVAILABLE',
  'EXHIBIT_UNKNOWN',
  'EXHIBIT_NOT_WHOLE',
  'EXHIBIT_ERASED',
  'EXHIBIT_TARGET_EXISTS',
  'EXHIBIT_REPORTS_TOO_MANY',
  'EXHIBIT_NOT_ACCEPTED',
  'EXHIBIT_QUOTA_REACHED',
  'EXHIBIT_OUT_OF_HOURS',
  ...carrierRefusals,
  'EXHIBIT_MANIFEST_INVALID',
  'EXHIBIT_INFECTED',
  // Why an upload is not begun, or does not go on.
  'UPLOAD_UNKNOWN',
  'UPLOAD_EXPIRED',
  'UPLOAD_ENDED',
  'UPLOAD_OFFSET_WRONG',
  'UPLOAD_HEAD_INVALID',
  'UPLOAD_METADATA_INVALID',
  'UPLOAD_TYPE_WRONG',
  'UPLOAD_PROTOCOL_UNKNOWN',
  'UPLOAD_BEYOND_LENGTH',
  'UPLOAD_QUOTA_REACHED',
  'UPLOAD_PARTS_TOO_MANY',
  'UPLOAD_TOO_SLOW',
  // Why an original is not cut into parts, or parts of it are not shown or not believed.
  'ORIGINAL_EMPTY',
  'ORIGINAL_MISMATCH',
  'PARTS_TOO_MANY',
  'PARTS_UNKNOWN',
  'OPENINGS_INVALID',
  'COMMITMENT_INVALID',
  'COMMITMENT_OTHER',
  'DISCLOSURE_INVALID',
  'DISCLOSURE_TRUNCATED',
  'DISCLOSURE_TOO_LONG',
  'DISCLOSURE_OUT_OF_ORDER',
  // Why a description in CASE says nothing of a file.
  'CASE_INVALID',
  'CASE_CONTEXT_REMOTE',
  'CASE_FILE_UNKNOWN',
  'CASE_FILE_DIFFERS',
  // Who speaks is not who may.
  'HTTP_SIGNATURE_MISSING',
  'HTTP_SIGNATURE_INVALID',
  'HTTP_SIGNATURE_EXPIRED',
  'HTTP_SIGNATURE_REPLAYED',
  'HTTP_DIGEST_MISMATCH',
  'TRUST_LIST_INVALID',
  'TRUST_LIST_NOT_PINNED',
  'TRUST_LIST_DEMONSTRATION',
  'TRUST_LIST_EXPIRED',
  'TRUST_LIST_ROLLED_BACK',
  'TRUST_LIST_EQUIVOCATION',
  'TRUST_LISTS_TOO_MANY',
  'PEER_UNKNOWN',
  'PEER_SCHEMAS_OLDER',
  'PEER_KIND_UNKNOWN',
  'PEER_LIMIT_EXCEEDED',
  'PEER_TLS_INVALID',
  'PEER_ADDRESS_FORBIDDEN',
  'SIGNER_UNKNOWN',
  'CERTIFICATE_INVALID',
  'CERTIFICATE_NOT_IN_FORCE',
  'CERTIFICATE_WRONG_ISSUER',
  'CERTIFICATE_WRONG_USE',
  'CERTIFICATE_WRONG_HOLDER',
  'CERTIFICATE_WEAK_KEY',
  'CERTIFICATE_REVOKED',
  'CERTIFICATE_STATUS_UNKNOWN',
  'REVOCATION_LIST_INVALID',
  'REVOCATION_LIST_EXPIRED',
  'REVOCATION_LIST_ROLLED_BACK',
  'REVOCATION_LISTS_TOO_MANY',
  'SENDER_NOT_SIGNER',
  'NOT_FOR_US',
  'AUTHORITY_UNKNOWN',
  'AUTHORITY_NOT_COMPETENT',
  'TIME_OUT_OF_RANGE',
  // What is said has not the shape or breaks a rule.
  'SCHEMA_UNKNOWN',
  'MESSAGE_INVALID',
  'MESSAGE_ID_REUSED',
  'REQUEST_UNKNOWN',
  'MESSAGE_UNKNOWN',
  'REQUEST_EXISTS',
  'NOT_A_PARTY',
  'MATTER_MISMATCH',
  'RECORD_GAP',
  'RECORD_FORK',
  'RECORD_CLOSED',
  'RECORD_ERASED',
  'WORKFLOW_NOT_EXPECTED',
  'WORKFLOW_WRONG_SIDE',
  'WORKFLOW_CONSULTATION_MISSING',
  'WORKFLOW_TOO_LATE',
  'MEASURE_UNKNOWN',
  'MEASURE_KIND_UNKNOWN',
  'MEASURE_NOT_COVERED',
  'CONTENT_MISSING',
  'REPLY_MISSING',
  'REPLY_MISMATCH',
  'ANSWER_NOT_ASKED',
  'ANSWER_MISSING',
  'GROUND_NOT_ALLOWED',
  'CODE_NOT_ALLOWED',
  'AMOUNT_NOT_ALLOWED',
  'PROFILE_UNKNOWN',
  'DEADLINE_TOO_SHORT',
  'DEADLINE_TOO_LONG',
  'PERIOD_REVERSED',
  'SECOND_PERSON_MISSING',
  // What is asked about this node's records cannot be answered as it is asked.
  'REFERENCE_AMBIGUOUS',
  'TOO_MANY_GROUPS',
  'CHECK_RUNNING',
  // Who asks this node by a token may not, not so, or not so often.
  'TOKEN_MISSING',
  'TOKEN_UNKNOWN',
  'TOKEN_EXPIRED',
  'TOKEN_REVOKED',
  'TOKEN_SCOPE_MISSING',
  'TOKEN_NOT_CONFIRMED',
  'TOKEN_INVALID',
  'TOKEN_EXISTS',
  'TOKENS_TOO_MANY',
  'TOKEN_OFFICER_INVALID',
  'TOKEN_OFFICER_MISSING',
  // Where a system is told that something happened.
  'WEBHOOK_INVALID',
  'WEBHOOK_ADDRESS_FORBIDDEN',
  'WEBHOOK_EXISTS',
  'WEBHOOK_UNKNOWN',
  'WEBHOOK_DISABLED',
  'WEBHOOK_NOT_GIVEN_UP',
  'WEBHOOKS_TOO_MANY',
  // What a system asks for, and under which condition.
  'ORDER_INVALID',
  'ORDER_TYPE_UNKNOWN',
  'ORDER_TOO_SLOW',
  'SYSTEM_DRAFTS_TOO_MANY',
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_KEYS_TOO_MANY',
  'PRECONDITION_MISSING',
  'PRECONDITION_FAILED',
  'PARAMETER_UNKNOWN',
  'PARAMETER_MISSING',
  'PARAMETER_INVALID',
  'PAGE_UNKNOWN',
  'PATH_UNKNOWN',
  'HTTP_UNREADABLE',
  'QUESTIONS_TOO_MANY',
  // Who may work at the desk, and why not.
  ...peopleRefusals,
  ...passkeyRefusals,
  // Why a draft at the desk is not begun, written on, approved or sent.
  'DRAFT_UNKNOWN',
  'DRAFT_CHANGED',
  'DRAFT_STAGE_WRONG',
  'DRAFT_TOO_LARGE',
  'DRAFTS_TOO_MANY',
  'DRAFT_TAKES_NO_FILES',
  'DRAFT_FILES_TOO_MANY',
  'DRAFT_FILE_THERE',
  'TEMPLATE_UNKNOWN',
  'TEMPLATE_NAME_INVALID',
  'TEMPLATE_EXISTS',
  'TEMPLATES_TOO_MANY',
  'SEARCH_UNKNOWN',
  'SEARCH_NAME_INVALID',
  'SEARCH_EXISTS',
  'SEARCHES_TOO_MANY',
  'STEP_UP_MISSING',
  ...providerCodes,
  ...bundleCodes,
  'DELEGATION_INVALID',
  'ASSIGNEE_INVALID',
  'ASSIGNMENT_CHANGED',
  'DELEGATION_UNKNOWN',
  // Why what waits for a peer is not sent again.
  'MESSAGE_NOT_GIVEN_UP',
  // Why a form that came to the desk is not read.
  'HOST_UNKNOWN',
  'FORM_FROM_ELSEWHERE',
  'FORM_TOKEN_INVALID',
  'FORM_TYPE_UNKNOWN',
  'FORM_TOO_LARGE',
  'FORM_MEMBER_UNKNOWN',
  'FORM_MEMBER_REPEATED',
  'FORM_MEMBER_INVALID',
  'FORM_FIELDS_TOO_MANY',
  'FORM_ROWS_TOO_MANY',
  // Why a record is not erased, or not held.
  'RECORD_NOT_ENDED',
  'RECORD_WAITING',
  'RECORD_HELD',
  'RECORD_NOT_HELD',
  'RETENTION_NOT_OVER',
  ...onwardRefusals,
  // A message that is shown does not hold.
  'ENCLOSURE_INVALID',
  // What the log says does not hold.
  'NOTE_INVALID',
  'VERIFIER_KEY_INVALID',
  'CHECKPOINT_INVALID',
  'LOG_TILE_INVALID',
  'LOG_PROOF_INVALID',
  'LOG_ENTRY_INVALID',
  'COMMITMENT_MISMATCH',
  // What a log asks of its witness, or a node of its witnesses.
  'WITNESS_LOG_UNKNOWN',
  'WITNESS_NOT_SIGNED',
  'WITNESS_REQUEST_INVALID',
  'WITNESS_SIZE_DIFFERS',
  'WITNESS_NOT_GROWN',
  'WITNESS_POLICY_INVALID',
  // What a time-stamping authority answers, or a token of one.
  'TIME_STAMP_REJECTED',
  'TIME_STAMP_INVALID',
  'TIME_STAMP_MISMATCH',
  // The node cannot, at this moment.
  'NODE_BUSY',
  'NODE_UNAVAILABLE',
  'CLOCK_DIFFERS',
  'CLOCK_BEHIND',
  'NODE_ROLLED_BACK',
  'NODE_UNWITNESSED',
  'PEER_NOT_HEARD',
  'RECEIPT_INVALID',
  'RECEIPT_MISMATCH',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

/** An expected no: its code, words for an operator, and what would have been right where that is known. */
export interface Refusal {
  readonly ok: false
  readonly code: RefusalCode
  /** English words for an operator's screen and log; never content of a case. */
  readonly detail?: string
  /** What a rule has to say of a message, of which `detail` is the English. */
  readonly says?: readonly Particular[]
  /** What would have been accepted: message types, a sequence, a digest. */
  readonly expected?: readonly string[]
  /** Where in the message the fault is, as an RFC 6901 JSON Pointer. */
  readonly pointer?: string
  /** All that is wrong, where whoever refuses knows it: the first stands in `pointer` and `detail` as well. */
  readonly faults?: readonly PlacedFault[]
  /** What else is wrong with the same order, as `together` puts it: each as if it stood alone. */
  readonly others?: readonly Refusal[]
}

/** Either `{ ok: true, ...T }` or a refusal. */
export type Result<T extends object> = ({ readonly ok: true } & T) | Refusal

/** Builds a refusal; `more` adds detail or what makes it, what was expected, or where. */
export function refuse(code: RefusalCode, more: Omit<Refusal, 'ok' | 'code'> = {}): Refusal {
  const { says } = more
  return { ok: false, code, ...(says === undefined ? {} : { detail: inEnglish(says) }), ...more }
}
