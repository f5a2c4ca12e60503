import { documents } from '../message/documents.ts'

/** The documents of one folder of `schemas/`, by the name of their file. The set is settled by the first question. */
export function documentsIn<T>(folder: string): ReadonlyMap<string, T> {
  const found = Object.entries(documents()).filter(([path]) => path.startsWith(`${folder}/`))
  return new Map(
    found.map(([path, document]) => [
      path.slice(folder.length + 1, -'.json'.length),
      document as unknown as T,
    ]),
  )
}

/** What is computed once, when it is first asked for: not at import, because documents may be added at the start. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}
