import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { configurationPage } from './configurationPage.ts'

/** `npm run generate:configuration`: writes the page of settings from where they are declared. */
writeFileSync(resolve(import.meta.dirname, '../../docs/configuration.md'), configurationPage())
