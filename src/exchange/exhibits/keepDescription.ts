import type { Description } from '../../exhibit/casework/caseImport.ts'
import type { CustodyEvent } from '../../message/generated/types.ts'
import { limits } from '../../message/limits.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { insertNote } from '../../store/exhibits/custodyNotes.ts'
import { insertDescription } from '../../store/exhibits/descriptions.ts'
import type { TakenIn } from '../../exhibit/takeIn.ts'
import type { Node } from '../node.ts'
import type { IntakeOrder } from './takeIn.ts'

/** An event of custody that was noted: its number among the notes of the deposit, and its text as it is kept. */
export interface NotedEvent {
  readonly number: number
  readonly event: CustodyEvent
  readonly text: string
}

/**
 * Keeps what was described of a deposit as it was taken in: the item as it is, and each event of its custody as a note. The log
 * tells of each note in the same transaction, which is for the caller.
 */
export async function keepDescription(
  trx: Trx,
  { item: { custody = [], ...item } }: Description,
  { deposit, person, now }: { readonly deposit: string; readonly person: string; readonly now: Date },
): Promise<readonly NotedEvent[]> {
  await insertDescription(trx, { deposit, item: JSON.stringify(item), described_at: now, person })
  const noted: NotedEvent[] = []
  for (const event of custody) {
    const text = JSON.stringify(event)
    noted.push({
      number: await insertNote(trx, { deposit, noted_at: now, event: text, person }),
      event,
      text,
    })
  }
  return noted
}

/** Says what a description tells of a file that was read, or that it is about another. */
export type Describing = NonNullable<IntakeOrder['described']> | typeof undescribed

/** Of what comes without a description nothing is said. */
export const undescribed = (): Result<{ description: null }> => ({ ok: true, description: null })

/** What is said of a file, where that is about the file that was read and of what has been. */
export function descriptionOf(
  { now }: Pick<Node, 'now'>,
  { bytes, sha256, sha512 }: TakenIn,
  described: Describing,
): Result<{ description: Description | null }> {
  const said = described({ bytes, sha256: sha256.toString('hex'), sha512: sha512.toString('hex') })
  const latestMs = now().getTime() + limits.clockSkewMs
  const late = said.ok
    ? said.description?.item.custody?.find(({ at }) => Date.parse(at) > latestMs)
    : undefined
  if (late === undefined) return said
  return refuse('TIME_OUT_OF_RANGE', { detail: `${late.at} is still to come` })
}
