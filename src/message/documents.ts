import assert from 'node:assert/strict'
import { documents as published } from './generated/schemas.ts'
import type { Documents } from './unions.ts'

let current: Documents = published
let isInUse = false

/**
 * Every schema, list of codes, table and profile that this process knows, by path: what is published, and what
 * `addDocuments` has added. From the first question on, nothing can be added.
 */
export function documents(): Documents {
  isInUse = true
  return current
}

/** The document at a path, or null where there is none. */
export function documentAt(path: string): Documents[string] | null {
  const all = documents()
  return Object.hasOwn(all, path) ? (all[path] ?? null) : null
}

/** The published documents, for whoever decides what may be added to them. Does not count as use. */
export function publishedDocuments(): Documents {
  return published
}

/** Puts another set in the place of the published one, once and before the first use. Asserts both. */
export function replaceDocuments(all: Documents): void {
  assert(!isInUse, 'documents are added before the first of them is used')
  assert(current === published, 'documents are added once')
  current = all
}
