import { chmod, mkdir, mkdtemp, rm, statfs, symlink } from 'node:fs/promises'
import { freemem, tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/** A folder of the system that lies in memory (Linux). */
const inMemory = '/dev/shm'

/** So much must be free of it, and of memory at all: what a run leaves at one time is a part of that. */
const bytesNeeded = 8 * 1024 ** 3

/** Where temporary files were before a run has put them into memory; set by the process that makes its folder. */
const onDisk = 'TMPDIR_ON_DISK'

/** The processes in which mocha runs the test files find the folder of the run by it. */
export const folderVariable = 'MOCHA_RUN_FOLDER'

/** A place for what a browser is to be given as a folder: it takes none that lies below /dev. */
export function tmpdirOnDisk(): string {
  return process.env[onDisk] ?? tmpdir()
}

/** The folder of one run of the tests. */
export interface RunFolder {
  readonly folder: string
  /** Removes it, and whatever the tests have left in it. */
  readonly remove: () => Promise<void>
}

/**
 * Makes the folder of this run. It lies in memory where that has room, with all temporary files of this process and of
 * those that it starts: a node waits for the disk at each step, and a test needs no file that survives the machine.
 * Beside where it would else be stands a link to it, by which whoever has cut a run off can remove what it has left.
 */
export async function makeRunFolder(): Promise<RunFolder> {
  const usual = tmpdir()
  if (!(await hasRoom())) {
    const folder = await mkdtemp(join(usual, 'rogatory-run-'))
    return { folder, remove: () => rm(folder, { recursive: true }) }
  }
  const folder = await mkdtemp(join(inMemory, 'rogatory-run-'))
  const link = join(usual, basename(folder))
  await symlink(folder, link)
  // The servers of a run by root are of another user, who must be able to come this far.
  await chmod(folder, 0o711)
  const temporary = join(folder, 'tmp')
  await mkdir(temporary)
  await chmod(temporary, 0o1777)
  // What was compiled before is found again.
  const compiled = `tsx-${process.geteuid?.() ?? ''}`
  await mkdir(join(usual, compiled), { recursive: true })
  await symlink(join(usual, compiled), join(temporary, compiled))
  const given = process.env.TMPDIR
  process.env.TMPDIR = temporary
  process.env[onDisk] = usual
  const remove = async (): Promise<void> => {
    if (given === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = given
    Reflect.deleteProperty(process.env, onDisk)
    await rm(folder, { recursive: true })
    await rm(link)
  }
  return { folder, remove }
}

async function hasRoom(): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(inMemory)
    return Math.min(bavail * bsize, freemem()) >= bytesNeeded
  } catch {
    return false
  }
}
