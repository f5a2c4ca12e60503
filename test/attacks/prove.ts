import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { setPriority, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { mochaGlobalSetup, mochaGlobalTeardown } from '../support/server.ts'
import type { Attack, Guard, Proof, TestName } from './attack.ts'
import { attacks } from './attacks.ts'
import { root, withoutGuard } from './sources.ts'

/*
 * `npm run attacks [-- NUMBER…]`: takes each guard out of a copy of the sources and runs the tests that are named beside
 * it. Every one of them must run and fail; a file that cannot be loaded, or a test that was not reached, shows nothing.
 * With all guards in place the same tests must pass. Ends with 1 where a guard can be taken out unseen.
 */

/** As many copies are worked on at once. */
const copiesAtOnce = 2
const testMs = 90_000
const copied = [
  'src',
  'test',
  'schemas',
  'certs',
  'bench',
  'docs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

type Fate = 'passed' | 'failed' | 'not run'

interface Reported {
  readonly title: string
  readonly file: string
  readonly err: { readonly message?: string }
}

interface Report {
  readonly tests: readonly Reported[]
  readonly passes: readonly Reported[]
  readonly pending: readonly Reported[]
}

/** A copy of the sources in which guards are taken out. */
async function copyOf(folder: string): Promise<string> {
  const copy = await mkdtemp(join(folder, 'copy-'))
  for (const name of copied) await cp(join(root, name), join(copy, name), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** What becomes of tests of one file in a copy. */
async function fatesIn(
  copy: string,
  file: string,
  titles: readonly string[],
  isAnew: boolean,
): Promise<Map<string, Fate>> {
  const output = join(copy, 'report.json')
  await rm(output, { force: true })
  const pattern = titles.map((title) => title.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')
  const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', '--no-package', '--extension', 'ts']
  const reporting = ['--reporter', 'json', '--reporter-option', `output=${output}`]
  const options = ['--timeout', String(testMs), '--exit', '--grep', pattern]
  const server = isAnew ? ['--require', './test/support/server.ts'] : []
  const all = ['--import', 'tsx/esm', ...mocha, ...server, ...reporting, ...options, file]
  const child = spawn(process.execPath, all, { cwd: copy, stdio: 'ignore' })
  await new Promise((resolve) => child.once('close', resolve))
  const report = await readFile(output, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => ({ tests: [], passes: [], pending: [] }),
  )
  const has = (list: readonly Reported[], title: string) => list.some((one) => one.title === title)
  return new Map(
    titles.map((title): [string, Fate] => {
      if (has(report.passes, title)) return [title, 'passed']
      const ran = report.tests.filter((one) => one.title === title && Object.keys(one.err).length > 0)
      return [title, ran.length > 0 && !has(report.pending, title) ? 'failed' : 'not run']
    }),
  )
}

/** What becomes of tests of several files. */
async function fatesOf(
  copy: string,
  tests: readonly TestName[],
  isAnew: boolean,
): Promise<(readonly [TestName, Fate])[]> {
  const fates: (readonly [TestName, Fate])[] = []
  for (const file of new Set(tests.map((test) => test.file))) {
    const named = tests.filter((test) => test.file === file)
    const found = await fatesIn(
      copy,
      file,
      named.map(({ title }) => title),
      isAnew,
    )
    fates.push(...named.map((test) => [test, found.get(test.title) ?? 'not run'] as const))
  }
  return fates
}

/** Does `work` in the copy without these guards, and puts them back. */
async function withGuardsOut<Result>(
  copy: string,
  guards: readonly Guard[],
  work: () => Promise<Result>,
): Promise<Result> {
  const before = new Map<string, string>()
  try {
    for (const guard of guards) {
      const path = join(copy, guard.file)
      const text = await readFile(path, 'utf8')
      if (!before.has(path)) before.set(path, text)
      await writeFile(path, withoutGuard(text, guard))
    }
    return await work()
  } finally {
    for (const [path, text] of before) await writeFile(path, text)
  }
}

/** Works through a list with so many copies at once, in its order. */
async function inCopies<Item>(
  copies: readonly string[],
  items: readonly Item[],
  work: (copy: string, item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  await Promise.all(
    copies.map(async (copy) => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(copy, item)
    }),
  )
}

const placeOf = ({ file, in: within }: Guard) => `${file} ${within}`

async function prove(chosen: readonly Attack[], copies: readonly string[]): Promise<number> {
  let faults = 0
  const proofs = chosen.flatMap(({ number, proofs: all }) => all.map((proof) => ({ number, proof })))
  await inCopies(copies, proofs, async (copy, { number, proof }: { number: number; proof: Proof }) => {
    const fates = await withGuardsOut(copy, proof.guards, () =>
      fatesOf(copy, proof.tests, proof.anew === true),
    )
    const without = proof.guards.map(placeOf).join(' and ')
    for (const [{ file, title }, fate] of fates) {
      if (fate !== 'failed') faults += 1
      const told = { failed: 'fails', passed: 'PASSES', 'not run': 'WAS NOT RUN' }[fate]
      console.log(`${String(number).padStart(2)}  ${told}  without ${without}\n      ${file}: ${title}`)
    }
  })
  const named = proofs.flatMap(({ proof }) => proof.tests)
  const files = [...new Set(named.map(({ file }) => file))]
  await inCopies(copies, files, async (copy, file) => {
    const tests = named.filter((test) => test.file === file)
    const unique = [...new Map(tests.map((test) => [test.title, test])).values()]
    for (const [{ title }, fate] of await fatesOf(
      copy,
      unique,
      proofs.some(({ proof }) => proof.anew === true && proof.tests.some((test) => test.file === file)),
    )) {
      if (fate === 'passed') continue
      faults += 1
      console.log(`WITH ALL GUARDS IN PLACE, ${fate}: ${file}: ${title}`)
    }
  })
  const guards = proofs.flatMap(({ proof }) => proof.guards).length
  const sum = `${chosen.length} attacks, ${proofs.length} proofs, ${guards} guards taken out`
  console.log(
    `${sum}, ${files.length} test files; ${faults === 0 ? 'every one is seen' : `${faults} faults`}`,
  )
  return faults
}

setPriority(10)
const numbers = process.argv.slice(2).map(Number)
const chosen = attacks.filter(({ number }) => numbers.length === 0 || numbers.includes(number))
// The tests that need a server share this one, but for those whose guards stand in its tables.
await mochaGlobalSetup()
const folder = await mkdtemp(join(tmpdir(), 'rogatory-attacks-'))
try {
  console.log(`working in ${relative(tmpdir(), folder)}`)
  const copies = await Promise.all(Array.from({ length: copiesAtOnce }, () => copyOf(folder)))
  process.exitCode = (await prove(chosen, copies)) === 0 ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
  await mochaGlobalTeardown()
}
