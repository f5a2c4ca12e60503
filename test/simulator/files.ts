import * as files from 'node:fs'
import platform from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import type { Schedule } from './schedule.ts'

/** How a process comes to its files: later, and never where it dies before. */
export interface Disk {
  /** Whose files are meant; what the machine itself does with others meanwhile is not of this process. */
  readonly folder: string
  done<Result>(isWritten: boolean, work: () => Result): Promise<Result>
}

/** The files of a folder, by their names. */
export type Files = ReadonlyMap<string, Buffer>

export function filesIn(folder: string): Files {
  return new Map(files.readdirSync(folder).map((name) => [name, files.readFileSync(join(folder, name))]))
}

/** Makes a folder hold these files and no others. */
export function putFiles(folder: string, wanted: Files): void {
  for (const name of files.readdirSync(folder)) if (!wanted.has(name)) files.rmSync(join(folder, name))
  for (const [name, content] of wanted) files.writeFileSync(join(folder, name), content, { mode: 0o600 })
}

type Work = (...asked: never[]) => unknown

/** What an identity is read and written with, and how it is done at once. */
const readings: Readonly<Record<string, Work>> = {
  readFile: files.readFileSync,
  readdir: files.readdirSync,
  access: files.accessSync,
  stat: files.statSync,
}
const writings: Readonly<Record<string, Work>> = {
  writeFile: files.writeFileSync,
  rename: files.renameSync,
}

/**
 * Has each file that a process with a disk of its own asks for read or written as an event, so that it can die between any two of
 * them. What has come to the disk stays there: machines do not fail here, processes do.
 */
export function putFilesAside(living: () => Schedule | null): void {
  const real = { ...platform } as unknown as Readonly<Record<string, Work>>
  const instead = (name: string, isWritten: boolean, work: (disk: Disk) => Work): [string, Work] => [
    name,
    (...asked) => {
      const disk = living()?.life?.disk
      return disk === undefined || !String(asked[0]).startsWith(disk.folder)
        ? real[name]?.(...asked)
        : disk.done(isWritten, () => work(disk)(...asked))
    },
  ]
  const given = [
    ...Object.entries(readings).map(([name, work]) => instead(name, false, () => work)),
    ...Object.entries(writings).map(([name, work]) => instead(name, true, () => work)),
    instead('open', true, (disk) => (path: string, flags: string) => opened(disk, path, flags)),
  ]
  Object.assign(platform, Object.fromEntries(given))
  syncBuiltinESMExports()
}

/** A file that is open, as far as an identity needs one. */
function opened(disk: Disk, path: string, flags: string): object {
  if (flags !== 'r') files.writeFileSync(path, '', { flag: flags, mode: 0o600 })
  return {
    writeFile: (content: string | Buffer) =>
      disk.done(true, () => {
        files.writeFileSync(path, content)
      }),
    sync: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
