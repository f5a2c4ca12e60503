import { webcrypto } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import fs from 'node:fs'
import { open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { devNull } from 'node:os'
import pg from 'pg'

/** What a process has asked of its database, of the disk, of its peers and of its keys since it was started. */
export interface Counted {
  /** Round trips: statements, and the beginnings and ends of transactions. */
  statements: number
  commits: number
  /** Statements that store messages: batches sent or received. */
  stored: number
  /** Statements that take messages out of the outbox: batches settled. */
  settled: number
  /** Files and folders that the disk was asked to have. */
  fsyncs: number
  /** HTTP requests to peers. */
  requests: number
  /** Signatures that were made, and that were checked, by WebCrypto. */
  signed: number
  verified: number
}

const counted: Counted = {
  statements: 0,
  commits: 0,
  stored: 0,
  settled: 0,
  fsyncs: 0,
  requests: 0,
  signed: 0,
  verified: 0,
}

// At once, and not when it is asked for: modules that are loaded after this one may hold on to the functions that they find.
for (const name of ['fsync', 'fdatasync'] as const) counting(fs, name, () => (counted.fsyncs += 1))
syncBuiltinESMExports()

/** Counts what this process asks from now on. Import this module before those that ask. */
export async function countAll(): Promise<Counted> {
  countStatements()
  await countFsyncs()
  subscribe('undici:request:create', () => (counted.requests += 1))
  countSignatures()
  return counted
}

/** By looking at the text of each statement. */
function countStatements(): void {
  const client = pg.Client.prototype as { query: (...input: readonly unknown[]) => unknown }
  const query = client.query
  client.query = function (this: unknown, ...input: readonly unknown[]): unknown {
    const [first] = input
    const text = typeof first === 'string' ? first : textOf(first)
    counted.statements += 1
    if (text === 'commit') counted.commits += 1
    else if (text.includes('insert into message')) counted.stored += 1
    else if (text.includes('delete from outbox')) counted.settled += 1
    return query.apply(this, [...input])
  }
}

/** Those of file handles; those by callback are counted already. */
async function countFsyncs(): Promise<void> {
  const handle = await open(devNull)
  const handles = Object.getPrototypeOf(handle) as Record<'sync' | 'datasync', () => Promise<void>>
  await handle.close()
  for (const name of ['sync', 'datasync'] as const) counting(handles, name, () => (counted.fsyncs += 1))
}

function countSignatures(): void {
  const subtle = Object.getPrototypeOf(webcrypto.subtle) as webcrypto.SubtleCrypto
  counting(subtle, 'sign', () => (counted.signed += 1))
  counting(subtle, 'verify', () => (counted.verified += 1))
}

/** Calls `onCall` at each call of a function of an object, which then does what it did. */
function counting<Name extends string>(
  object: Readonly<Record<Name, unknown>>,
  name: Name,
  onCall: () => void,
): void {
  const before = object[name] as (...input: readonly unknown[]) => unknown
  Object.defineProperty(object, name, {
    configurable: true,
    writable: true,
    value(this: unknown, ...input: readonly unknown[]): unknown {
      onCall()
      return before.apply(this, [...input])
    },
  })
}

function textOf(query: unknown): string {
  return typeof query === 'object' && query !== null && 'text' in query && typeof query.text === 'string'
    ? query.text
    : ''
}
