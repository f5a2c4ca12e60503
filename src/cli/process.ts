#!/usr/bin/env node
// Where the process begins: built to dist/rogatory.js (docs/decisions/0019).
import { rogatory } from './rogatory.ts'

// Whoever reads our output may stop reading (`rogatory show … | head`); what is under way still ends in order.
process.stdout.on('error', () => undefined)
process.exitCode = await rogatory(process.argv.slice(2))
