import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Draft } from '../src/exchange/send.ts'

const { body, exhibits, language } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../schemas/example/request.json'), 'utf8'),
) as Pick<Draft, 'body' | 'exhibits' | 'language'>

/** A new request of some five kilobytes, the example of the schemas, from the first authority to the second. */
export function openingDraft(): Draft {
  return {
    request: randomUUID(),
    reference: 'VN-BENCH-1',
    from: 'vn.spp',
    to: 'qa.pp',
    type: 'request',
    body,
    exhibits,
    language,
    people: { officer: 'Example-A', approver: 'Example-B' },
  }
}
