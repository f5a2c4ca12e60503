import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { onwardRefusal } from '../../src/exchange/onward.ts'
import type { Origins } from '../../src/exchange/onwardOrigins.ts'
import type { Message, MessageType, Messages, Proceeding } from '../../src/message/generated/types.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { requestRow } from './rows.ts'
import { text } from './bodies.ts'
import { accept, messageId } from '../workflow/speak.ts'

export const swiss = '0197b1c0-3f15-7a15-8a15-0123456789a1'
export const ours = '0197b1c0-3f15-7a15-8a15-0123456789b1'
export const matter = '0197b1c0-3e15-7a15-8a15-0123456789a1'
export const sha = (end: string): string => end.padStart(64, '0')
export const interpol = {
  kind: 'organisation',
  name: 'INTERPOL (demonstration)',
  authority: 'xpo.gs',
  country: 'XPO',
}
export const seychelles = { kind: 'thirdState', name: 'Seychelles (demonstration)', country: 'SC' }

/** A valid message; what is not said is made up. */
export function message<T extends MessageType>(
  type: T,
  body: object,
  more: Readonly<Record<string, unknown>> = {},
): Messages[T] {
  const valid = validateMessage({
    v: 1,
    id: messageId(1),
    type,
    request: ours,
    reference: 'MU-DEMO-1',
    from: 'mu.ago',
    to: 'xpo.gs',
    sentAt: '2027-07-02T10:00:00+04:00',
    basis: { sequence: 0, head: sha('0') },
    language: 'en',
    salt: 'A'.repeat(43),
    body,
    exhibits: [],
    ...more,
  })
  assert.ok(valid.ok, JSON.stringify(valid))
  return valid.message as Messages[T]
}

export function example(name: string): JsonObject {
  return JSON.parse(readFileSync(`schemas/example/${name}.json`, 'utf8')) as JsonObject
}

/** What Switzerland said to our authority. */
export const theirs = { request: swiss, from: 'ch.foj', to: 'mu.ago' }
const asked = message(
  'use-request',
  { purpose: text, recipients: [interpol, seychelles] },
  { request: swiss },
)

export function consent(body: object = {}, id = messageId(8)): Messages['use-consent'] {
  return message('use-consent', { allows: text, recipients: [interpol], ...body }, { ...theirs, id })
}

/** The record of the information that Switzerland gave, with these conditions, closed or not. */
function origin(conditions: readonly object[], isClosed = false) {
  const info = example('spontaneous-info')
  const given = accept(null, {
    type: 'spontaneous-info',
    request: swiss,
    from: 'ch.foj',
    to: 'mu.ago',
    measures: ['m1'],
    body: {
      ...(info.body as object),
      ...(conditions.length === 0 ? { conditions: undefined } : { conditions }),
    },
    exhibits: info.exhibits as unknown as object[],
  })
  const [measure] = given.measures
  assert.ok(measure !== undefined)
  const state = isClosed ? { ...given, measures: [{ ...measure, state: 'closed', deliveries: [] }] } : given
  return requestRow({
    id: swiss,
    own_state: 'MU',
    own_authority: 'mu.ago',
    counterpart_state: 'CH',
    counterpart_authority: 'ch.foj',
    reference: 'CH-DEMO-1',
    matter,
    snapshot: JSON.stringify(state),
  })
}

/** What the node knows: the Swiss record with file E1 (sha …e1), and the answers of Switzerland. */
export function knowing(
  consents: readonly Messages['use-consent'][] = [],
  {
    conditions = [{ code: 'ONWARD_WITH_CONSENT' }] as readonly object[],
    isClosed = false,
    refusal = null as Messages['use-refuse'] | null,
    more = [] as readonly (readonly [string, string])[],
    given = [] as readonly Message[],
    proceeding = null as Proceeding | null,
  } = {},
): Origins {
  const row = origin(conditions, isClosed)
  const others = more.map(([id, state]) =>
    requestRow({ id, own_authority: 'mu.ago', counterpart_state: state }),
  )
  const files = [[swiss, 'E1'], ...more.map(([id]) => [id, 'E1'])] as const
  return {
    requests: new Map([row, ...others].map((one) => [one.id, one])),
    entrusted: new Map([
      [
        sha('e1'),
        files.map(([request = '', name = ''], place) => ({
          message: sha(`f${place}`),
          request,
          kind: 'file',
          name,
          digest: sha('e1'),
        })),
      ],
    ]),
    sources: new Map([[derived, [sha('e1')]]]),
    messages: new Map(),
    given: new Map(given.map((one, place) => [sha(`f${place}`), one])),
    purposes: new Map(proceeding === null ? [] : [[ours, proceeding]]),
    answers: new Map([[swiss, { consents, refusals: refusal === null ? [] : [{ refusal, asked }] }]]),
  }
}

export const derived = '5d0f6f0e-5a3c-4d0e-9d55-2b8b7a1c9e10'
export const e1 = { id: 'E9', name: 'x.pdf', mediaType: 'application/pdf', bytes: 1, sha256: sha('e1') }
export const authority = (more: object = {}): object => ({
  onwardAuthority: [{ from: 'CH', message: messageId(8), allows: ['accounts'], ...more }],
})
export const informing = (body: object, more: Readonly<Record<string, unknown>> = {}): Message =>
  message(
    'spontaneous-info',
    { content: text, origin: { authority: 'x' }, reliability: { source: 'A', information: 1 }, ...body },
    more,
  )
export const withFile = (more: object = { onwardAuthority: [] }, frame: object = {}): Message =>
  informing(more, { exhibits: [e1], ...frame })

export function isRefused(origins: Origins, said: Message, code: string, pointer?: string): void {
  const refusal = onwardRefusal(origins, said)
  assert.equal(refusal?.code, code, JSON.stringify(refusal))
  if (pointer !== undefined) assert.equal(refusal.pointer, pointer)
}
