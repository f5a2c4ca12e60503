import type { EventName } from '../audit/events.ts'
import { counted } from './inWords.ts'

/** Details of an event in one line. An export states digests of its files, of use to a program alone: they are counted. */
export function detailsInWords(event: EventName, details: object): string {
  if (event !== 'export.made') return JSON.stringify(details)
  const told = Object.entries(details).filter(([, value]) => !isDigest(value))
  const unsaid = Object.keys(details).length - told.length
  // Its scope is "all" then, as it may be any of them.
  const some = 'requests' in details ? ', of some requests only, which its requests.jsonl names' : ''
  return `${JSON.stringify(Object.fromEntries(told))}${some} and ${counted(unsaid, 'digest')} (see --json)`
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
