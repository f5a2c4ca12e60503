import type { Message, Receipt, Text } from '../message/generated/types.ts'
import type { JsonObject } from '../message/json.ts'
import { documentAt } from '../message/documents.ts'
import { stateOf } from '../message/stateOf.ts'
import { blocksOf, bodyPlace } from './body.ts'
import { enclosedBlocks } from './enclosedBlocks.ts'
import { exhibitBlocks } from './exhibitBlocks.ts'
import { field, linesOf, paragraph, sentBlock } from './fields.ts'
import { type Format, formatFor } from './format.ts'
import { type LetterLanguage, directionOf } from './language.ts'
import { type Block, type Letter, type Line, type Sheet, code, plain, words } from './letter.ts'
import { kindNamed, kindsIn } from './kindsIn.ts'
import { nameLine } from './nameLine.ts'
import { type Others, otherLine, questionLine } from './others.ts'
import { placeFor } from './place.ts'
import { proofUri } from './proof.ts'
import { type Known, authorityLine, countryLine, measureLine, messageLine } from './scalar.ts'
import { unansweredBlocks } from './unansweredBlocks.ts'
import { phrase, sentence, stateTitle, typeTitle } from './words.ts'

/** A message as it stands in a record. */
export interface Recorded {
  readonly message: Message
  /** SHA-256 of its JWS signing input, lower-case hexadecimal. */
  readonly digest: string
  /** Its place in the record; null while it has none. */
  readonly sequence: number | null
  /** Null while none has come. */
  readonly receipt: Receipt | null
  /** Nobody has signed it yet: its `sentAt` is put in then, and no letter shows another. */
  readonly isUnsent?: true
}

/** For whom a letter is made, and what is known beside the message. */
export interface Reading {
  readonly language: LetterLanguage
  /** IANA name of the reader's time zone. */
  readonly timeZone: string
  /** Names of authorities by their id, as the trust lists of their States have them. */
  readonly authorities?: ReadonlyMap<string, Text>
  /** Authorities of the requesting side; without them no letter says who asks and who answers. */
  readonly requesting?: readonly string[]
  /** Kinds of the measures of the request by their id. */
  readonly kinds?: ReadonlyMap<string, string>
  /** Messages of the same record that are known beside the one that is read, by their id. */
  readonly others?: Others
  /** Whether a State of the record has said in its trust list that it is a demonstration. */
  readonly demonstration?: boolean
}

/** One message as a formal letter. Throws RangeError for a time zone that this machine does not know. */
export function letterOf(recorded: Recorded, reading: Reading): Letter {
  const sheet = sheetOf(recorded, reading)
  return {
    language: reading.language,
    direction: directionOf(reading.language),
    title: plain(sheet.title),
    reference: recorded.message.reference,
    dated: recorded.message.sentAt,
    sheets: [sheet],
  }
}

/** The sheet of one message: who writes to whom and when, what it says, and its proof. */
export function sheetOf(recorded: Recorded, reading: Reading): Sheet {
  const { message } = recorded
  const known = knownOf(reading, message)
  const title = typeTitle(message.type, reading.language)
  return {
    letterhead: [countryLine(stateOf(message.from), known.format), authorityName(message.from, known)],
    title: sentence(reading.language, 'letterOf', {
      title: words(title),
      reference: code(message.reference),
    }),
    blocks: [
      ...demonstrationBlocks(reading),
      ...headBlocks(recorded, reading, known),
      paragraph(phrase(reading.language, 'opening')),
      ...bodyBlocks(message, known),
      ...unansweredBlocks(message, reading.others, reading.language),
      ...exhibitBlocks(message.exhibits as unknown as readonly JsonObject[], known),
      paragraph(phrase(reading.language, 'closing')),
      signedBlock(recorded, known),
    ],
    proof: {
      title: words(phrase(reading.language, 'proof')),
      uri: proofUri({ message: recorded.digest, request: message.request, sequence: recorded.sequence }),
      blocks: proofBlocks(recorded, known.format),
    },
  }
}

/** What a message says. Where that is nothing but what it is, this is said, so that no letter has an opening and an end alone. */
function bodyBlocks({ type, body, measures }: Message, known: Known): readonly Block[] {
  const said = body as unknown as JsonObject
  const blocks = blocksOf(placeFor(bodyPlace(type), said), said, known)
  if (blocks.length > 0) return blocks
  const { language } = known.format
  const bare = measures === undefined ? 'bareMessage' : 'bareMessageOf'
  return [paragraph(phrase(language, bare, { title: typeTitle(type, language) }))]
}

/** What there is of a body that is not whole, as it stands in a letter. */
export function unfinishedBlocks(type: string, body: JsonObject, reading: Reading): readonly Block[] {
  return blocksOf(placeFor(bodyPlace(type), body), body, knownOf(reading, null))
}

/** What a reading and a message tell about the words of the message. */
export function knownOf(reading: Reading, message: Message | null): Known {
  const kinds = new Map([...(reading.kinds ?? []), ...(message === null ? [] : kindsIn(message))])
  const format = formatFor(reading.language, reading.timeZone)
  const known: Known = {
    format,
    authority: (id) => {
      const name = reading.authorities?.get(id)
      return name === undefined ? null : nameLine(name, reading.language, message !== null)
    },
    other: (id) => {
      const other = reading.others?.get(id)
      return other === undefined
        ? null
        : otherLine(other, typeTitle(other.message.type, reading.language), format)
    },
    question: (item) => questionLine(reading.others?.get(message?.inReplyTo ?? ''), item, reading.language),
    kindOf: (measure) => kindNamed(kinds, measure),
    enclosed: (jws) => enclosedBlocks(jws, known),
  }
  return known
}

function authorityName(id: string, known: Known): Line {
  return known.authority(id) ?? [code(id)]
}

function headBlocks(
  { message, sequence, receipt, isUnsent }: Recorded,
  reading: Reading,
  known: Known,
): readonly Block[] {
  const { language } = reading
  const { format } = known
  const { inReplyTo, measures } = message
  return [
    field(language, 'from', partyLine(message.from, reading, known)),
    field(language, 'to', partyLine(message.to, reading, known)),
    field(language, 'reference', [code(message.reference)]),
    field(language, 'request', [code(message.request)]),
    ...(sequence === null ? [] : [field(language, 'sequence', words(format.number(sequence)))]),
    ...(isUnsent === true
      ? [field(language, 'sent', words(phrase(language, 'notSignedYet')))]
      : timeBlocks(message.sentAt, receipt, format)),
    field(language, 'language', words(format.languageName(message.language))),
    ...(inReplyTo === undefined ? [] : [field(language, 'inReplyTo', messageLine(inReplyTo, known))]),
    ...(measures === undefined
      ? []
      : [
          linesOf(
            language,
            'concerns',
            measures.map((id) => measureLine(id, known)),
          ),
        ]),
    ...stateBlocks(receipt, known),
  ]
}

/** An authority, its State, and on which side it stands where that is known. */
function partyLine(id: string, { language, requesting }: Reading, known: Known): Line {
  const party = sentence(language, 'party', {
    authority: authorityLine(id, known),
    country: countryLine(stateOf(id), known.format),
  })
  if (requesting === undefined) return party
  const side = requesting.includes(id) ? 'requesting' : 'requested'
  return sentence(language, 'addition', { text: party, more: words(phrase(language, side)) })
}

/** Two times (domain 7.12): when it was signed, and when the other node had it. */
function timeBlocks(sentAt: string, receipt: Receipt | null, format: Format): readonly Block[] {
  const { language } = format
  const arrived =
    receipt === null
      ? words(phrase(language, 'noReceipt'))
      : sentence(language, receipt.event === 'relayRejection' ? 'refusedOnArrival' : 'times', {
          here: words(format.moment(receipt.time)),
          utc: words(format.utc(receipt.time)),
        })
  return [sentBlock(sentAt, format), field(language, 'arrived', arrived)]
}

function stateBlocks(receipt: Receipt | null, known: Known): readonly Block[] {
  if (receipt?.event !== 'relayAcceptance') return []
  const { language } = known.format
  const lines = receipt.measures.map(({ id, state }) =>
    sentence(language, 'paired', {
      label: measureLine(id, known),
      value: words(stateTitle(language, machineOf(known.kindOf(id)), state)),
    }),
  )
  return lines.length === 0 ? [] : [linesOf(language, 'stateAfter', lines)]
}

/** The machine of a kind of measure, or null where it is not known. */
function machineOf(kind: string | null): string | null {
  const family = kind === null ? undefined : documentAt(`measure/${kind}.json`)?.family
  return typeof family === 'string' ? family : null
}

/** Says that nothing here is real, where that is so. */
export function demonstrationBlocks({ language, demonstration }: Reading): readonly Block[] {
  return demonstration === true
    ? [{ kind: 'paragraph', line: [{ text: phrase(language, 'demonstration'), style: 'strong' }] }]
    : []
}

function signedBlock({ message: { from, sentAt }, isUnsent }: Recorded, known: Known): Block {
  const { format } = known
  const { language } = format
  const line = sentence(language, 'signed', {
    authority: authorityName(from, known),
    moment: words(isUnsent === true ? phrase(language, 'notSignedYet') : format.moment(sentAt)),
  })
  return { kind: 'paragraph', line }
}

function proofBlocks({ digest, receipt }: Recorded, format: Format): readonly Block[] {
  const { language } = format
  return [
    field(language, 'digest', [code(digest)]),
    ...(receipt?.event === 'relayAcceptance' ? [field(language, 'head', [code(receipt.head)])] : []),
    paragraph(phrase(language, 'proofText', { language: format.languageName(language) })),
  ]
}
