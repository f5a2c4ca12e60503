#!/usr/bin/env node
// Where the process begins: built to dist/rogatory.js (docs/decisions/0019).
import { exitCodes } from './outcome.ts'
import { rogatory } from './rogatory.ts'

// Whoever reads our output may stop reading (`rogatory show … | head`); what is under way still ends in order. On a full disk what
// was said is lost, a token or a password among it, and that is no success.
let lost: NodeJS.ErrnoException | null = null
process.stdout.on('error', (reason: NodeJS.ErrnoException) => {
  if (reason.code !== 'EPIPE') lost ??= reason
})
// There nobody could be told that it is lost.
process.stderr.on('error', () => undefined)
process.exitCode = await rogatory(process.argv.slice(2))
process.on('exit', (code) => {
  if (lost === null) return
  process.stderr.write(`OUTPUT_LOST: not all of what was to be said could be written (${lost.message})\n`)
  process.exitCode = code === exitCodes.done ? exitCodes.failed : code
})
