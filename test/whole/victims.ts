import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** What may be killed: the process that serves a node, the server of its database, or one of that server's children. */
export const kindsOfVictims = ['serve', 'postmaster', 'child'] as const
export type KindOfVictim = (typeof kindsOfVictims)[number]

export interface Victim {
  readonly pid: number
  readonly kind: KindOfVictim
  /** Lower-case code of the State. */
  readonly state: string
}

/**
 * The processes that belong to the nodes in this folder, and no others: a node is known by the data folder on its
 * command line, everything of a PostgreSQL server by the working directory, which is its data.
 */
export function victimsIn(folder: string, states: readonly string[]): Victim[] {
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))
  return pids.flatMap((pid) => {
    for (const state of states) {
      const kind = kindOf(pid, join(folder, state))
      if (kind !== null) return [{ pid: Number(pid), kind, state }]
    }
    return []
  })
}

function kindOf(pid: string, dataFolder: string): KindOfVictim | null {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    if (words.includes('serve') && words.includes(dataFolder)) return 'serve'
    const data = join(dataFolder, 'postgres', 'data')
    if (readlinkSync(`/proc/${pid}/cwd`) !== data) return null
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0] === pid ? 'postmaster' : 'child'
  } catch {
    // It has ended meanwhile, or it is another user's.
    return null
  }
}

/** Kills it at once; false where it was gone already. */
export function kill({ pid }: Victim): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}
