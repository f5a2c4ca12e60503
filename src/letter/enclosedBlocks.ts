import { hash } from 'node:crypto'
import type { Message } from '../message/generated/types.ts'
import type { JsonObject } from '../message/json.ts'
import { stateOf } from '../message/stateOf.ts'
import { readStrict } from '../message/strict.ts'
import { validateMessage } from '../message/validate.ts'
import { blocksOf, bodyPlace } from './body.ts'
import { exhibitBlocks } from './exhibitBlocks.ts'
import { field, paragraph, sentBlock } from './fields.ts'
import { kindNamed, kindsIn } from './kindsIn.ts'
import { type Block, type Line, code, words } from './letter.ts'
import { placeFor } from './place.ts'
import { type Known, authorityLine, countryLine } from './scalar.ts'
import { phrase, sentence, typeTitle } from './words.ts'

/**
 * A message that another one shows as its author signed it: its heading, and what it says. Its signature is judged by a node, with the
 * trust lists that it has; a letter has none, must be the same for everybody, and says that it has not verified it. Of what it shows in turn only
 * the heading is told.
 *
 * @param jws - the signed original, JWS, compact; it never stands in a letter
 */
export function enclosedBlocks(jws: string, known: Known): readonly Block[] {
  const message = messageIn(jws)
  const { language } = known.format
  if (message === null) return [paragraph(phrase(language, 'enclosedUnread'))]
  return [
    ...headingBlocks(jws, message, known),
    { kind: 'section', title: words(phrase(language, 'enclosedBody')), blocks: saidBlocks(message, known) },
  ]
}

/** The same of a message that is shown in one that is shown, without what it says. */
function withinBlocks(jws: string, known: Known): readonly Block[] {
  const message = messageIn(jws)
  const { language } = known.format
  if (message === null) return [paragraph(phrase(language, 'enclosedUnread'))]
  return [...headingBlocks(jws, message, known), paragraph(phrase(language, 'enclosedHeading'))]
}

function headingBlocks(jws: string, { type, from, to, ...message }: Message, known: Known): readonly Block[] {
  const { format } = known
  const { language } = format
  return [
    paragraph(phrase(language, 'enclosedUnverified')),
    field(language, 'type', words(typeTitle(type, language))),
    field(language, 'from', partyLine(from, known)),
    field(language, 'to', partyLine(to, known)),
    field(language, 'reference', [code(message.reference)]),
    field(language, 'request', [code(message.request)]),
    sentBlock(message.sentAt, format),
    field(language, 'digest', [code(digestOf(jws))]),
  ]
}

/** What it says, in its own record: measures, messages and questions of the record of the letter are not meant. */
function saidBlocks(message: Message, known: Known): readonly Block[] {
  const kinds = kindsIn(message)
  const own: Known = {
    ...known,
    other: () => null,
    question: () => null,
    kindOf: (measure) => kindNamed(kinds, measure),
    enclosed: (jws) => withinBlocks(jws, known),
  }
  const body = message.body as unknown as JsonObject
  return [
    ...blocksOf(placeFor(bodyPlace(message.type), body), body, own),
    ...exhibitBlocks(message.exhibits as unknown as readonly JsonObject[], own),
  ]
}

function partyLine(id: string, known: Known): Line {
  return sentence(known.format.language, 'party', {
    authority: authorityLine(id, known),
    country: countryLine(stateOf(id), known.format),
  })
}

/** What was signed; null where that is no message. */
function messageIn(jws: string): Message | null {
  const [, payload = '', ...others] = jws.split('.')
  if (others.length !== 1) return null
  const read = readStrict(Buffer.from(payload, 'base64url'))
  const valid = read.ok ? validateMessage(read.value) : read
  return valid.ok ? valid.message : null
}

/** By which it is found again where it stands: SHA-256 of its JWS signing input, lower-case hexadecimal. */
function digestOf(jws: string): string {
  return hash('sha256', jws.slice(0, jws.lastIndexOf('.')))
}
