import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Case } from '../../message/generated/types.ts'
import { stateOf } from '../../message/stateOf.ts'
import { validateCase } from '../../message/validate.ts'
import { packageFolder } from '../../packageFolder.ts'
import { CommandFailure, exitCodes, refusedBy } from '../outcome.ts'

export type Step = Case['steps'][number]
export type MessageStep = Extract<Step, { what: 'message' }>
export type WrongMove = Case['wrong'][number]

/** The case that a first run plays: Viet Nam asks Qatar (both demonstration). */
export const firstCase = join(packageFolder, 'schemas/example/case/00-first-request.json')

/**
 * Reads a case file (schemas/case.json).
 *
 * @throws CommandFailure when it cannot be read or is none
 */
export async function readCase(file: string): Promise<Case> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CommandFailure(
      exitCodes.wrongUse,
      'CASE_UNREADABLE',
      `${file} cannot be read as a case: ${why}`,
    )
  }
  const valid = validateCase(value)
  if (!valid.ok) throw refusedBy(valid)
  return valid.case
}

/** Every State that takes part. */
export function statesIn({ states }: Pick<Case, 'states'>): readonly Case['states']['requesting'][] {
  return [states.requesting, states.requested, ...(states.others ?? [])]
}

/** The two States between which a record runs. */
export function partiesOf({ records }: Case, record: string): readonly string[] {
  const parties = records[record]
  if (parties === undefined) throw new RangeError(`the case has no record ${record}`)
  return [stateOf(parties.from), stateOf(parties.to)]
}

/** When the case begins, or null when it is played today. */
export function beginningOf({ steps }: Case): Date | null {
  const first = steps.find((step) => step.at !== undefined)
  return first?.at === undefined ? null : new Date(first.at)
}
