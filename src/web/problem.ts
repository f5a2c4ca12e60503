import type { Response } from 'express'
import type { Refusal, RefusalCode } from '../message/refusal.ts'

interface Problem {
  readonly status: number
  readonly title: string
}

/** The one place where a refusal meets HTTP: code -> status and a sentence that stays true for every case of it. */
export const problems: Readonly<Record<RefusalCode, Problem>> = {
  JSON_TOO_LARGE: { status: 413, title: 'The JSON is larger than allowed' },
  JSON_TOO_DEEP: { status: 400, title: 'The JSON is nested deeper than allowed' },
  JSON_INVALID: { status: 400, title: 'The bytes are not well-formed JSON in UTF-8' },
  JSON_NOT_CANONICAL: { status: 400, title: 'The JSON is not in canonical form (RFC 8785)' },
  ENVELOPE_TOO_LARGE: { status: 413, title: 'The sealed message is larger than allowed' },
  ENVELOPE_INVALID: { status: 400, title: 'The sealed message has not the exact form of this exchange' },
  ENVELOPE_ALGORITHM_NOT_ALLOWED: { status: 400, title: 'The algorithm is not on the list of this exchange' },
  ENVELOPE_KEY_UNKNOWN: { status: 400, title: 'The message is not sealed to a key of this node' },
  ENVELOPE_DECRYPTION_FAILED: { status: 400, title: 'The sealed message cannot be opened' },
  SIGNATURE_INVALID: { status: 401, title: 'The signature does not fit' },
  EXHIBIT_DAMAGED: { status: 422, title: 'The file is not the one that was encrypted' },
  EXHIBIT_KEY_WRONG: { status: 422, title: 'The file was encrypted with another key, or belongs elsewhere' },
  EXHIBIT_TRUNCATED: { status: 422, title: 'The file has no end: something was cut off' },
  BATCH_TOO_LARGE: { status: 413, title: 'The post holds more messages or bytes than allowed' },
  HTTP_SIGNATURE_MISSING: { status: 401, title: 'The request is not signed by a node (RFC 9421)' },
  HTTP_SIGNATURE_INVALID: { status: 401, title: 'The signature of the request does not hold' },
  HTTP_SIGNATURE_EXPIRED: { status: 401, title: 'The signature of the request is not of this minute' },
  HTTP_SIGNATURE_REPLAYED: { status: 401, title: 'The request with this nonce was made before' },
  HTTP_DIGEST_MISMATCH: { status: 400, title: 'The body is not the one that was signed' },
  TRUST_LIST_INVALID: { status: 401, title: 'The trust list is not one of this exchange' },
  TRUST_LIST_NOT_PINNED: { status: 401, title: 'The trust list is not signed by a pinned signer' },
  TRUST_LIST_EXPIRED: { status: 401, title: 'The trust list should have been renewed by now' },
  TRUST_LIST_ROLLED_BACK: { status: 409, title: 'The trust list is older than one accepted before' },
  TRUST_LIST_EQUIVOCATION: {
    status: 409,
    title: 'Another trust list with the same number was accepted before',
  },
  PEER_UNKNOWN: { status: 401, title: 'This State is not known here' },
  PEER_SCHEMAS_OLDER: { status: 422, title: 'The peer does not speak this version of the schemas' },
  PEER_KIND_UNKNOWN: { status: 422, title: 'The peer does not know this kind of measure' },
  PEER_TLS_INVALID: {
    status: 502,
    title: 'The server of the peer does not prove itself by TLS, or refuses us',
  },
  PEER_ADDRESS_FORBIDDEN: { status: 502, title: 'The address of the peer is where this node does not go' },
  PEER_LIMIT_EXCEEDED: { status: 422, title: 'The peer does not take messages of this size' },
  SIGNER_UNKNOWN: { status: 401, title: 'The signing certificate is in no trust list known here' },
  CERTIFICATE_INVALID: { status: 401, title: 'The certificate has not the profile of this exchange' },
  CERTIFICATE_NOT_IN_FORCE: { status: 401, title: 'The certificate was not in force at that time' },
  CERTIFICATE_WRONG_ISSUER: {
    status: 401,
    title: 'The certificate was not issued by the authority of the list',
  },
  CERTIFICATE_WRONG_USE: { status: 401, title: 'The certificate is not meant for this use' },
  CERTIFICATE_WRONG_HOLDER: { status: 401, title: 'The certificate belongs to another node' },
  CERTIFICATE_WEAK_KEY: { status: 401, title: 'The key of the certificate is weaker than allowed' },
  CERTIFICATE_REVOKED: { status: 401, title: 'The certificate was revoked by its authority' },
  CERTIFICATE_STATUS_UNKNOWN: {
    status: 401,
    title: 'It is not known at this moment whether the certificate was revoked',
  },
  REVOCATION_LIST_INVALID: { status: 401, title: 'The revocation list is not one of this exchange' },
  REVOCATION_LIST_EXPIRED: { status: 401, title: 'The revocation list should have been renewed by now' },
  REVOCATION_LIST_ROLLED_BACK: {
    status: 409,
    title: 'The revocation list is older than one accepted before',
  },
  SENDER_NOT_SIGNER: {
    status: 403,
    title: 'The message speaks for another State than the one that signed it',
  },
  NOT_FOR_US: { status: 403, title: 'The message is addressed to another node' },
  AUTHORITY_NOT_COMPETENT: {
    status: 403,
    title: 'The State of the authority has given it no competence for this measure',
  },
  AUTHORITY_UNKNOWN: { status: 403, title: 'The authority stands in no trust list in force' },
  TIME_OUT_OF_RANGE: { status: 400, title: 'The time of signing is too far from now' },
  SCHEMA_UNKNOWN: { status: 422, title: 'There is no schema for this type of message' },
  MESSAGE_INVALID: { status: 422, title: 'The message does not satisfy its schema' },
  MESSAGE_ID_REUSED: { status: 409, title: 'Another message with the same id was received before' },
  REQUEST_UNKNOWN: { status: 404, title: 'There is no such request here' },
  REQUEST_EXISTS: { status: 409, title: 'The request was opened before' },
  NOT_A_PARTY: { status: 403, title: 'The authority is not a party to this request' },
  MATTER_MISMATCH: { status: 409, title: 'The record belongs to another matter' },
  RECORD_GAP: { status: 409, title: 'A message that comes before this one has not arrived' },
  RECORD_FORK: { status: 409, title: 'The author of this message has seen another record than ours' },
  RECORD_CLOSED: { status: 409, title: 'The two nodes have different records, and this one takes no more' },
  RECORD_ERASED: { status: 410, title: 'The contents of this record were erased, and it takes no more' },
  REFERENCE_AMBIGUOUS: { status: 409, title: 'Several requests are called so' },
  TOO_MANY_GROUPS: { status: 422, title: 'The statistics would have too many groups' },
  TOKEN_MISSING: { status: 401, title: 'A token is needed (RFC 6750)' },
  TOKEN_UNKNOWN: { status: 401, title: 'The token is not one of this node' },
  TOKEN_EXPIRED: { status: 401, title: 'The time of the token is over' },
  TOKEN_REVOKED: { status: 401, title: 'The token was revoked' },
  TOKEN_SCOPE_MISSING: { status: 403, title: 'The token is not for this' },
  TOKEN_EXISTS: { status: 409, title: 'A token had this name before' },
  TOKENS_TOO_MANY: { status: 409, title: 'There are as many tokens in force as may be' },
  PARAMETER_UNKNOWN: { status: 400, title: 'The question has no such parameter' },
  PARAMETER_MISSING: { status: 400, title: 'The question lacks a parameter' },
  PARAMETER_INVALID: { status: 400, title: 'A parameter does not say what it should' },
  PAGE_UNKNOWN: { status: 404, title: 'The answer has no such page' },
  QUESTIONS_TOO_MANY: { status: 429, title: 'This was asked too often' },
  RECORD_NOT_ENDED: { status: 409, title: 'Something is still to happen in this record' },
  RECORD_WAITING: { status: 409, title: 'Messages of this record wait' },
  RECORD_HELD: { status: 409, title: 'A legal hold is on this record' },
  RECORD_NOT_HELD: { status: 409, title: 'No legal hold is on this record' },
  RETENTION_NOT_OVER: { status: 409, title: 'This record must be kept longer' },
  WORKFLOW_NOT_EXPECTED: { status: 409, title: 'The workflow does not expect this message in this state' },
  WORKFLOW_WRONG_SIDE: { status: 409, title: 'The workflow expects this message from the other side' },
  WORKFLOW_CONSULTATION_MISSING: { status: 409, title: 'The legal basis asks for a consultation first' },
  WORKFLOW_TOO_LATE: { status: 409, title: 'The time in which this could be asked is over' },
  MEASURE_UNKNOWN: { status: 422, title: 'The request has no such measure' },
  MEASURE_KIND_UNKNOWN: { status: 422, title: 'This node does not know this kind of measure' },
  MEASURE_NOT_COVERED: { status: 422, title: 'The legal basis does not cover this kind of measure' },
  CONTENT_MISSING: { status: 422, title: 'The message lacks what its legal basis asks for' },
  REPLY_MISSING: { status: 422, title: 'The message must name the one that it answers' },
  REPLY_MISMATCH: {
    status: 409,
    title: 'The message that is answered asked nothing of the kind, or was answered',
  },
  GROUND_NOT_ALLOWED: { status: 422, title: 'The legal basis does not allow this ground here' },
  CODE_NOT_ALLOWED: { status: 422, title: 'The list of codes does not allow this code for these measures' },
  AMOUNT_NOT_ALLOWED: {
    status: 422,
    title: 'An amount is more than is left, does not add up, or is at another rate or in another currency',
  },
  PROFILE_UNKNOWN: { status: 422, title: 'There is no profile for this legal basis' },
  DEADLINE_TOO_SHORT: { status: 422, title: 'The legal basis sets a longer time' },
  DEADLINE_TOO_LONG: { status: 422, title: 'The legal basis sets a shorter time' },
  SECOND_PERSON_MISSING: { status: 403, title: 'This message binds the State and needs a second person' },
  ONWARD_FORBIDDEN: { status: 403, title: 'The State that gave this has forbidden to pass it on' },
  ONWARD_CONSENT_MISSING: {
    status: 403,
    title: 'What another State has given goes on only with its consent, and none names this recipient',
  },
  ONWARD_EXCEEDS_CONSENT: { status: 403, title: 'The consent does not cover all that would be passed on' },
  ONWARD_CONDITIONS_MISSING: { status: 422, title: 'The conditions of the consent do not travel along' },
  ONWARD_ORIGIN_UNKNOWN: {
    status: 422,
    title: 'What is passed on, or the consent for it, is in no record of this node',
  },
  ENCLOSURE_INVALID: { status: 422, title: 'An enclosed message is not what a State has signed' },
  NODE_BUSY: { status: 503, title: 'The node has too much to do at this moment' },
  NODE_UNAVAILABLE: { status: 503, title: 'The node cannot record anything at this moment' },
  NODE_ROLLED_BACK: { status: 503, title: 'The database of the node went back, and it says nothing new' },
  NODE_UNWITNESSED: { status: 503, title: 'The log of the node has no witness at this moment' },
  PEER_NOT_HEARD: { status: 503, title: 'The peer has not told yet what it has of the records between us' },
  NOTE_INVALID: { status: 502, title: 'The signed note has not the exact form of C2SP signed-note' },
  VERIFIER_KEY_INVALID: { status: 502, title: 'The verifier key has not the form of C2SP signed-note' },
  CHECKPOINT_INVALID: { status: 502, title: 'The checkpoint is not one of this log' },
  LOG_TILE_INVALID: { status: 502, title: 'The tile does not belong to the tree' },
  LOG_PROOF_INVALID: { status: 502, title: 'The proof does not hold' },
  LOG_ENTRY_INVALID: { status: 502, title: 'The log entry has not the exact form' },
  WITNESS_LOG_UNKNOWN: { status: 404, title: 'The log is not one of a peer of this node' },
  WITNESS_NOT_SIGNED: { status: 403, title: 'The checkpoint is not signed by its log' },
  WITNESS_REQUEST_INVALID: { status: 400, title: 'The body has not the exact form of C2SP tlog-witness' },
  WITNESS_SIZE_DIFFERS: { status: 409, title: 'Another size of this log was cosigned last' },
  WITNESS_NOT_GROWN: { status: 422, title: 'The log does not begin with the tree that was cosigned last' },
  WITNESS_POLICY_INVALID: { status: 422, title: 'The policy has not the form of C2SP tlog-policy' },
  TIME_STAMP_REJECTED: { status: 502, title: 'The time-stamping authority refuses' },
  TIME_STAMP_INVALID: { status: 502, title: 'The time stamp has not the form of RFC 3161' },
  TIME_STAMP_MISMATCH: { status: 502, title: 'The time stamp is of something else' },
  COMMITMENT_MISMATCH: { status: 502, title: 'What was disclosed does not open the commitment' },
  RECEIPT_INVALID: { status: 502, title: 'The answer of the other node is not a valid receipt' },
  RECEIPT_MISMATCH: { status: 502, title: 'The receipt of the other node is for another message' },
}

/** Answers with an RFC 9457 problem document about the request itself, for which there is no code of ours. */
export function answerPlainly(response: Response, status: number, title: string): void {
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status }))
}

/** Answers with an RFC 9457 problem document. */
export function answerWithProblem(response: Response, refusal: Refusal): void {
  const { status, title } = problems[refusal.code]
  if (status === 503 || status === 429) response.set('Retry-After', '1')
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title,
        status,
        code: refusal.code,
        ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
        ...(refusal.expected === undefined ? {} : { expected: refusal.expected }),
        ...(refusal.pointer === undefined ? {} : { pointer: refusal.pointer }),
      }),
    )
}
