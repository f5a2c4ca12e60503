import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { requireTool } from './outsideTool.ts'

/** Where Debian's packages of Go libraries put the sources. */
const goPath = '/usr/share/gocode'
const environment = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  GO111MODULE: 'off',
  GOFLAGS: '',
  GOTOOLCHAIN: 'local',
  CGO_ENABLED: '0',
  GOPATH: goPath,
}

/** The Debian packages that our Go programs are built from, and a folder of the sources of each. */
const packageFolders = {
  'golang-golang-x-mod-dev': 'golang.org/x/mod/sumdb/tlog',
  'golang-github-transparency-dev-merkle-dev': 'github.com/transparency-dev/merkle/proof',
  'golang-github-transparency-dev-formats-dev': 'github.com/transparency-dev/formats/note',
} as const

type GoPackage = keyof typeof packageFolders

/** Skips where Go or one of these packages is not installed. */
export function requireGo(test: Mocha.Context, packages: readonly GoPackage[]): void {
  const isThere =
    spawnSync('go', ['version']).status === 0 &&
    packages.every((name) => existsSync(join(goPath, 'src', packageFolders[name])))
  requireTool(test, isThere, `the Debian packages ${['golang-go', ...packages].join(', ')}`)
}

/** Builds the Go program whose sources are in that folder, given from `test/audit` or as a whole. */
export function buildGo(folder: string, program: string): void {
  const from = resolve(import.meta.dirname, '../audit', folder)
  const sources = readdirSync(from).filter((name) => name.endsWith('.go'))
  const built = spawnSync('go', ['build', '-o', program, ...sources], {
    cwd: from,
    env: environment,
    encoding: 'utf8',
  })
  assert.equal(built.status, 0, built.stderr)
}
