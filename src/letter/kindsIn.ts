import type { Message } from '../message/generated/types.ts'

/** The kinds of the measures that a message asks for, by their id. */
export function kindsIn({ body }: Message): ReadonlyMap<string, string> {
  const { measures }: { readonly measures?: unknown } = 'measures' in body ? body : {}
  const asked = Array.isArray(measures) ? measures.filter(isMeasure) : []
  return new Map(asked.map(({ id, kind }) => [id, kind]))
}

/** The kind of a measure, of a part of one that of the whole; null where it is not known. */
export function kindNamed(kinds: ReadonlyMap<string, string>, measure: string): string | null {
  return kinds.get(measure) ?? kinds.get(measure.split('.')[0] ?? measure) ?? null
}

function isMeasure(value: unknown): value is { id: string; kind: string } {
  if (typeof value !== 'object' || value === null) return false
  return 'id' in value && typeof value.id === 'string' && 'kind' in value && typeof value.kind === 'string'
}
