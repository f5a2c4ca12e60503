import { exchangeLimits } from '../../exchange/limits.ts'
import { type WebhookHead, secretPrefix } from '../../exchange/webhooks/sign.ts'
import { type ToldEvent, toldEvents } from '../../exchange/webhooks/told.ts'
import type { JsonObject } from '../../message/json.ts'
import type { ToldEntry } from '../../store/webhooks/deliveries.ts'
import { text, uuid } from './operation.ts'

const { postMs, pausesMs, keptMs } = exchangeLimits.webhooks

/** How far from its own clock a receiver takes a notice (Standard Webhooks 1.0 leaves it to the receiver). */
const toleranceSeconds = 300

/** What a system must know that is told of something, a sentence or two each. */
export const aboutNotices = {
  what:
    'At an endpoint that an administrator makes (`rogatory webhook make`, or at the desk), a system is told that something happened, ' +
    'by Standard Webhooks 1.0: the name of the event and ids, never a word of a case. What it is about, the system asks with its token.',
  verify:
    'To verify a notice: over `webhook-id`, a dot, `webhook-timestamp`, a dot and the very bytes of the body, make HMAC-SHA256 by the secret ' +
    `(base64 after \`${secretPrefix}\`), and compare it in constant time with the base64 after \`v1,\` in \`webhook-signature\`. ` +
    `Refuse what is more than \`${toleranceSeconds}\` s from your clock. \`verifyWebhook\` of \`@rogatory/client\` does all of this.`,
  again:
    `What is answered with \`2xx\` within \`${postMs / 1_000}\` s is taken. Anything else, a redirect as well, is tried again after ` +
    `\`${pausesMs.map(lengthOf).join(', ')}\`, up to a fifth later, and then given up; until the notice is \`${keptMs / 86_400_000}\` days old an administrator can have it sent again. ` +
    'The same notice may come twice, and two in another order than they happened: its `webhook-id` stays the same.',
  stops:
    'An answer `410` disables the endpoint. So does an administrator, and a log that is continued after a loss. A disabled endpoint is told ' +
    'nothing any more: another is made. What was missed, the system reads with its token.',
} as const

/** The heads that a notice has beside the usual. */
export const noticeHeads: Readonly<Record<WebhookHead, string>> = {
  'webhook-id': 'The id of the notice, the same at each attempt.',
  'webhook-timestamp': 'When this attempt was signed, in seconds since 1970.',
  'webhook-signature':
    '`v1,` and the signature in base64. There may be several with a space between: one that holds is enough.',
}

/** What becomes of a notice, by the status of the answer. */
const answers = {
  '2XX': 'It is taken.',
  '410': 'The endpoint is disabled.',
  default: 'It is tried again later.',
} as const

/** Ids by which a system asks for the rest; each is there where the event has one. */
const ids: Readonly<Record<Exclude<keyof ToldEntry, 'index' | 'event' | 'at'>, JsonObject>> = {
  request: { ...uuid, description: 'Id of the request.' },
  message: { ...uuid, description: 'Id of the message.' },
  draft: { ...uuid, description: 'Id of the draft.' },
  deposit: { ...uuid, description: 'Id of the file at this node.' },
  measure: { ...text, description: 'The measure of the request.' },
}

/** What a system is told, by name. */
export const noticeSchemas: Readonly<Record<string, JsonObject>> = {
  Notice: {
    type: 'object',
    description: 'That something happened, and the ids by which to ask for it.',
    additionalProperties: false,
    required: ['type', 'timestamp', 'data'],
    properties: {
      type: { type: 'string', enum: Object.keys(toldEvents), description: 'Name of the event in the log.' },
      timestamp: { type: 'string', format: 'date-time', description: 'When it happened.' },
      data: {
        type: 'object',
        additionalProperties: false,
        required: ['entry'],
        properties: {
          entry: { type: 'integer', minimum: 0, description: 'Its place in the log.' },
          ...ids,
        },
      },
    },
  },
}

/** What an event means, as a sentence. */
export function meaningOf(event: ToldEvent): string {
  const words = toldEvents[event]
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`
}

/** Every event of which systems are told, as OpenAPI 3.1 has it under `webhooks`. */
export function webhooksOfDocument(): JsonObject {
  const events = Object.keys(toldEvents) as ToldEvent[]
  return Object.fromEntries(events.map((event) => [event, { post: noticeOf(event) }]))
}

function noticeOf(event: ToldEvent): JsonObject {
  return {
    tags: ['notices'],
    summary: meaningOf(event),
    description: Object.values(aboutNotices).join(' '),
    parameters: Object.entries(noticeHeads).map(([name, description]) => ({
      ...{ name, in: 'header', required: true, description },
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Notice' },
              { type: 'object', properties: { type: { const: event } } },
            ],
          },
        },
      },
    },
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, description]) => [status, { description }]),
    ),
    security: [],
  }
}

/** A time in the largest unit of which it is a whole number. */
function lengthOf(ms: number): string {
  const seconds = ms / 1_000
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}
