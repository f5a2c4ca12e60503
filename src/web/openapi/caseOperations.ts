import { systemPaths } from '../paths.ts'
import {
  type Operation,
  type Parameter,
  exampleId,
  inHead,
  inPath,
  inQuery,
  jsonAnswer,
  jsonBody,
  linkHead,
  tagHead,
  text,
  uuid,
} from './operation.ts'

const request = inPath('request', 'Id of the request.')
const draft = inPath('draft', 'Id of the draft.')
const key: Parameter = {
  ...inHead(
    'Idempotency-Key',
    'Of your choice, a UUID best; the same order under the same key is done once, and answered as before, for 24 hours. The name of the token is part of the key: finish the orders under way, and the drafts that came back, before the system gets its next token.',
    true,
    { type: 'string', minLength: 1, maxLength: 257 },
    exampleId,
  ),
  variable: 'KEY',
}
const seen = (isRequired: boolean): Parameter => ({
  ...inHead(
    'If-Match',
    'The ETag of what you have seen: where it has changed since, nothing is written. It holds for the writing alone: what is sent later is judged by the workflow at that time, and not by this.',
    isRequired,
    text,
    '"mYnI3gkFYvLzV5C0u1oX2A"',
  ),
  variable: 'ETAG',
})

const placed = {
  '201': jsonAnswer('It is on disk: what became of it.', 'Draft', {
    Location: 'where the draft is',
  }),
}
const writing = [
  'PARAMETER_INVALID',
  'TOKEN_OFFICER_MISSING',
  'JSON_TOO_LARGE',
  'JSON_TOO_DEEP',
  'JSON_INVALID',
  'ORDER_INVALID',
  'ORDER_TYPE_UNKNOWN',
  'ORDER_TOO_SLOW',
  'MESSAGE_INVALID',
  'DRAFT_TOO_LARGE',
  'DRAFT_FILES_TOO_MANY',
  'EXHIBIT_UNKNOWN',
  'EXHIBIT_NOT_WHOLE',
  'EXHIBIT_ERASED',
]
const keyed = [
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_KEYS_TOO_MANY',
  'DRAFTS_TOO_MANY',
  'SYSTEM_DRAFTS_TOO_MANY',
]

/** Reading cases, and writing in them. */
export const caseOperations: readonly Operation[] = [
  {
    ...{ id: 'listCases', method: 'get', path: systemPaths.cases, tag: 'cases', scope: 'cases' },
    summary: 'The cases of the authority',
    description:
      'Those that changed last come first. A case that changes while pages are read comes to the top: whoever has read all pages begins anew to see it. Without `ended` or `state`, those that have not ended.',
    parameters: [
      inQuery('state', 'Only those in this state.'),
      inQuery('ended', '`true`: those that have ended as well.', { type: 'string', enum: ['true', 'false'] }),
      inQuery(
        'assignee',
        'Only those that the person of this sign-in name has. A page may then have few, or none, and a link to the next page all the same.',
      ),
      inQuery('unassigned', '`true`: only those that nobody has; not together with `assignee`.', {
        type: 'string',
        enum: ['true'],
      }),
      inQuery('after', 'Where the last case of the page before stood; the link to the next page has it.'),
    ],
    answers: { '200': jsonAnswer('A page of cases, 100 at most.', 'Cases', linkHead) },
    refusals: ['PARAMETER_UNKNOWN', 'PARAMETER_INVALID'],
  },
  {
    ...{ id: 'openCase', method: 'post', path: systemPaths.cases, tag: 'moves', scope: 'moves' },
    summary: 'Ask another State',
    description:
      'Writes a message that opens a record. Where it binds the State, a person of the authority approves it at the desk before it is sent; who answers for the system cannot.',
    parameters: [key],
    body: jsonBody('Asking', 'request'),
    answers: placed,
    refusals: [...writing, ...keyed, 'AUTHORITY_UNKNOWN', 'SCHEMA_UNKNOWN'],
  },
  {
    ...{ id: 'readCase', method: 'get', path: systemPaths.oneCase, tag: 'cases', scope: 'cases' },
    summary: 'One case',
    description: 'Where each measure stands, its clocks and marks, what binds, and whose turn it is.',
    parameters: [request],
    answers: { '200': jsonAnswer('The case.', 'Case', tagHead) },
    refusals: ['PARAMETER_UNKNOWN', 'REQUEST_UNKNOWN'],
  },
  {
    ...{ id: 'listMessages', method: 'get', path: systemPaths.messages, tag: 'cases', scope: 'cases' },
    summary: 'The messages of a case',
    description: 'Those that have their place in the record, in its order, without their words.',
    parameters: [
      request,
      inQuery('after', 'The place after which the page begins.', { type: 'string', pattern: '^[0-9]{1,9}$' }),
    ],
    answers: { '200': jsonAnswer('A page of messages, 100 at most.', 'Messages', linkHead) },
    refusals: ['REQUEST_UNKNOWN', 'PARAMETER_UNKNOWN', 'PARAMETER_INVALID'],
  },
  {
    ...{ id: 'readMessage', method: 'get', path: systemPaths.message, tag: 'cases', scope: 'cases' },
    summary: 'One message',
    description:
      'With its words, and the compact JWS that was signed where that does not hold what opens files. Of one that hands files over or encloses messages the desk and the command line have it.',
    parameters: [request, inPath('message', 'Id of the message.')],
    answers: { '200': jsonAnswer('The message.', 'MessageRead') },
    refusals: ['PARAMETER_UNKNOWN', 'REQUEST_UNKNOWN', 'MESSAGE_UNKNOWN'],
  },
  {
    ...{ id: 'listMoves', method: 'get', path: systemPaths.moves, tag: 'moves', scope: 'cases' },
    summary: 'What may be said in a case now',
    description:
      'Each type of message that the workflow allows this side, with the measures and open messages that it is about, and whether it binds the State. What its body holds, the schema `message.<type>` says.',
    parameters: [request],
    answers: { '200': jsonAnswer('The moves.', 'Moves', tagHead) },
    refusals: ['PARAMETER_UNKNOWN', 'REQUEST_UNKNOWN'],
  },
  {
    ...{ id: 'makeMove', method: 'post', path: systemPaths.moves, tag: 'moves', scope: 'moves' },
    summary: 'Make a move',
    description:
      'What binds the State becomes a draft that a person approves at the desk; what binds nobody is sent at once. `stage` says which.',
    parameters: [request, key, seen(false)],
    body: jsonBody('Move', 'status-request'),
    answers: placed,
    refusals: [
      ...writing,
      ...keyed,
      'PARAMETER_UNKNOWN',
      'REQUEST_UNKNOWN',
      'WORKFLOW_NOT_EXPECTED',
      'REPLY_MISSING',
      'REPLY_MISMATCH',
      'ANSWER_NOT_ASKED',
      'ANSWER_MISSING',
      'PRECONDITION_FAILED',
    ],
  },
  {
    ...{ id: 'listDrafts', method: 'get', path: systemPaths.drafts, tag: 'moves', scope: 'moves' },
    summary: 'What this system has written',
    description: 'By the token that asks, what was begun last first; without the words.',
    parameters: [inQuery('after', 'Id of the last draft of the page before.', uuid)],
    answers: { '200': jsonAnswer('A page of drafts, 100 at most.', 'Drafts', linkHead) },
    refusals: ['PARAMETER_UNKNOWN', 'PARAMETER_INVALID', 'PAGE_UNKNOWN'],
  },
  {
    ...{ id: 'readDraft', method: 'get', path: systemPaths.draft, tag: 'moves', scope: 'moves' },
    summary: 'One draft',
    description: 'Where it stands, and its words until it is sent.',
    parameters: [draft],
    answers: { '200': jsonAnswer('The draft.', 'DraftRead', tagHead) },
    refusals: ['PARAMETER_UNKNOWN', 'DRAFT_UNKNOWN'],
  },
  {
    ...{ id: 'rewriteDraft', method: 'put', path: systemPaths.draft, tag: 'moves', scope: 'moves' },
    summary: 'Write a draft anew that came back',
    description: 'All of its words are replaced, and it is given to be approved again.',
    parameters: [draft, seen(true)],
    body: jsonBody('Rewriting', 'status-request'),
    answers: { '200': jsonAnswer('The draft as it is now.', 'DraftRead', tagHead) },
    refusals: [
      ...writing,
      'PARAMETER_UNKNOWN',
      'DRAFT_UNKNOWN',
      'DRAFT_STAGE_WRONG',
      'PRECONDITION_MISSING',
      'PRECONDITION_FAILED',
      'REPLY_MISSING',
    ],
  },
  {
    ...{ id: 'dropDraft', method: 'delete', path: systemPaths.draft, tag: 'moves', scope: 'moves' },
    summary: 'Drop a draft',
    description: 'Its words are gone. What was approved cannot be dropped.',
    parameters: [draft, seen(true)],
    answers: { '204': { description: 'It is dropped.' } },
    refusals: [
      'PARAMETER_UNKNOWN',
      'PARAMETER_INVALID',
      'TOKEN_OFFICER_MISSING',
      'DRAFT_UNKNOWN',
      'DRAFT_STAGE_WRONG',
      'PRECONDITION_MISSING',
      'PRECONDITION_FAILED',
    ],
  },
  {
    ...{ id: 'listAuthorities', method: 'get', path: systemPaths.authorities, tag: 'moves', scope: 'moves' },
    summary: 'Whom this State can ask',
    description:
      'The authorities of the peers that take requests, with the languages in which they take them.',
    parameters: [],
    answers: { '200': jsonAnswer('The authorities.', 'Authorities') },
    refusals: ['PARAMETER_UNKNOWN'],
  },
]
