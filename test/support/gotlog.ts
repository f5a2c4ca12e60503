import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { requireTool } from './outsideTool.ts'

/** Where Debian's golang-golang-x-mod-dev puts the sources. */
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

/** Skips where the Go implementation of transparency logs is not installed. */
export function requireGo(test: Mocha.Context): void {
  const isThere =
    spawnSync('go', ['version']).status === 0 && existsSync(join(goPath, 'src/golang.org/x/mod/sumdb/tlog'))
  requireTool(test, isThere, 'the Debian packages golang-go and golang-golang-x-mod-dev')
}

/** Builds the program that checks a log on disk (test/audit/gotlog). */
export function buildGotlog(program: string): void {
  const source = join(import.meta.dirname, '../audit/gotlog/main.go')
  const built = spawnSync('go', ['build', '-o', program, source], { env: environment, encoding: 'utf8' })
  assert.equal(built.status, 0, built.stderr)
}

/** The one line that the program says about the log in this folder: `accepted: SIZE`, or `refused: WHY`. */
export function askGotlog(program: string, log: string): string {
  const { stdout, stderr } = spawnSync(program, [log], { encoding: 'utf8' })
  return `${stdout}${stderr}`.trim()
}
