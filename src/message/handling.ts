import { canonicalText } from './canonical.ts'
import { codeText } from './code.ts'
import type {
  Condition,
  EuropolHandlingCode,
  HandlingCode,
  Marking,
  Message,
  PapCode,
} from './generated/types.ts'

/** How something is to be passed round, by the lists of schemas/code; a member that is absent says nothing. */
export interface Handling {
  readonly handling?: HandlingCode
  readonly pap?: PapCode
  readonly europolHandling?: EuropolHandlingCode
  readonly marking?: Marking
}

/** The members of a message that say how it is to be handled. */
export const handlingMembers = ['handling', 'pap', 'europolHandling', 'marking'] as const
export type HandlingMember = (typeof handlingMembers)[number]

/** The published codes, the strictest first: FIRST TLP 2.0, MISP PAP 3, Europol handling codes. */
const strictestFirst: Readonly<Record<Exclude<HandlingMember, 'marking'>, readonly string[]>> = {
  handling: ['RED', 'AMBER_STRICT', 'AMBER', 'GREEN', 'CLEAR'],
  pap: ['RED', 'AMBER', 'GREEN', 'CLEAR'],
  europolHandling: ['H3', 'H2', 'H1', 'H0'],
}

interface Said extends Handling {
  readonly measure?: string
  readonly exhibits?: readonly string[]
  readonly conditions?: readonly Condition[]
}

interface SaidOfAll extends Said {
  readonly outcomes?: readonly Said[]
}

/**
 * What a message says of how one of its files is to be handled: of the file itself, of what is delivered for the measure,
 * of the whole. All of it holds.
 *
 * @param exhibit - id in the message; null: nothing that is a file, so that only what is said of the whole counts
 */
export function handlingSaid(message: Message, exhibit: string | null): readonly Handling[] {
  const own = message.exhibits.filter(({ id }) => id === exhibit)
  return [...own, ...outcomesOf(message, exhibit), saidIn(message)]
    .map(handlingIn)
    .filter((one) => handlingMembers.some((member) => one[member] !== undefined))
}

/**
 * What holds where all of these were said: of each list the strictest code. A marking with a code that its State says for those
 * who do not know it counts as that code as well.
 */
export function strictestOf(all: readonly Handling[]): Handling {
  const markings = all.flatMap(({ marking }) => marking ?? [])
  const found = {
    handling: strictest('handling', [
      ...all.flatMap(({ handling }) => handling ?? []),
      ...markings.map(({ handledAs }) => handledAs),
    ]),
    pap: strictest(
      'pap',
      all.flatMap(({ pap }) => pap ?? []),
    ),
    europolHandling: strictest(
      'europolHandling',
      all.flatMap(({ europolHandling }) => europolHandling ?? []),
    ),
    marking: markings[0],
  }
  return handlingIn(found as Handling)
}

/**
 * Whether what is said here is no laxer than what was said there, of one of the members. Codes that a State has added, and
 * markings, are in no order: they are said again as they were, or they are not carried.
 */
export function isCarried(
  member: HandlingMember,
  said: readonly Handling[],
  before: readonly Handling[],
): boolean {
  const wanted = before.flatMap((one) => one[member] ?? [])
  const here = said.flatMap((one) => one[member] ?? [])
  if (member === 'marking' || wanted.some((one) => typeof one !== 'string'))
    return wanted.every((one) => here.some((other) => canonicalText(other) === canonicalText(one)))
  const known = strictestFirst[member]
  const asStrict = (limit: number): boolean =>
    here.some((one) => typeof one === 'string' && known.indexOf(one) <= limit)
  const limits = (wanted as readonly string[]).map((one) => known.indexOf(one))
  // Neither of these two says what the other says; what says both is that there are restrictions as stated.
  const areApart = member === 'europolHandling' && ['H1', 'H2'].every((one) => wanted.includes(one as 'H1'))
  return areApart ? asStrict(0) : limits.every(asStrict)
}

/** The measures for which a message hands over one of its files; null: it says of none, so that all are meant. */
export function measuresOf(message: Message, exhibit: string | null): readonly string[] | null {
  const named = outcomesOf(message, exhibit).flatMap(({ measure }) => measure ?? [])
  if (named.length > 0) return named
  return message.measures ?? null
}

/**
 * The conditions under which a message hands over one of its files: those said of the whole, and those said of its measure, where
 * they name no other files and no other measures.
 *
 * @param exhibit - as in `handlingSaid`
 */
export function conditionsSaid(message: Message, exhibit: string | null): readonly Condition[] {
  const measures = measuresOf(message, exhibit)
  const all = [saidIn(message), ...outcomesOf(message, exhibit)].flatMap(({ conditions = [] }) => conditions)
  return all.filter((one) => isMeant(one, exhibit) && isForMeasures(one.measures, measures))
}

function isMeant({ exhibits }: Condition, exhibit: string | null): boolean {
  return exhibits === undefined || (exhibit !== null && exhibits.includes(exhibit))
}

/** Whether what is said of these measures is said of something that was handed over for those; who names none means all. */
export function isForMeasures(
  named: readonly string[] | undefined,
  measures: readonly string[] | null,
): boolean {
  return named === undefined || measures === null || named.some((one) => measures.includes(one))
}

function saidIn({ body }: Message): SaidOfAll {
  return body as SaidOfAll
}

function outcomesOf(message: Message, exhibit: string | null): readonly Said[] {
  const { outcomes = [] } = saidIn(message)
  return exhibit === null ? outcomes : outcomes.filter(({ exhibits = [] }) => exhibits.includes(exhibit))
}

/** Of all that is said of something, how it is to be handled. */
export function handlingIn(said: Handling): Handling {
  const members = handlingMembers.flatMap((member) =>
    said[member] === undefined ? [] : [[member, said[member]] as const],
  )
  return Object.fromEntries(members)
}

/** Of codes that a State has added, nobody else knows how strict they are: they come before the published ones. */
function strictest(
  member: keyof typeof strictestFirst,
  codes: readonly (HandlingCode | PapCode | EuropolHandlingCode)[],
): HandlingCode | EuropolHandlingCode | undefined {
  const added = codes.find((one) => typeof one !== 'string')
  const first = strictestFirst[member].find((one) => codes.some((code) => codeText(code) === one))
  return added ?? (first as HandlingCode | undefined)
}
