import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageFolder } from '../../src/packageFolder.ts'
import { bodies } from '../support/bodies.ts'
import { type TestSystem, systemOf, withSystems } from '../support/systems.ts'
import { agreed } from '../support/talk.ts'
import { type World, twoStates } from '../support/world.ts'

const run = promisify(execFile)

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly private?: boolean
  readonly dependencies?: object
  readonly scripts?: object
}

/** What somebody writes who has the package, in JavaScript: asks another State, and tells what became of it and what may be said. */
const program = `
import { RogatoryProblem, rogatoryClient } from '@rogatory/client'
const { url, token, asking } = JSON.parse(process.argv[2])
const client = rogatoryClient({ url, token })
const made = await client.ask(asking)
const drafts = []
for await (const { draft, stage } of client.drafts()) drafts.push([draft, stage])
const refused = await client.case(crypto.randomUUID()).catch((reason) => reason)
console.log(JSON.stringify({
  made: made.draft, request: made.request, drafts,
  authorities: (await client.authorities()).map(({ id }) => id),
  refused: [refused instanceof RogatoryProblem, refused.status, refused.code],
}))
`

/** What the types let somebody write in TypeScript. */
const typed = `
import { type RogatoryClient, type Draft, RogatoryProblem, rogatoryClient, verifyWebhook } from '@rogatory/client'
const client: RogatoryClient = rogatoryClient({ url: 'https://node.example:8471', token: 'rogatory_x' })
const text = { language: 'en', text: 'How far is it?' }
export async function told(request: string): Promise<readonly string[]> {
  const { moves, tag } = await client.moves(request)
  const draft: Draft = await client.move(request, { type: 'status-request', body: { text } }, { seen: tag })
  const stages: string[] = [draft.stage]
  for await (const one of client.cases({ ended: true })) stages.push(one.reference)
  const { event } = await verifyWebhook('whsec_x', { headers: {}, body: '' })
  return [...stages, event.type, ...moves.map(({ type }) => type)]
}
export const codeOf = (reason: unknown): string | undefined =>
  reason instanceof RogatoryProblem ? reason.code : undefined
`

/** What the types let nobody write, a mistake in each line behind the first two: no such type, no language, no token. */
const wrong = `import { rogatoryClient } from '@rogatory/client'
const client = rogatoryClient({ url: 'https://node.example:8471', token: 'rogatory_x' })
export const wrongType = client.move('', { type: 'status-inquiry', body: {} })
export const wrongBody = client.move('', { type: 'status-request', body: { text: { text: 'no' } } })
export const wrongSettings = rogatoryClient({ url: '' })
`

describe('the package of the client', function () {
  this.timeout(300_000)
  let world: World
  let system: TestSystem
  let folder: string
  let built: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-client-'))
    built = join(folder, 'built')
    await run(process.execPath, [join(packageFolder, 'src/cli/buildClient.mjs'), built])
    const packed = await run('npm', ['pack', built, '--pack-destination', folder], { cwd: folder })
    const tarball = join(folder, packed.stdout.trim().split('\n').at(-1) ?? '')
    await writeFile(join(folder, 'package.json'), '{"private": true, "type": "module"}')
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder })
    world = await twoStates(undefined, undefined, withSystems)
    system = await systemOf(world.asking)
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true, force: true })
  })

  const installed = (): string => join(folder, 'node_modules/@rogatory/client')

  it('has its program, its types, a page and the licence, the version of this program, and needs nothing', async () => {
    const manifest = JSON.parse(await readFile(join(installed(), 'package.json'), 'utf8')) as Manifest
    const own = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as Manifest
    const { name, version, license, dependencies, scripts } = manifest
    assert.deepEqual(
      [name, version, license, dependencies, scripts, manifest.private],
      ['@rogatory/client', own.version, own.license, undefined, undefined, undefined],
    )
    assert.deepEqual(await readdir(join(folder, 'node_modules')), ['.package-lock.json', '@rogatory'])
    const files = (await readdir(installed(), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed().length + 1))
    for (const path of ['LICENSE', 'README.md', 'client/index.js', 'client/index.d.ts'])
      assert.ok(files.includes(path), path)
    for (const path of files) {
      assert.match(
        path,
        /^(LICENSE|README\.md|package\.json|client\/.+\.(js|d\.ts)|message\/generated\/types\.d\.ts)$/,
      )
      if (!/\.(js|d\.ts)$/.test(path)) continue
      const text = await readFile(join(installed(), path), 'utf8')
      // Nothing but the platform and its own files.
      for (const [, from = ''] of text.matchAll(/^(?:im|ex)port [^'\n]*from '([^']+)'/gm))
        assert.match(from, /^\.\.?\/.+\.js$/, `${path} wants ${from}`)
    }
  })

  it('asks a node by plain Node.js where it is installed', async () => {
    await writeFile(join(folder, 'program.js'), program)
    const asking = { to: 'qa.pp', reference: 'VN-PACKAGE-1', language: 'en', body: bodies.request }
    const order = JSON.stringify({ url: world.asking.node.apiUrl, token: system.token, asking })
    const { stdout, stderr } = await run(process.execPath, ['program.js', order], { cwd: folder })
    const told = JSON.parse(stdout) as Record<string, unknown>
    assert.equal(stderr, '')
    assert.deepEqual(told, {
      ...{ made: told.made, request: told.request, drafts: [[told.made, 'submitted']] },
      ...{ authorities: ['qa.pp'], refused: [true, 404, 'REQUEST_UNKNOWN'] },
    })
    await system.approve(String(told.made))
    await agreed(world, String(told.request), 1)
  })

  it('is typed: what the types of messages let nobody write does not compile', async () => {
    await writeFile(join(folder, 'typed.ts'), typed)
    await writeFile(join(folder, 'wrong.ts'), wrong)
    const compiler = join(packageFolder, 'node_modules/typescript/bin/tsc')
    for (const moduleResolution of ['nodenext', 'bundler']) {
      const compilerOptions = {
        ...{ strict: true, noEmit: true, target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable'] },
        ...{ module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution, moduleResolution },
        ...{ types: [], skipLibCheck: false },
      }
      const options = { compilerOptions, files: ['typed.ts', 'wrong.ts'] }
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(options))
      const { stdout } = await run(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
        cwd: folder,
      }).catch((reason: unknown) => reason as { readonly stdout: string })
      const places = [...stdout.matchAll(/^(\S+)\((\d+),\d+\): error/gm)].map(
        ([, file, line]) => `${file} ${line}`,
      )
      assert.deepEqual(places, ['wrong.ts 3', 'wrong.ts 4', 'wrong.ts 5'], `${moduleResolution}: ${stdout}`)
    }
  })
})
