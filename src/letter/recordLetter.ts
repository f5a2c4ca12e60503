import { field, linesOf } from './fields.ts'
import { type Format, formatFor } from './format.ts'
import { directionOf } from './language.ts'
import { type Block, type Letter, type Sheet, code, words } from './letter.ts'
import { type Reading, type Recorded, demonstrationBlocks, knownOf, sheetOf } from './letterOf.ts'
import { type Known, authorityLine, measureLine } from './scalar.ts'
import { clockOf, markOf, phrase, sentence, stateTitle, typeTitle } from './words.ts'

/** A measure as the record has left it. */
export interface MeasureNow {
  readonly id: string
  readonly kind: string
  /** Name of its machine. */
  readonly machine: string
  readonly state: string
  /** The clocks that run, and when they end (RFC 3339); and when by the basis, where that is another day. */
  readonly clocks: readonly { readonly name: string; readonly ends: string; readonly differs?: string }[]
  /** Their marks, and since when they stand (RFC 3339). */
  readonly marks: readonly { readonly mark: string; readonly at: string }[]
}

/** A record as it is read: its messages in their order, and where its measures stand. */
export interface RecordRead {
  readonly request: string
  readonly reference: string
  readonly messages: readonly Recorded[]
  readonly measures: readonly MeasureNow[]
  /** Whether the record has more messages than these. */
  readonly goesOn?: boolean
}

/** A whole record as one letter: a cover with its measures and its messages, then each message on pages of its own. */
export function recordLetter(record: RecordRead, reading: Reading): Letter {
  const { language } = reading
  const kinds = new Map(record.measures.map(({ id, kind }) => [id, kind]))
  const others = new Map(record.messages.map((one) => [one.message.id, one]))
  const whole: Reading = { ...reading, kinds, others }
  const dates = record.messages.map(({ message }) => message.sentAt)
  return {
    language,
    direction: directionOf(language),
    title: phrase(language, 'recordOf', { reference: record.reference }),
    reference: record.reference,
    dated: dates.sort((one, other) => Date.parse(one) - Date.parse(other)).at(-1) ?? '1970-01-01T00:00:00Z',
    sheets: [coverOf(record, whole), ...record.messages.map((message) => sheetOf(message, whole))],
  }
}

function coverOf(record: RecordRead, reading: Reading): Sheet {
  const { language } = reading
  const known = knownOf(reading, null)
  return {
    letterhead: [],
    title: sentence(language, 'recordOf', { reference: code(record.reference) }),
    blocks: [
      ...demonstrationBlocks(reading),
      field(language, 'request', [code(record.request)]),
      ...(record.measures.length === 0 ? [] : [measuresBlock(record.measures, known)]),
      messagesBlock(record.messages, known),
      { kind: 'paragraph', line: words(phrase(language, 'recordText')) },
      ...(record.goesOn === true
        ? [{ kind: 'paragraph' as const, line: words(phrase(language, 'unread')) }]
        : []),
    ],
    proof: null,
  }
}

function measuresBlock(measures: readonly MeasureNow[], known: Known): Block {
  return {
    kind: 'section',
    title: words(phrase(known.format.language, 'measures')),
    blocks: measures.map((measure) => ({
      kind: 'section',
      title: measureLine(measure.id, known),
      blocks: nowBlocks(measure, known.format),
    })),
  }
}

function nowBlocks({ machine, state, clocks, marks }: MeasureNow, format: Format): readonly Block[] {
  const { language } = format
  const running = clocks.map(({ name, ends, differs }) => {
    const said = { clock: words(clockOf(language, machine, name)), moment: words(format.moment(ends)) }
    if (differs === undefined) return sentence(language, 'clockEnds', said)
    return sentence(language, 'clockDiffers', { ...said, other: words(format.moment(differs)) })
  })
  const standing = marks.map(({ mark, at }) =>
    sentence(language, 'markSince', {
      mark: words(markOf(language, mark)),
      moment: words(format.moment(at)),
    }),
  )
  return [
    field(language, 'state', words(stateTitle(language, machine, state))),
    ...(running.length === 0 ? [] : [linesOf(language, 'clocks', running)]),
    ...(standing.length === 0 ? [] : [linesOf(language, 'marks', standing)]),
  ]
}

function messagesBlock(messages: readonly Recorded[], known: Known): Block {
  const { language } = known.format
  const format = formatFor(language, known.format.zone)
  const head = (['place', 'type', 'from', 'sent', 'arrived'] as const).map((name) =>
    words(phrase(language, name)),
  )
  return {
    kind: 'table',
    head,
    rows: messages.map(({ message, sequence, receipt }) => [
      sequence === null ? words('–') : words(format.number(sequence)),
      words(typeTitle(message.type, language)),
      known.authority(message.from) ?? authorityLine(message.from, known),
      words(format.moment(message.sentAt)),
      words(receipt === null ? '–' : format.moment(receipt.time)),
    ]),
  }
}
