import type { Entry } from '../audit/entry.ts'
import type { EventName } from '../audit/events.ts'
import type { CustodyEvent } from '../message/generated/types.ts'
import { validatorOf } from '../message/registry.ts'
import { readForeign } from '../message/strict.ts'
import { judge } from '../message/validate.ts'
import { type CustodyLink, linkOf, linkOfEvent } from './custody.ts'

/** An entry of the log about a file, and what opens it, as far as it was opened. */
export interface EntryOfFile {
  readonly entry: Entry
  /** Leaf hash in hex. */
  readonly leaf: string
  readonly actor: { readonly person?: string; readonly authority?: string } | null
  readonly details: Readonly<Record<string, unknown>>
}

/**
 * What an entry of the log of a State tells of custody; nothing where it tells of something else.
 *
 * @param sha256 - of the clear file, hex: what was received had it
 */
export function linkOfEntry(state: string, sha256: string, told: EntryOfFile): readonly CustodyLink[] {
  const { entry, leaf, actor, details } = told
  const proof = { by: 'log', name: leaf } as const
  const by = actor === null ? {} : { by: actor.person ?? null, authority: actor.authority ?? null }
  const of = (action: string, more: Partial<CustodyLink> = {}): CustodyLink[] => [
    linkOf({ at: entry.t, action, state, proofs: [proof], ...by, ...more }),
  ]
  const code = entry.code === undefined || entry.code === 'whole' ? null : entry.code
  const text = (name: string): string | null => {
    const value = details[name]
    return typeof value === 'string' ? value : null
  }
  const links: Partial<Record<EventName, () => readonly CustodyLink[]>> = {
    'exhibit.taken': () => of('acquired', { sha256: text('sha256') }),
    'exhibit.received': () => of('received', { sha256 }),
    'exhibit.damaged': () => of('received', { code }),
    'exhibit.checked': () => of('verified', { code }),
    'exhibit.opened': () => of('copied', { reason: text('reason') }),
    'exhibit.noted': () => {
      const event = eventIn(text('event') ?? '')
      return event === null ? of(entry.code ?? 'accessed') : [linkOfEvent(event, state, proof)]
    },
  }
  return links[entry.evt]?.() ?? []
}

/** An event as it was noted; null where it was not opened, or is none: whoever keeps a log may write into it what he likes. */
function eventIn(text: string): CustodyEvent | null {
  const read = readForeign(Buffer.from(text), eventLimits)
  if (!read.ok || judge(validatorOf('part/custody-event.json'), read.value) !== null) return null
  return read.value as unknown as CustodyEvent
}

const eventLimits = { bytesMax: 262_144, depthMax: 8 } as const

/** The events of a log that tell of the custody of a file. */
export const custodyEvents = [
  'exhibit.taken',
  'exhibit.received',
  'exhibit.damaged',
  'exhibit.checked',
  'exhibit.opened',
  'exhibit.noted',
] as const satisfies readonly EventName[]
