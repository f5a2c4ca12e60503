import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { format } from 'prettier'
import { codesPage } from '../web/codesPage.ts'

/** `npm run generate:codes`: writes the page of codes from the table of refusals. */
const page = await format(codesPage(), { parser: 'markdown' })
writeFileSync(resolve(import.meta.dirname, '../../docs/codes.md'), page)
