import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, rmdir, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ground } from './drill.ts'

/** A file system of its own that is soon full. */
export interface SmallDisk {
  /** Takes all room but so many bytes. */
  fill(leaving: number): Promise<void>
  /** Gives the room back. */
  free(): Promise<void>
}

/** Mounts one of so many MiB at a folder, which is made; it goes with the drill. */
export async function mountSmallDisk(ground: Ground, at: string, mebibytes: number): Promise<SmallDisk> {
  await mkdir(at, { recursive: true, mode: 0o711 })
  if (!mount(at, mebibytes)) throw new Error(`nothing can be mounted at ${at}`)
  ground.atEnd(() => {
    unmount(at)
    return Promise.resolve()
  })
  const ballast = join(at, 'ballast')
  return {
    async fill(leaving) {
      const { bavail, bsize } = await statfs(at)
      await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leaving), 1)).catch(
        // Others write at the same time, and were faster.
        (reason: unknown) => {
          if ((reason as NodeJS.ErrnoException).code !== 'ENOSPC') throw reason
        },
      )
    },
    free: () => rm(ballast, { force: true }),
  }
}

/** Why none can be mounted; null: they can. */
export async function lacksSmallDisks(): Promise<string | null> {
  const at = await mkdtemp(join(tmpdir(), 'rogatory-mount-'))
  const isMounted = mount(at, 1)
  if (isMounted) unmount(at)
  await rmdir(at)
  return isMounted ? null : 'this user cannot mount a file system in memory (be root)'
}

function mount(at: string, mebibytes: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0711`, 'tmpfs', at]).status === 0
}

/** What still uses it keeps it until it ends. */
function unmount(at: string): void {
  spawnSync('umount', ['--lazy', at])
}
