import { spawnSync } from 'node:child_process'
import { buildGo, requireGo } from './goProgram.ts'

/** Skips where the Go implementation of transparency logs is not installed. */
export function requireGotlog(test: Mocha.Context): void {
  requireGo(test, ['golang-golang-x-mod-dev'])
}

/** Builds the program that checks a log on disk (test/audit/gotlog). */
export function buildGotlog(program: string): void {
  buildGo('gotlog', program)
}

/** The one line that the program says about the log in this folder: `accepted: SIZE`, or `refused: WHY`. */
export function askGotlog(program: string, log: string): string {
  const { stdout, stderr } = spawnSync(program, [log], { encoding: 'utf8' })
  return `${stdout}${stderr}`.trim()
}
