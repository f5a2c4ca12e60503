import { spawnSync } from 'node:child_process'
import { requireTool } from './outsideTool.ts'

/** Skips where the programs that read PDF are not installed. */
export function requirePoppler(test: Mocha.Context): void {
  const isThere = ['pdfinfo', 'pdftotext', 'pdftoppm', 'pdffonts'].every(
    (program) => spawnSync(program, ['-v']).status === 0,
  )
  requireTool(test, isThere, 'the Debian package poppler-utils')
}

/** What one of these programs says of a PDF. */
export function poppler(program: string, ...words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
  return stdout
}
