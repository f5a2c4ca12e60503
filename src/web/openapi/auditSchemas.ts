import { outcomes } from '../../exchange/review/measureCourse.ts'
import { dimensions } from '../../exchange/review/tally.ts'
import type { JsonObject } from '../../message/json.ts'
import {
  byName,
  closed,
  count,
  eitherOrNull,
  flag,
  instant,
  list,
  named,
  oneOf,
  orNull,
  sha256,
  side,
  text,
  uuid,
} from './shapes.ts'

const from: JsonObject = {
  oneOf: [
    closed({ by: oneOf(['commandLine']), host: text, user: text }, 'At the command line of a host.'),
    closed({ by: oneOf(['network']), address: text }, 'Over the network.'),
  ],
  description: 'From where somebody acted; absent: it is not known.',
}

const next: JsonObject = orNull({
  ...text,
  description: 'What the next page comes `after`; null: there is none.',
})
const hints: JsonObject = {
  ...list(text),
  description: 'In words, why there may be less than was thought of; mostly none.',
}
const erased: JsonObject = {
  ...count,
  description: 'Requests that were asked about and whose records were erased.',
}
const about = closed({ id: uuid, reference: text, side, peer: text })
const party = closed({ side, state: text })
const messageName = closed({ type: text, sequence: count, at: instant })
const hours: JsonObject = { type: 'number', minimum: 0 }
const told: JsonObject = {
  oneOf: [count, { type: 'string', description: '`<5`: fewer; `…`: not told.' }, { type: 'null' }],
}
const spread = eitherOrNull(closed({ count, medianHours: hours, p90Hours: orNull({ type: 'number' }) }))

/** What an auditor is answered, by name. */
export const auditSchemas: Readonly<Record<string, JsonObject>> = {
  LogEntry: closed(
    {
      index: { ...count, description: 'Its place in the log.' },
      time: instant,
      event: { ...text, description: 'Of the list in docs/audit-events.md.' },
      request: eitherOrNull(
        closed({ id: uuid, reference: text }),
        'The request that it is about; null: about none, or one that is not here any more.',
      ),
      actor: eitherOrNull(
        closed({ person: text, role: text, authority: text }, undefined, { from }),
        'Who did it; null: the node by itself, or it was erased.',
      ),
      details: {
        oneOf: [
          byName(
            { oneOf: [text, { type: 'number' }, list(text)] },
            'What the event tells besides, by the names of its list.',
          ),
          { type: 'null' },
        ],
      },
      erased: { ...flag, description: 'Something of it was erased, and its digest alone is left.' },
    },
    'What happened here. A member that its event does not have is absent.',
    {
      peer: text,
      sequence: count,
      type: { ...text, description: 'Of the message, where that is here.' },
      place: { ...count, description: 'Of the message in its record, where it has one.' },
      code: text,
      count,
      message: { ...sha256, description: 'Digest of a message.' },
      receipt: sha256,
      digest: sha256,
      issuer: sha256,
    },
  ),
  LogEntries: closed({
    entries: list(named('LogEntry')),
    next: orNull({ ...count, description: 'The place where the next page begins; null: there is none.' }),
    hints,
    waiting: { ...count, description: 'Entries that have no place in the log yet.' },
  }),
  MissedDeadline: closed({
    request: about,
    measure: closed({ id: text, kind: text }),
    clock: { ...text, description: 'Name of the clock, or code of the condition.' },
    mark: text,
    title: text,
    kind: oneOf(['legal', 'soft']),
    source: text,
    started: orNull(instant),
    ends: instant,
    owedBy: list(party),
    settled: eitherOrNull(
      closed({
        how: oneOf(['late', 'cameLate', 'moved', 'overtaken']),
        ...{ at: instant, came: instant, by: party, type: text, sequence: count },
      }),
      'The message after which it counted no more; null: it stands.',
    ),
    lateByMs: { type: 'integer' },
    noted: orNull({ ...count, description: 'The place in the log at which it is noted; null: it is not.' }),
  }),
  MissedDeadlines: closed({ missed: list(named('MissedDeadline')), next, erased, hints }),
  UnreasonedRefusal: closed({
    request: about,
    by: party,
    message: messageName,
    measure: orNull(text),
    outcome: orNull(text),
    extent: oneOf(['whole', 'part']),
    grounds: list(text),
    lack: oneOf(['none', 'withheld', 'empty', 'onlyCode']),
    reasonsCame: eitherOrNull(messageName, 'The first later message that gives reasons; null: none came.'),
  }),
  UnreasonedRefusals: closed({
    refusals: list(named('UnreasonedRefusal')),
    ...{ next, erased, hints },
    byCodeAlone: {
      ...list(
        closed({
          at: instant,
          peer: orNull(text),
          code: text,
          request: orNull(text),
          message: orNull(text),
        }),
      ),
      description: 'Messages that this node refused with a code and not a word more; on the first page.',
    },
    byCodeAloneCutOff: flag,
  }),
  StatisticsGroup: closed({
    values: {
      oneOf: [list(text), { type: 'null' }],
      description: 'A value for each dimension; empty: the whole; null: those that are too small, together.',
    },
    ...{ requests: told, measures: told, acknowledged: told, delivered: told },
    outcomes: closed(Object.fromEntries(outcomes.map((one) => [one, told]))),
    grounds: byName(told, 'Refusals by the code of their ground.'),
    times: closed({ acknowledge: spread, decide: spread, deliver: spread }),
  }),
  Statistics: closed({
    from: instant,
    until: instant,
    by: list(oneOf(dimensions)),
    small: { ...count, description: 'Numbers below this are not told.' },
    grounds: byName(text, 'Titles of the grounds, by their codes.'),
    total: named('StatisticsGroup'),
    groups: {
      oneOf: [list(named('StatisticsGroup')), { type: 'null' }],
      description: 'Null: the whole cannot be broken down without telling small numbers.',
    },
  }),
}
