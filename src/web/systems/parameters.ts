import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'

/** What a parameter means; null: nothing. */
type Read<Value> = (text: string) => Value | null

/** Reads the parameters of one question; the first that is wrong is the refusal. */
export interface Parameters {
  /** @param expected - what it should say, for whoever said something else */
  one<Value>(name: string, read: Read<Value>, expected: string): Value | undefined
  /** The same for one that the question needs. */
  needed<Value>(name: string, read: Read<Value>, expected: string): Value | undefined
  /** The same for one that may be repeated, so often. */
  many<Value>(name: string, read: Read<Value>, expected: string, most: number): readonly Value[]
  refusal(): Refusal | null
  /** The same question with this parameter in the place of the one that it has, as a target of a request. */
  with(name: string, value: string): string
}

/**
 * The parameters in the target of a request (application/x-www-form-urlencoded). Refuses with PARAMETER_UNKNOWN where the
 * question has no such parameter: what is misspelt must not be silently without effect.
 */
export function parametersIn(
  target: string,
  known: readonly string[],
): Result<{ readonly parameters: Parameters }> {
  const at = target.indexOf('?')
  const path = at < 0 ? target : target.slice(0, at)
  const given = new URLSearchParams(at < 0 ? '' : target.slice(at + 1))
  for (const name of given.keys())
    if (!known.includes(name)) return refuse('PARAMETER_UNKNOWN', { expected: known })
  return { ok: true, parameters: parametersOf(path, given) }
}

function parametersOf(path: string, given: URLSearchParams): Parameters {
  let first: Refusal | null = null
  const wrong = (name: string, expected: string): void => {
    first ??= refuse('PARAMETER_INVALID', { detail: name, expected: [expected] })
  }
  const many: Parameters['many'] = (name, read, expected, most) => {
    const texts = given.getAll(name)
    if (texts.length > most) wrong(name, `${most} at most`)
    return texts.slice(0, most).flatMap((text) => {
      const value = isText(text) ? read(text) : null
      if (value === null) wrong(name, expected)
      return value === null ? [] : [value]
    })
  }
  const one: Parameters['one'] = (name, read, expected) => many(name, read, expected, 1)[0]
  return {
    one,
    many,
    needed(name, read, expected) {
      if (!given.has(name)) first ??= refuse('PARAMETER_MISSING', { detail: name, expected: [expected] })
      return one(name, read, expected)
    },
    refusal: () => first,
    with(name, value) {
      const changed = new URLSearchParams(given)
      changed.set(name, value)
      return `${path}?${changed.toString()}`
    },
  }
}

/** Whether it was UTF-8 of people's words: what was none is U+FFFD by now, and a database takes no NUL. */
function isText(text: string): boolean {
  return (
    text !== '' && text.length <= webLimits.api.parameterCharactersMax && !/[\p{Cc}\p{Cs}\ufffd]/u.test(text)
  )
}
