import type { Whose } from '../../store/attention/assignments.ts'
import type { DeskWanted } from '../../store/desk.ts'
import type { DeskReader } from './deskReader.ts'

/** Which part of the desk is looked at: all of the authority, what whoever looks has, what nobody has, or what they have not read. */
export const dayFilters = ['authority', 'mine', 'nobody', 'unread'] as const

export type DayFilter = (typeof dayFilters)[number]

/** Whose requests these are; null: whoever's. */
export function whoseOf({ person }: DeskReader, filter: DayFilter): Whose | null {
  if (filter === 'mine') return { person }
  return filter === 'nobody' ? 'nobody' : null
}

/** Which requests of a list. */
export function wantedOf(reader: DeskReader, filter: DayFilter): DeskWanted {
  if (filter === 'unread') return { unreadBy: reader.person }
  const whose = whoseOf(reader, filter)
  return whose === null ? {} : { whose }
}

/** What was looked at, as the log tells it. */
export function queryOf({ authority }: DeskReader, filter: DayFilter): string {
  return filter === 'authority' ? `desk of ${authority}` : `desk of ${authority}, ${filter}`
}
