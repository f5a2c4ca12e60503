import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** The user that the server runs as. PostgreSQL refuses to run as root. */
export interface Owner {
  readonly uid: number
  readonly gid: number
  /** True when that is not the user of this process (which is root then). */
  readonly other: boolean
}

/** Environment of the server's programs: nothing of ours, so that no secret and no locale gets into it. */
export const environment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } as const

/**
 * The user for a server whose folder belongs to `folderOwner` (null: there is no folder yet): this one, unless this
 * is root; then whoever has the folder already, else `nobody`.
 */
export async function ownerFor(folderOwner: { uid: number; gid: number } | null): Promise<Owner> {
  const uid = process.getuid?.() ?? -1
  const gid = process.getgid?.() ?? -1
  if (uid !== 0) return { uid, gid, other: false }
  if (folderOwner !== null && folderOwner.uid !== 0) return { ...folderOwner, other: true }
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((user) => user.startsWith('nobody:'))
  const [, , nobody, group] = line?.split(':') ?? []
  if (nobody === undefined || group === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no user "nobody" to run it. Set DATABASE_URL, or be another user.',
    )
  }
  // On macOS its number is -2, as an unsigned 32-bit integer.
  return { uid: Number(nobody) >>> 0, gid: Number(group) >>> 0, other: true }
}

/** How a program ended and what it wrote to its error output; a program that could not be started has code null. */
export interface Ended {
  readonly code: number | null
  readonly words: string
}

/** Options that make a child run as `owner`. */
export function asOwner(owner: Owner): { uid?: number; gid?: number } {
  return owner.other ? { uid: owner.uid, gid: owner.gid } : {}
}

/** Runs a short program as `owner`; `folder` is an open folder that the program sees as `/proc/self/fd/3`. */
export function run(program: string, args: readonly string[], owner: Owner, folder?: number): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...asOwner(owner),
      cwd: '/',
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe', folder ?? 'ignore'],
    })
    let words = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4000)
    })
    child.on('error', (reason) => resolve({ code: null, words: reason.message }))
    child.on('close', (code) => resolve({ code, words }))
  })
}

/** True when `owner` can reach and enter the folder by its path. */
export async function canEnter(folder: string, owner: Owner): Promise<boolean> {
  if (!owner.other) return existsSync(folder)
  const { code } = await run('/bin/sh', ['-c', 'cd "$0"', folder], owner)
  return code === 0
}
