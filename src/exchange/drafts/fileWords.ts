import type { JsonObject } from '../../message/json.ts'
import { limits } from '../../message/limits.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { together } from '../../message/together.ts'
import { shapeOfDraft } from '../../message/unfinished.ts'
import { validateCustodyEvent } from '../../message/validate.ts'
import type { CustodyOrder } from '../custody/note.ts'
import { type SaidOfIntake, wrongOfIntake } from '../exhibits/circumstances.ts'
import type { Node } from '../node.ts'
import type { Draft } from '../send.ts'
import { standIn } from './asMessage.ts'

/** What a person says of a file that they add to a draft. */
export interface SaidOfFile {
  /** What it is, in the language of the draft; empty: nothing is said. */
  readonly title: string
  /** When, by whom and where it was collected; null: nothing is said. */
  readonly collected: {
    /** RFC 3339. */
    readonly at: string
    readonly by: string
    /** Empty: it is not said. */
    readonly place: string
  } | null
  /** Where, and why, it is taken in here: told in its custody. */
  readonly takenIn: SaidOfIntake
  /** How it is to be handled by whoever receives it; no members: nothing is said. */
  readonly handling: SaidHandling
}

/** Codes of schemas/code, as a person chose them; each is looked at with the rest of what is said. */
export type SaidHandling = Readonly<Partial<Record<(typeof handlingCodes)[number], string>>>

/** The lists of codes from which one can be said of a file. */
export const handlingCodes = ['handling', 'pap', 'europolHandling'] as const

/** Beside where it was collected, which is another place. */
const intakePointers = { place: '/intakePlace', reason: '/intakeReason' } as const

type Exhibits = Draft['exhibits']

const example = { id: 'E1', name: 'file', mediaType: 'text/plain', bytes: 0, sha256: '0'.repeat(64) }

/** Whether a message of this type hands files over at all. */
export function takesFiles(node: Node, type: string): boolean {
  return exhibitFault(node, type, [example]) === null
}

/**
 * Whether this can be said of a file of a draft. Refuses with DRAFT_TAKES_NO_FILES, else with all that is wrong: with MESSAGE_INVALID
 * and a pointer into what is said, with TIME_OUT_OF_RANGE where it was collected at a time that is still to come.
 */
export function checkSaid(
  node: Node,
  { type, language }: { readonly type: string; readonly language: string },
  { title, collected, takenIn, handling }: SaidOfFile,
): Result<object> {
  if (!takesFiles(node, type)) return refuse('DRAFT_TAKES_NO_FILES')
  const titled = title === '' ? example : { ...example, title: { language, text: title } }
  const unknown = handlingCodes.filter(
    (member) =>
      handling[member] !== undefined &&
      exhibitFault(node, type, [{ ...example, [member]: handling[member] }]) !== null,
  )
  const pointers = [
    ...(exhibitFault(node, type, [titled]) === null ? [] : ['/title']),
    ...unknown.map((member) => `/${member}`),
    ...wrongOfIntake(takenIn).map((member) => intakePointers[member]),
  ]
  const invalid = pointers.map((pointer) => refuse('MESSAGE_INVALID', { pointer }))
  return together([...invalid, collected === null ? null : wrongOfCollected(node, collected)]) ?? { ok: true }
}

/** All that is wrong with what is said of when, by whom and where a file was collected; null: nothing. */
function wrongOfCollected(node: Node, collected: NonNullable<SaidOfFile['collected']>): Refusal | null {
  const empty = (['at', 'by'] as const).filter((name) => collected[name] === '')
  if (empty.length > 0)
    return together(empty.map((name) => refuse('MESSAGE_INVALID', { pointer: `/${name}` })))
  const valid = validateCustodyEvent(custodyEvent(collected))
  if (!valid.ok) return valid
  const isToCome = Date.parse(collected.at) > node.now().getTime() + limits.clockSkewMs
  return isToCome ? refuse('TIME_OUT_OF_RANGE', { pointer: '/at' }) : null
}

/** What is noted of where a file comes from. */
export function custodyEvent({ at, by, place }: NonNullable<SaidOfFile['collected']>): CustodyOrder['event'] {
  return { at, action: 'collected', by, ...(place === '' ? {} : { place }) }
}

/** The last id that a file can have: schemas/part/exhibit-id.json. */
const lastNumber = 99_999

/**
 * The ids that files get next in a draft: behind every one that it ever gave and every one that its words name, so that nothing that
 * was said of a file is said of another, nor by whoever writes at this moment. Where too few are left behind what its words name,
 * those behind what it gave; where too few are left there, those that nobody names, from the first.
 */
export function nextIds(
  {
    exhibits,
    body,
    highestExhibit,
  }: { readonly exhibits: Exhibits; readonly body: JsonObject; readonly highestExhibit: number },
  count: number,
): readonly string[] {
  const named = JSON.stringify(body).matchAll(/(?<![A-Za-z0-9])E([0-9]{1,5})(?![A-Za-z0-9])/g)
  const known = new Set([
    ...exhibits.map(({ id }) => Number(id.slice(1))),
    ...[...named].map(([, number]) => Number(number)),
  ])
  const given = Math.max(highestExhibit, ...exhibits.map(({ id }) => Number(id.slice(1))))
  const freeBehind = (last: number): readonly number[] =>
    Array.from({ length: lastNumber - last }, (_, place) => last + place + 1).filter(
      (number) => !known.has(number),
    )
  const free = [Math.max(given, ...known), given].map(freeBehind).find(({ length }) => length >= count)
  return (free ?? freeBehind(0)).slice(0, count).map((number) => `E${number}`)
}

function exhibitFault(node: Node, type: string, exhibits: readonly JsonObject[]): string | null {
  const written = { ...standIn(node, node.now()), type, body: {}, exhibits: [...exhibits] }
  const fault = shapeOfDraft(written, type).faults.find(({ pointer = '' }) => pointer.startsWith('/exhibits'))
  return fault?.pointer ?? null
}
