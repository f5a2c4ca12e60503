import { codeText } from '../../message/code.ts'
import type { MeasureKind, Message, Messages } from '../../message/generated/types.ts'
import type { Unfinished } from '../../message/unfinished.ts'
import { type StatedOffence, offencesOf, soughtBy } from '../concerned.ts'
import { mayOpen, opener, opensKindOf } from '../open.ts'
import type { Placed } from '../placed.ts'
import { type Profile, noBasis, profileOf } from '../profile.ts'
import type { Checking, Finding } from './finding.ts'

type Request = Messages['request']
export type Person = ReturnType<typeof soughtBy>[number]['value']

/** A draft of any type, as far as it is written. */
export interface Written {
  readonly message: Unfinished<Message>
}

/** A draft that would open a record, as far as it is written, with what it asks for. */
export interface Draft {
  /** Other types say what they share with a request under the same names; only what they are about is found apart. */
  readonly message: Unfinished<Request>
  readonly bases: readonly Basis[]
  readonly measures: readonly AskedMeasure[]
}

/** A legal basis that the draft names. */
export interface Basis {
  readonly pointer: string
  /** As one word. */
  readonly instrument: string
  /** Null where this exchange has no rules for it. */
  readonly profile: Profile | null
}

/** One thing that the draft asks for. */
export interface AskedMeasure {
  readonly id: string
  readonly kind: MeasureKind
  readonly pointer: string
  readonly said: Unfinished<Request['body']['measures'][number]>
  /** What governs it: its own basis, or else the regime chosen; null where the draft names none that is known. */
  readonly profile: Profile | null
  readonly offences: readonly Placed<StatedOffence>[]
  readonly sought: readonly Placed<Person>[]
}

export type Check = (draft: Draft, checking: Checking) => readonly Finding[]

/** What a draft asks for; null where it opens no record, or only writes down what the other side has asked orally. */
export function draftIn(written: Unfinished<Message>): Draft | null {
  const { type } = written
  if (type === undefined || !mayOpen(type) || opener(type) !== 'requesting') return null
  const message = written as Unfinished<Request>
  const bases = (message.body?.legalBasis ?? []).flatMap((basis, place) =>
    basis?.instrument === undefined
      ? []
      : [{ ...basis, pointer: `/body/legalBasis/${place}`, instrument: codeText(basis.instrument) }],
  )
  const isWithout = message.body?.legalBasis === undefined
  const governing = (id: string | undefined): Profile | null => {
    const basis = bases.find((one) => (id === undefined ? one.regime === true : one.id === id))
    return profileOf(basis?.instrument ?? (isWithout ? noBasis : ''))
  }
  const measures = listed(message).map(({ kind, said, pointer }) => ({
    id: said.id ?? '',
    kind,
    pointer,
    said,
    profile: governing('basis' in said ? said.basis : undefined),
    offences: offencesOf(message, said),
    sought: soughtBy(message, said),
  }))
  return {
    message,
    bases: bases.map(({ pointer, instrument }) => ({ pointer, instrument, profile: profileOf(instrument) })),
    measures,
  }
}

type Listed = Pick<AskedMeasure, 'kind' | 'said' | 'pointer'>

/** The measures of a request; of another message the one that its type stands for. */
function listed({
  type = '',
  body,
}: { readonly type?: string | undefined } & Pick<Draft['message'], 'body'>): readonly Listed[] {
  const opened = opensKindOf(type)
  if (opened !== null)
    return [{ kind: opened, said: { id: 'm1', kind: opened } as AskedMeasure['said'], pointer: '/body' }]
  return (body?.measures ?? []).flatMap((said, place) =>
    said?.kind === undefined ? [] : [{ kind: said.kind, said, pointer: `/body/measures/${place}` }],
  )
}

/** The findings about each measure. */
export function eachMeasure(
  { measures }: Draft,
  check: (measure: AskedMeasure) => readonly Finding[],
): readonly Finding[] {
  return measures.flatMap(check)
}

/** The bases that govern a measure, each once, with its rules. */
export function governingBases({
  bases,
  measures,
}: Draft): readonly (Basis & { readonly profile: Profile })[] {
  return bases.flatMap(({ profile, ...basis }, place) => {
    const isFirst = bases.findIndex((other) => other.profile === profile) === place
    return profile !== null && isFirst && measures.some((measure) => measure.profile === profile)
      ? [{ ...basis, profile }]
      : []
  })
}
