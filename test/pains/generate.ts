import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { painPointsPage } from './page.ts'
import { painPoints } from './painPoints.ts'

/** `npm run generate:pains`: writes the page of pain points from their table. */
writeFileSync(resolve(import.meta.dirname, '../../docs/pain-points.md'), painPointsPage(painPoints))
