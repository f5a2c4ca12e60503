import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Message, StateRules, TrustList } from '../../../src/message/generated/types.ts'
import { checkDraft } from '../../../src/workflow/check/checkDraft.ts'
import type { Finding } from '../../../src/workflow/check/finding.ts'
import { profileNamed } from '../../../src/workflow/profile.ts'
import { measureKinds } from '../../../src/workflow/table.ts'
import { measureExample } from '../examples.ts'
import { entry, filesNamedIn, requestBody, text } from '../speak.ts'

export const at = new Date('2027-03-01T08:00:00Z')
const list = JSON.parse(readFileSync('schemas/example/trust-list.json', 'utf8')) as TrustList
const kinds = [...measureKinds()]

/** The list of a State with one authority that is competent for everything and reads English. */
export function stateList(
  state: string,
  id: string,
  rules: StateRules | undefined,
  more: object = {},
): TrustList {
  const [first] = list.authorities
  assert.ok(first !== undefined)
  const competences = kinds.map((kind) => ({ kind, roles: ['requesting', 'requested'] as const }))
  const others = Object.fromEntries(Object.entries(list).filter(([name]) => name !== 'rules'))
  return {
    ...(others as unknown as TrustList),
    state,
    authorities: [{ ...first, id, languages: ['en'], competences: competences as never }],
    capabilities: { ...list.capabilities, kinds, messageBytesMax: 1_048_576, exhibitBytesMax: 0, ...more },
    ...(rules === undefined ? {} : { rules }),
  }
}

/** The same list with other words on its one authority, and with more authorities. */
export function withAuthority(list: TrustList, more: object, ...others: object[]): TrustList {
  const [first] = list.authorities
  assert.ok(first !== undefined)
  return { ...list, authorities: [{ ...first, ...more }, ...others.map((other) => ({ ...first, ...other }))] }
}

export const applied = {
  instruments: ['UNCC', 'BUD'].map((instrument) => ({ instrument })),
} as unknown as StateRules
export const asking = stateList('MA', 'ma.dacg', undefined)

export const described = {
  offences: [
    { code: 'UNCC-7', domestic: 'Penal Code 1', statute: text, conduct: text, maximumPenalty: { years: 5 } },
  ],
}

/** A request under the Convention whose one offence says what was done. */
export function request(more: object = {}, kind = 'stored-data', exhibits: readonly object[] = []): Message {
  const body = requestBody([{ id: 'm1', kind }], 'UNCC', { ...described, ...more })
  return entry({ type: 'request', body, exhibits }).message
}

/** The same with an offence of which only the name is told. */
export function undescribed(kind: string): Message {
  return request({ offences: described.offences.map((offence) => without(offence, 'conduct')) }, kind)
}

function without(value: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}

/** A request for the published example of a kind, under these bases, with changes to the measure and to the body. */
export function requestFor(
  kind: string,
  bases: readonly string[],
  change: object = {},
  more: object = {},
): Message {
  const all = { ...measureExample(kind), id: 'm1', ...change }
  const unsaid = Object.entries(all).flatMap(([name, value]: [string, unknown]) =>
    value === undefined ? [name] : [],
  )
  const measure = without(all, 'basis', ...unsaid)
  const legalBasis = bases.map((instrument, place) => ({
    id: `l${place + 1}`,
    instrument,
    article: articleOf(instrument),
    title: 'As named',
    ...(place === 0 ? { regime: true } : {}),
  }))
  const body = requestBody([], 'UNCC', { ...described, legalBasis, ...more, measures: [measure] })
  return entry({ type: 'request', body, exhibits: filesNamedIn(body) }).message
}

/** The findings of a message against a State with these rules. */
export function findings(
  message: Message,
  rules: object | undefined = applied,
  requested: TrustList = stateList('NZ', 'nz.ag', rules),
): readonly Finding[] {
  return checkDraft(message, { requested, requesting: asking, at })
}

/** Those of some codes, as `weight code pointer`. */
export function found(
  message: Message,
  rules: object | undefined,
  codes: readonly string[],
): readonly string[] {
  return findings(message, rules)
    .filter(({ code }) => codes.includes(code))
    .map(told)
}

export function told({ weight, code, pointer }: Finding): string {
  return `${weight} ${code} ${pointer}`
}

/** The first of the articles on which help rests. */
function articleOf(instrument: string): string {
  const { articles } = profileNamed(instrument)
  return /^[0-9]+/.exec(articles)?.[0] ?? '-'
}
