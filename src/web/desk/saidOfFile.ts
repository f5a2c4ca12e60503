import { type SaidOfFile, handlingCodes } from '../../exchange/drafts/fileWords.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import { placeLengthMax } from '../../exhibit/place.ts'
import { reasonLengthMax } from '../../exhibit/reason.ts'
import type { momentPieces } from '../form/known.ts'
import { lineIn, momentTyped } from '../form/typed.ts'
import { webLimits } from '../limits.ts'
import type { Values } from './filesForm.ts'

const line = { charactersMax: webLimits.desk.nameCharactersMax }
const piece = { charactersMax: 30 }
const moment = {
  'at/day': piece,
  'at/month': piece,
  'at/year': piece,
  'at/time': piece,
  'at/offset': piece,
} as const satisfies Readonly<Record<`at/${(typeof momentPieces)[number]}`, typeof piece>>
const codes = { handling: piece, pap: piece, europolHandling: piece } as const satisfies Readonly<
  Record<(typeof handlingCodes)[number], typeof piece>
>

/** The members of a form in which a person says what a file is. */
export const saidMembers = {
  title: { charactersMax: 2_000 },
  ...codes,
  ...moment,
  by: line,
  place: line,
  // Longer than either may be, so that whoever writes more is told at its field.
  intakePlace: { charactersMax: 2 * placeLengthMax },
  intakeReason: { charactersMax: 2 * reasonLengthMax },
} as const
type SaidName = keyof typeof saidMembers

/** What a person says of a file, in the form of a draft. */
export function saidIn(values: Values<SaidName>, { names }: DraftView): SaidOfFile {
  const valueOf = (name: SaidName): string => lineIn(values[name][0] ?? '', false) ?? ''
  const at = momentTyped((name) => values[`at/${name}` as SaidName][0] ?? '', names.timeZone) ?? ''
  const [by, place] = [valueOf('by'), valueOf('place')]
  return {
    title: valueOf('title'),
    handling: Object.fromEntries(
      handlingCodes.flatMap((member) => (valueOf(member) === '' ? [] : [[member, valueOf(member)]])),
    ),
    takenIn: { place: valueOf('intakePlace'), reason: valueOf('intakeReason') },
    collected: at === '' && by === '' && place === '' ? null : { at, by, place },
  }
}
