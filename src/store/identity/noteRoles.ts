/** What an Ed25519 key signs, which has no certificate: checkpoints of the own log, or those of others. */
export type NoteUse = 'log' | 'witness'

export const noteUses: readonly NoteUse[] = ['log', 'witness']

/** A key by the name of its file without the ending; absent `since`: it was made with the identity. */
export interface NoteKeyFile {
  readonly name: string
  readonly since?: string
}

/** A key that another has followed, with the moment from which on it counts for nothing. */
export interface PastNoteKey {
  readonly name: string
  /** Verifier key; of a log its name is the origin of the log that was closed with it. */
  readonly vkey: string
  readonly validFrom: string
  readonly withdrawnSince: string
}

/** The keys of a use. */
export interface NoteRole {
  readonly current: NoteKeyFile
  /** Made, listed, and not yet used. */
  readonly next?: NoteKeyFile
  /** The newest first. */
  readonly past: readonly PastNoteKey[]
}

export type NoteRoles = Readonly<Record<NoteUse, NoteRole>>

/** How many keys that were left a trust list still names; what older ones have signed is judged by older lists. */
export const pastNoteKeysMax = 16

/** The roles of keys that nothing has followed yet. */
export const firstNoteRoles: NoteRoles = {
  log: { current: { name: 'log' }, past: [] },
  witness: { current: { name: 'witness' }, past: [] },
}

/** What the file of a key that follows another is called, by the SHA-256 (hex) of its public key. */
export function noteFileOf(use: NoteUse, digest: string): string {
  return `${use}-${digest.slice(0, 16)}`
}

const names: Readonly<Record<NoteUse, RegExp>> = {
  log: /^log(-[0-9a-f]{16})?$/,
  witness: /^witness(-[0-9a-f]{16})?$/,
}
const vkeyPattern = /^[!-~]{1,412}$/
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/

/** Whether a value from `roles.json` has the shape of `NoteRoles`. */
export function isNoteRoles(value: unknown): value is NoteRoles {
  return isObject(value) && noteUses.every((use) => isNoteRole(value[use], names[use]))
}

function isNoteRole(value: unknown, name: RegExp): boolean {
  if (!isObject(value)) return false
  const { current, next, past } = value
  return (
    isFile(current, name) &&
    (next === undefined || isFile(next, name)) &&
    Array.isArray(past) &&
    past.length <= pastNoteKeysMax &&
    past.every((one) => isPast(one, name))
  )
}

function isFile(value: unknown, pattern: RegExp): boolean {
  if (!isObject(value)) return false
  const { name, since } = value
  return isText(name, pattern) && (since === undefined || isText(since, moment))
}

function isPast(value: unknown, pattern: RegExp): boolean {
  if (!isObject(value)) return false
  const { name, vkey, validFrom, withdrawnSince } = value
  return (
    isText(name, pattern) &&
    isText(vkey, vkeyPattern) &&
    isText(validFrom, moment) &&
    isText(withdrawnSince, moment)
  )
}

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
