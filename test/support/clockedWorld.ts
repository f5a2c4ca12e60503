import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comeToRest } from '../../src/cli/demo/calendar.ts'
import { setClock } from './talk.ts'
import { type StateOptions, type World, twoStates } from './world.ts'

/** Two States that live by one clock file, which a test sets. */
export interface ClockedWorld extends World {
  /** A folder for whatever else the test writes; it goes with the world. */
  readonly folder: string
  readonly clockFile: string
  readonly setClock: (at: Date) => Promise<void>
}

/** Opens them at that time. Their keys are of now, or of `validFrom` where the time is another. */
export async function clockedStates(
  at: Date,
  validFrom?: Date,
  more: StateOptions = {},
): Promise<ClockedWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-clocked-'))
  const clockFile = join(folder, 'clock')
  await setClock(clockFile, at)
  const options = { ...more, clockFile, ...(validFrom === undefined ? {} : { validFrom }) }
  const world = await twoStates(undefined, undefined, options)
  return {
    ...world,
    folder,
    clockFile,
    async setClock(moment) {
      // What is on its way would else be signed and cosigned as if it were that much later.
      await comeToRest([world.asking.node, world.answering.node])
      await setClock(clockFile, moment)
    },
    async close() {
      await world.close()
      await rm(folder, { recursive: true })
    },
  }
}
