import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { attacks } from './attacks.ts'
import { attacksPage } from './page.ts'

/** `npm run generate:attacks`: writes the page of attacks from their table. */
writeFileSync(resolve(import.meta.dirname, '../../docs/attacks.md'), attacksPage(attacks))
