import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Draft } from '../src/exchange/send.ts'
import type { JsonObject } from '../src/message/json.ts'
import { openingDraft } from './draft.ts'

// One delivery of many files, as an authority makes it: a request for stored data, the decision that grants it, and the delivery in as many
// parts as its files need, for one message announces so many that whoever reads it sees each.

/** Files that one part announces. */
export const filesOfPart = 100

const measure = 'b1'
const people = { officer: 'Example-A', approver: 'Example-B' }

/** The request of the benchmark, but for stored data: with what the first case of the examples says of proceeding and purpose. */
export function requestForFiles(): Draft {
  const { steps } = exampleOf('case/00-first-request.json') as unknown as { readonly steps: readonly Step[] }
  const asked = steps.map(({ message }) => message?.body ?? {}).find(isForData) ?? {}
  const { proceeding = null, legalBasis = null, purpose = null } = asked
  const wanted = { ...without(exampleOf('measure/stored-data.json'), ['preserved']), id: measure }
  const opening = openingDraft()
  const body = { ...(opening.body as JsonObject), proceeding, legalBasis, purpose, measures: [wanted] }
  return { ...opening, exhibits: [], body }
}

function exampleOf(path: string): JsonObject {
  const text = readFileSync(resolve(import.meta.dirname, '../schemas/example', path), 'utf8')
  return JSON.parse(text) as JsonObject
}

function without(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
}

interface Step {
  readonly message?: { readonly body: JsonObject }
}

function isForData(body: JsonObject): boolean {
  return measuresOf(body).some(({ kind }) => kind === 'stored-data')
}

function measuresOf({ measures }: JsonObject): readonly JsonObject[] {
  return Array.isArray(measures) ? (measures as readonly JsonObject[]) : []
}

/** What the other State answers with: that it is granted. */
export function grantOf(request: string): Draft {
  return answerOf(request, 'decision', { outcomes: [{ measure, outcome: 'granted' }] }, [])
}

/** A part of the delivery; more is to come. */
export function partOf(request: string, exhibits: Draft['exhibits']): Draft {
  const manifest = exhibits.map(({ id }) => ({
    exhibit: id,
    what: { language: 'en', text: 'A file of the folder.' },
    kind: 'export',
    source: { system: 'Benchmark' },
    custody: [{ at: '2027-01-01T00:00:00Z', action: 'collected', by: 'Example-A' }],
  }))
  const outcome = { measure, outcome: 'delivered', exhibits: exhibits.map(({ id }) => id), manifest }
  return answerOf(
    request,
    'delivery',
    { outcomes: [{ ...outcome, complete: false, final: false }] },
    exhibits,
  )
}

function answerOf(
  request: string,
  type: Draft['type'],
  body: Draft['body'],
  exhibits: Draft['exhibits'],
): Draft {
  return {
    request,
    reference: 'QA-BENCH-1',
    from: 'qa.pp',
    to: 'vn.spp',
    type,
    body,
    exhibits,
    language: 'en',
    people,
  }
}
