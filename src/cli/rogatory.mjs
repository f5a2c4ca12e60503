#!/usr/bin/env node
// The source runs as it is (docs/decisions/0001): this file only makes TypeScript importable.
import { register } from 'tsx/esm/api'

register()
// Whoever reads our output may stop reading (`rogatory show … | head`); what is under way still ends in order.
process.stdout.on('error', () => undefined)
const { rogatory } = await import('./rogatory.ts')
process.exitCode = await rogatory(process.argv.slice(2))
