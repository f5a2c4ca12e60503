import { type SaidOfFile, handlingCodes } from '../../exchange/drafts/fileWords.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import type { momentPieces } from '../form/known.ts'
import { lineIn, momentTyped } from '../form/typed.ts'
import type { Values } from './filesForm.ts'
import { typedLine } from './form.ts'

const piece = { charactersMax: 30 }
const moment = {
  'at/day': typedLine,
  'at/month': typedLine,
  'at/year': typedLine,
  'at/time': typedLine,
  'at/offset': typedLine,
} as const satisfies Readonly<Record<`at/${(typeof momentPieces)[number]}`, typeof typedLine>>
const codes = { handling: piece, pap: piece, europolHandling: piece } as const satisfies Readonly<
  Record<(typeof handlingCodes)[number], typeof piece>
>

/** The members of a form in which a person says what a file is. */
export const saidMembers = {
  title: typedLine,
  ...codes,
  ...moment,
  by: typedLine,
  place: typedLine,
  intakePlace: typedLine,
  intakeReason: typedLine,
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
