import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

/** The folder of this program. */
export const root = resolve(import.meta.dirname, '../..')

/** How it ended, and what it said. */
export interface Ended {
  readonly code: number
  readonly stdout: string
}

/** Runs the simulator in a process of its own: it puts virtual time in the place of that of the machine. */
export async function runSimulator(program: string, arguments_: readonly string[]): Promise<Ended> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...arguments_], {
      cwd: root,
      maxBuffer: 2 ** 26,
    })
    return { code: 0, stdout }
  } catch (reason) {
    const { code, stdout } = reason as { code: number; stdout: string }
    return { code, stdout }
  }
}
