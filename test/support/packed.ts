import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { packageFolder } from '../../src/packageFolder.ts'
import { until } from './world.ts'

const run = promisify(execFile)

interface Locked {
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
}

/** What a node runs, by the lock file: places in `node_modules`. */
export async function runtimePackages(): Promise<ReadonlyMap<string, Locked>> {
  const lock = JSON.parse(await readFile(join(packageFolder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>
  }
  return new Map(Object.entries(lock.packages).filter(([place, { dev }]) => place !== '' && dev !== true))
}

/** The package as whoever installs it has it. */
export interface PackedProgram {
  /** Paths in the tarball. */
  readonly files: readonly string[]
  /** The command, as npm lays it where commands are. */
  readonly command: string
  /** The folder of the package. */
  readonly folder: string
  /** Where tests may lay what they need. */
  readonly beside: string
  remove(): Promise<void>
}

/** What `npm pack` looks at. */
const packedFrom = [
  'src',
  'schemas',
  'certs',
  'docs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
].concat('README.md', 'LICENSE', 'SECURITY.md')

/** Lays a copy of what the program is built of into a folder. */
export async function copySource(folder: string): Promise<void> {
  for (const name of packedFrom) await cp(join(packageFolder, name), join(folder, name), { recursive: true })
  await symlink(join(packageFolder, 'node_modules'), join(folder, 'node_modules'))
}

/**
 * Packs a copy of the source, which builds it anew, and lays the tarball out as `npm install --global` does, with links to what the
 * lock file names for service: no registry is asked.
 */
export async function packProgram(): Promise<PackedProgram> {
  const beside = await mkdtemp(join(tmpdir(), 'rogatory-packed-'))
  const source = join(beside, 'source')
  await copySource(source)
  const { stdout } = await run('npm', ['pack', '--json', '--offline', '--pack-destination', beside], {
    cwd: source,
    maxBuffer: 64 * 1024 * 1024,
  })
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as readonly {
    readonly filename: string
    readonly files: readonly { readonly path: string }[]
  }[]
  if (packed === undefined) throw new Error('npm pack told of no tarball')
  const modules = join(beside, 'prefix/lib/node_modules')
  await mkdir(modules, { recursive: true })
  await run('tar', ['-xzf', join(beside, packed.filename), '-C', modules])
  const folder = join(modules, 'package')
  for (const [place] of await runtimePackages()) {
    const at = join(folder, place)
    if (place.lastIndexOf('node_modules/') > 0) continue
    await mkdir(dirname(at), { recursive: true })
    await symlink(join(packageFolder, place), at)
  }
  const command = join(beside, 'prefix/bin/rogatory')
  await mkdir(dirname(command))
  await symlink('../lib/node_modules/package/dist/rogatory.js', command)
  return {
    files: packed.files.map(({ path }) => path).sort(),
    command,
    folder,
    beside,
    remove: () => rm(beside, { recursive: true, force: true }),
  }
}

/** How a process went. */
export interface Went {
  readonly code: number | null
  readonly said: string
}

/** A process that was started, with what it says. */
export interface Going {
  readonly said: () => string
  readonly ended: Promise<Went>
  readonly stop: () => void
}

/** Starts a program with nothing in its environment but what is given. */
export function start(words: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Going {
  const [program = '', ...rest] = words
  const child = spawn(program, rest, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const hear = (text: Buffer): void => {
    said += text.toString('utf8')
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = new Promise<Went>((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => done({ code, said }))
  })
  return { said: () => said, ended, stop: () => void child.kill('SIGTERM') }
}

/** Waits until a process has said something; fails with all that it said where it ends before. */
export async function untilSaid(going: Going, words: string): Promise<void> {
  let over: Went | undefined
  void going.ended.then((went) => {
    over = went
  })
  await until(`it says "${words}"`, () => {
    if (going.said().includes(words)) return true
    if (over !== undefined) throw new Error(`it ended: ${over.said}`)
    return false
  })
}
