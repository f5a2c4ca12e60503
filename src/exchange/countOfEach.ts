/** How many of something each has now, by name. */
export interface CountOfEach {
  of(name: string): number
  more(name: string): void
  fewer(name: string): void
}

/** Nobody has any at first, and who has none any more takes no room. */
export function countOfEach(): CountOfEach {
  const counts = new Map<string, number>()
  const of = (name: string): number => counts.get(name) ?? 0
  return {
    of,
    more: (name) => void counts.set(name, of(name) + 1),
    fewer(name) {
      const left = of(name) - 1
      if (left > 0) counts.set(name, left)
      else counts.delete(name)
    },
  }
}
