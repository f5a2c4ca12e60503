import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '..')
const core = ['message', 'workflow', 'letter', 'trust', 'envelope', 'audit', 'exhibit']

/** Room -> rooms it may import. Files directly in src/ are the composition root and may import everything. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  message: [],
  workflow: ['message'],
  letter: ['message'],
  trust: ['message'],
  envelope: ['trust', 'message'],
  audit: ['envelope', 'trust', 'workflow', 'message'],
  exhibit: ['audit', 'message'],
  client: ['message'],
  store: core,
  exchange: ['store', ...core],
  settings: ['exchange', 'store', ...core],
  web: ['exchange', 'store', ...core],
  cli: ['web', 'settings', 'exchange', 'store', ...core],
}

/** What the core may never touch: it decides, others do. */
const notInCore = {
  modules:
    /^(node:)?(fs|fs\/promises|net|http|https|tls|dgram|child_process|os|worker_threads)$|^(express|pg|kysely|undici|pino)$/,
  text: [
    { pattern: /\bDate\.now\(|\bnew Date\(\)|performance\.now\(/, instead: 'take the time as an argument' },
    {
      pattern: /Math\.random\(|randomBytes|randomUUID|generateKeyPair|getRandomValues/,
      instead: 'take randomness as an argument',
    },
    { pattern: /process\.(env|argv|exit)/, instead: 'take settings as arguments' },
  ],
}

/** What no file of the source may hold, and what is done instead. */
const nowhere = [
  { pattern: /\bTODO\b|\bFIXME\b|\bXXX\b/, instead: 'do it, or write it into an issue' }, // looked for: nothing is left undone here
  { pattern: /@ts-(ignore|nocheck|expect-error)|eslint-disable/, instead: 'make the types right' }, // looked for: no check is silenced here
  { pattern: /:\s*any\b|\bas any\b|<any>/, instead: 'unknown, and a check' },
  { pattern: /^export default/m, instead: 'a named export' },
  { pattern: /dangerouslySetInnerHTML|innerHTML/, instead: 'escaped text' },
]

interface Source {
  readonly path: string
  readonly room: string
  readonly text: string
  readonly imports: readonly string[]
}

function files(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name))
    .sort()
}

const sources: readonly Source[] = files('src', /\.(ts|tsx|mjs)$/).map((path) => {
  const text = readFileSync(join(root, path), 'utf8')
  const parts = path.split('/')
  return {
    path,
    room: parts.length > 2 ? (parts[1] ?? '') : '',
    text,
    imports: ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
  }
})
const written = sources.filter(({ path }) => !path.includes('/generated/'))

function roomOf(source: Source, imported: string): string | null {
  if (!imported.startsWith('.')) return null
  const parts = relative(root, resolve(root, dirname(source.path), imported)).split('/')
  return parts[0] === 'src' ? (parts.length > 2 ? (parts[1] ?? '') : '') : `/${parts[0] ?? ''}`
}

describe('the house is tidy', () => {
  it('has only rooms that the design names', () => {
    const rooms = new Set(sources.map(({ room }) => room).filter((room) => room !== ''))
    for (const room of rooms) assert.ok(room in mayImport, `src/${room} is not a room of the design`)
  })

  it('imports only downward', () => {
    for (const source of sources) {
      if (source.room === '') continue
      for (const imported of source.imports) {
        const room = roomOf(source, imported)
        if (room === null || room === source.room) continue
        const allowed = source.room === 'cli' ? [...(mayImport.cli ?? []), ''] : mayImport[source.room]
        assert.ok(allowed?.includes(room), `${source.path} may not import ${imported}`)
      }
    }
  })

  it('keeps clocks, randomness, settings, files and networks out of the core', () => {
    for (const source of written.filter(({ room }) => core.includes(room))) {
      for (const imported of source.imports) {
        assert.ok(!notInCore.modules.test(imported), `${source.path} may not import ${imported}`)
      }
      for (const { pattern, instead } of notInCore.text) {
        assert.ok(!pattern.test(source.text), `${source.path} has ${String(pattern)}: ${instead}`)
      }
    }
  })

  it('names express in web, kysely and pg in store and exchange only, and the environment in config and cli', () => {
    for (const { path, room, imports, text } of written) {
      if (room !== 'web') assert.ok(!imports.includes('express'), `${path} may not import express`)
      if (!['store'].includes(room)) assert.ok(!imports.includes('pg'), `${path} may not import pg`)
      if (!['store', 'exchange'].includes(room))
        assert.ok(!imports.includes('kysely'), `${path} may not import kysely`)
      if (path !== 'src/config.ts' && room !== 'cli') {
        assert.ok(!text.includes('process.env'), `${path}: only config.ts reads the environment`)
      }
      if (room !== 'web') assert.ok(!/\.status\(\d/.test(text), `${path}: HTTP status belongs in web/`)
    }
  })

  it('lets a password cost less than in service by no setting and no command', () => {
    const naming = written.filter(({ text }) => text.includes('passwordCost')).map(({ path }) => path)
    assert.deepEqual(naming, ['src/exchange/node.ts', 'src/exchange/people/password.ts', 'src/opening.ts'])
  })

  it('holds no reminders, silenced checks, any, default exports or raw HTML', () => {
    for (const { path, text } of written) {
      for (const { pattern, instead } of nowhere)
        assert.ok(!pattern.test(text), `${path} has ${String(pattern)}: ${instead}`)
    }
  })

  it('keeps every file under 300 lines and no room for what has no name', () => {
    for (const { path, text } of written) {
      assert.ok(text.split('\n').length <= 301, `${path} is longer than 300 lines: it holds two ideas`)
      assert.ok(
        !/(^|\/)(utils?|helpers?|common|lib|misc|types)(\.ts|\/)/.test(path),
        `${path} has a catch-all name`,
      )
      assert.match(
        path,
        /^src\/([a-z]+\/)*([a-z]+\/)?([A-Za-z0-9.-]+)\.(ts|tsx|mjs)$/,
        `${path} is not named like the others`,
      )
    }
  })

  it('has a test folder for every room and a decision record for every number once', () => {
    const rooms = new Set(sources.map(({ room }) => room).filter((room) => room !== ''))
    const tested = new Set(files('test', /\.test\.ts$/).map((path) => path.split('/')[1]))
    for (const room of rooms) assert.ok(tested.has(room), `no test stands for src/${room}`)
    const numbers = files('docs/decisions', /\.md$/).map((path) => path.split('/')[2]?.slice(0, 4))
    assert.equal(new Set(numbers).size, numbers.length, 'two decisions share a number')
  })

  it('holds no private key', () => {
    const everything = [
      ...files('src', /./),
      ...files('schemas', /\.json$/),
      ...files('certs', /./),
      ...files('docs', /\.md$/),
      ...files('test', /\.(ts|json|pem|key)$/),
    ]
    for (const path of everything.filter((name) => /\.[a-z0-9]+$/.test(name))) {
      assert.ok(
        !/-----BEGIN [A-Z ]*PRIVATE KEY/.test(readFileSync(join(root, path), 'utf8')),
        `${path} holds a private key`,
      )
    }
  })
})
