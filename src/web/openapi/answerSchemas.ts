import type { JsonObject } from '../../message/json.ts'
import { draftStages } from '../../store/drafts/draftTables.ts'
import { auditSchemas } from './auditSchemas.ts'
import { exhibitSchemas } from './exhibitSchemas.ts'
import { closed, count, flag, instant, list, named, orNull, side, text, uuid } from './shapes.ts'

const measure = closed({
  id: text,
  kind: text,
  machine: { ...text, description: 'Name of its state machine in schemas/workflow.' },
  profile: text,
  state: text,
  since: instant,
  until: orNull(text),
  decision: orNull(text),
  clocks: list(closed({ name: text, ends: instant, differs: orNull(text) })),
  marks: list(closed({ clock: text, mark: text, at: instant })),
  obligations: list(
    closed({ code: text, until: orNull(text), untilEvent: orNull(text), text: orNull(text) }),
  ),
})

const caseMembers = {
  request: uuid,
  reference: text,
  side,
  own: { ...text, description: 'Id of the own authority.' },
  counterpart: { ...text, description: 'Id of the other authority.' },
  state: text,
  sequence: { ...count, description: 'The last place of the record that is known here.' },
  openedAt: instant,
  updatedAt: instant,
  nextClock: orNull(instant),
  closed: { ...orNull(text), description: 'Why the record takes no new messages; null: it does.' },
  erasedAt: orNull(instant),
  turn: { type: 'string', description: 'Whose step is awaited.' },
  measures: list(named('Measure')),
}

const entryMembers = {
  sequence: { ...orNull(count), description: 'Null: it has no place in the record yet, or was refused.' },
  id: uuid,
  digest: { ...text, description: 'Identity of the message: SHA-256 of its JWS signing input.' },
  type: text,
  from: text,
  to: text,
  sentAt: instant,
  receivedAt: orNull(instant),
  status: text,
  refusal: orNull(text),
  refusalWords: list(text),
}

const timelineMembers = {
  ...entryMembers,
  isOwn: flag,
  isErased: flag,
  measures: list(text),
  exhibits: list(closed({ id: text, name: text, bytes: count })),
}

const draftMembers = {
  draft: uuid,
  request: {
    ...uuid,
    description: 'The request; of a draft that opens a record, the id which that will have.',
  },
  type: text,
  reference: text,
  to: text,
  language: text,
  stage: {
    type: 'string',
    enum: [...draftStages],
    description:
      'submitted: a person must approve it. sending: it is let go. sent: it is signed, and on its way.',
  },
  madeAt: instant,
  changedAt: instant,
  submittedAt: orNull(instant),
  officer: { ...orNull(text), description: 'Sign-in name of who answers for the system.' },
  approver: orNull(text),
  message: { ...orNull(uuid), description: 'Id of the message that is sent with these words.' },
  messageDigest: orNull(text),
  returned: {
    oneOf: [closed({ by: orNull(text), reason: orNull(text) }), { type: 'null' }],
    description: 'Who gave it back, and why.',
  },
  refusal: { ...orNull(text), description: 'The code with which the node refused to send it.' },
}

const open = (description: string): JsonObject => ({ type: 'object', description })

/** What is answered, by name. */
export const answerSchemas: Readonly<Record<string, JsonObject>> = {
  Measure: measure,
  Cases: closed({
    cases: list(
      closed({
        ...caseMembers,
        ...{ pending: count, refused: count },
        assignee: { ...orNull(text), description: 'Sign-in name of the person who has it; null: nobody.' },
      }),
    ),
  }),
  Case: closed({
    ...caseMembers,
    references: closed({ requesting: text, requested: orNull(text) }),
    unplaced: list(closed(entryMembers)),
  }),
  Messages: closed({ messages: list(closed(timelineMembers)) }),
  MessageRead: closed({
    ...timelineMembers,
    message: {
      oneOf: [named('envelope'), { type: 'null' }],
      description:
        'Its frame and words, without what opens its files and without the originals (`jws`) of messages that it encloses; null: they were erased.',
    },
    files: {
      ...list(closed({ exhibit: text, deposit: uuid })),
      description: 'Which file of the node each exhibit is, where it hands files over.',
    },
    signed: {
      ...orNull(text),
      description:
        'The compact JWS that was signed; null: its text was erased, it opens files, or it encloses messages.',
    },
  }),
  Moves: closed({
    request: uuid,
    side,
    state: text,
    sequence: count,
    moves: list(
      closed({
        type: { ...text, description: 'What it says, the schema `message.<type>` tells.' },
        title: text,
        binds: {
          type: 'string',
          enum: ['always', 'never', 'inSomeOutcomes'],
          description: 'Whether a second person must approve it. What accepts conditions always binds.',
        },
        bindingOutcomes: list(text),
        measures: list(
          closed({
            measure: text,
            outcome: orNull(text),
            answers: {
              ...list(uuid),
              description: 'Open messages, one of which it must name in `inReplyTo`.',
            },
          }),
        ),
        required: { ...list(text), description: 'Members that its body has at least.' },
      }),
    ),
  }),
  Draft: closed(draftMembers),
  Drafts: closed({ drafts: list(named('Draft')) }),
  DraftRead: closed({
    ...draftMembers,
    binds: flag,
    inReplyTo: orNull(uuid),
    measures: orNull({ ...list(text), type: 'array' }),
    body: open('What it says; empty once it is sent.'),
    exhibits: list(open('As its message will announce it, with `deposit` in the place of what opens it.')),
  }),
  Authorities: closed({
    authorities: list(closed({ id: text, name: named('part.text'), languages: list(text) })),
  }),
  ...auditSchemas,
  ...exhibitSchemas,
  UploadRead: closed({
    upload: uuid,
    status: text,
    name: text,
    bytes: count,
    arrivedBytes: count,
    bytesPerSecond: orNull({ type: 'number' }),
    secondsLeft: orNull({ type: 'number' }),
    request: orNull(text),
    derivedFrom: orNull(text),
    place: orNull(text),
    reason: orNull(text),
    begunAt: instant,
    expiresAt: orNull(instant),
    deposit: orNull(text),
    refusal: orNull(text),
  }),
  Problem: {
    type: 'object',
    description: 'A problem document (RFC 9457).',
    additionalProperties: false,
    required: ['type', 'title', 'status'],
    properties: {
      type: text,
      title: { ...text, description: 'What happened, in English.' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      code: { ...text, description: 'Of a closed list; absent: it is about the request itself.' },
      detail: text,
      expected: { ...list(text), description: 'What would have been accepted.' },
      pointer: { ...text, description: 'Where in what was sent (RFC 6901).' },
      faults: {
        ...list(closed({ pointer: text, detail: text })),
        description:
          'All that is wrong, where it is known; the first stands in `pointer` and `detail` as well.',
      },
    },
  },
}
