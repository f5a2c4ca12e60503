import type { DeskNames } from '../../exchange/desk/names.ts'
import type { DueView } from '../../exchange/desk/dueView.ts'
import type { MeasureView } from '../../exchange/desk/caseView.ts'
import { placeFor, placeAt } from '../../letter/place.ts'
import type { Line } from '../../letter/letter.ts'
import { knownOf } from '../../letter/letterOf.ts'
import { type Known, countryLine, scalarLine } from '../../letter/scalar.ts'
import { clockOf, labelOf, markOf, stateTitle, titleOf, valueOf } from '../../letter/words.ts'
import { handlingCodes } from '../../exchange/drafts/fileWords.ts'
import type { ExhibitStanding } from '../../workflow/acceptance.ts'
import { codeText } from '../../message/code.ts'
import { documentAt } from '../../message/documents.ts'
import type { Handling, HandlingMember } from '../../message/handling.ts'
import { stateOf } from '../../message/stateOf.ts'
import type { Sentence, Words } from './words.ts'

/** The words of requests for one reader: those of the letters, and how moments and authorities are written. */
export interface CaseWords extends Words {
  readonly known: Known
  /** Ids of the authorities that have a name here. */
  readonly authorities: readonly string[]
  /** What the State of an authority is called. */
  readonly country: (authority: string) => Line
  /** What a kind of measure is called. */
  readonly kind: (kind: string) => string
  readonly state: (machine: string | null, state: string) => string
  /** What runs out is called: the clock, or the condition. */
  readonly due: (due: DueView, measures: readonly MeasureView[]) => string
  readonly mark: (mark: string) => string
  readonly condition: (code: string) => string
  readonly offence: (code: string) => string
  /** What was done with a file while somebody had it. */
  readonly custodyAction: (code: string) => string
  /** What the instrument is called whose profile governs a measure. */
  readonly basis: (profile: string) => string
  /** How something is to be handled: what each code is called, and of which list it is. */
  readonly handling: (handling: Handling) => readonly (readonly [string, string])[]
  /** The lists from which a code of handling is chosen, by the member that says it. */
  readonly handlingLists: readonly {
    readonly member: keyof typeof handlingLists
    readonly label: string
    readonly choices: readonly { readonly value: string; readonly text: string }[]
  }[]
  /** What was made of a file, in the words of the form in which it is said. */
  readonly standing: (standing: ExhibitStanding['standing']) => string
  /** What an outcome that a message of this type may have is called; null: it stands in no message, only in the table. */
  readonly outcome: (type: string, outcome: string) => string | null
}

/** Marks of conditions with a date, which no machine states. */
const ownMarks: Readonly<Record<string, Sentence>> = {
  deedNear: 'dueSoon',
  deedOverdue: 'overdue',
  ended: 'ranOut',
}

const handlingLists = {
  handling: 'code/handling.json',
  pap: 'code/pap.json',
  europolHandling: 'code/europol-handling.json',
} as const satisfies Record<(typeof handlingCodes)[number], string>

/** The published codes of a list, in its order. */
function codesIn(document: string): readonly string[] {
  const all = (documentAt(document)?.oneOf ?? []) as readonly { readonly const?: string }[]
  return all.flatMap((one) => one.const ?? [])
}

export function caseWords(words: Words, { timeZone, authorities }: DeskNames): CaseWords {
  const { language } = words
  const known = knownOf({ language, timeZone, authorities }, null)
  const titleOfCode = (list: string, code: string): string =>
    scalarLine('code', placeFor(placeAt(list), code), code, known)
      .map(({ text }) => text)
      .join('')
  const handlingLabel = (member: HandlingMember): string =>
    labelOf(language, 'part/exhibit.json', member, null)
  const condition = (code: string): string => titleOfCode('code/condition.json', code)
  return {
    ...words,
    known,
    authorities: [...authorities.keys()],
    country: (authority) => countryLine(stateOf(authority), known.format),
    kind: (kind) => {
      const schema = documentAt(`measure/${kind}.json`)
      return (schema === null ? null : titleOf(language, schema)) ?? kind
    },
    // A request is that before its first message has its place; no measure is.
    state: (machine, state) =>
      state === 'pending' ? words.say('notPlacedYet') : stateTitle(language, machine, state),
    due: ({ what, name, measure }, measures) => {
      if (what === 'condition') return condition(name)
      return clockOf(language, measures.find(({ id }) => id === measure)?.machine ?? null, name)
    },
    mark: (mark) => {
      const own = ownMarks[mark]
      return own === undefined ? markOf(language, mark) : words.say(own)
    },
    condition,
    offence: (code) => titleOfCode('code/offence.json', code),
    custodyAction: (code) => titleOfCode('code/custody-action.json', code),
    basis: (profile) => titleOfCode('code/instrument.json', profile),
    handling: ({ marking, ...codes }) => [
      ...handlingCodes.flatMap((member) => {
        const code = codes[member]
        return code === undefined
          ? []
          : [[handlingLabel(member), titleOfCode(handlingLists[member], codeText(code))] as const]
      }),
      ...(marking === undefined
        ? []
        : [[handlingLabel('marking'), `${marking.owner} ${marking.marking}`] as const]),
    ],
    handlingLists: handlingCodes.map((member) => ({
      member,
      label: handlingLabel(member),
      choices: codesIn(handlingLists[member]).map((value) => ({
        value,
        text: titleOfCode(handlingLists[member], value),
      })),
    })),
    standing: (standing) =>
      standing === 'replaced'
        ? words.say('standingReplaced')
        : valueOf(language, 'message/delivery-receipt.json', 'standing', standing),
    outcome: (type, outcome) => {
      const called = valueOf(language, `message/${type}.json`, outcomeMember(type), outcome)
      return called === outcome ? null : called
    },
  }
}

/** The member that says the outcome of a message of this type, by the last name of the pointer that its schema gives. */
function outcomeMember(type: string): string {
  const { outcome } = documentAt(`message/${type}.json`) ?? {}
  return (typeof outcome === 'string' ? outcome.split('/').at(-1) : undefined) ?? 'outcome'
}
