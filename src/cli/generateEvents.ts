import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { eventsPage } from '../audit/eventsPage.ts'

/** `npm run generate:events`: writes the page of audit events from the closed list. */
writeFileSync(resolve(import.meta.dirname, '../../docs/audit-events.md'), eventsPage())
