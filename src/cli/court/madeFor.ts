import { isTimeZone } from '../../letter/format.ts'
import { type LetterLanguage, isLetterLanguage } from '../../letter/language.ts'

/**
 * For whom and with what the words beside a bundle were made, as `made.json` of a court bundle has it: with it and the
 * bundle anybody can make them again. Nobody has signed it, and it can only choose among words that are true.
 */
export interface MadeFor {
  /** Version of the program. */
  readonly version: string
  /** What the words depend on beside that: how its machine writes times and names, and how it packs. */
  readonly runtime: string
  /** How the reader calls the request. */
  readonly reference: string
  readonly language: LetterLanguage
  /** IANA name. */
  readonly timeZone: string
  /** Whether there is a PDF beside each letter. */
  readonly pdf: boolean
}

const bytesMax = 8_192
const versionForm = /^[0-9A-Za-z.+-]{1,64}$/
const runtimeForm = /^[\x20-\x7e]{0,256}$/

/** The text of `made.json`. */
export function madeJson({ version, runtime, reference, language, timeZone, pdf }: MadeFor): string {
  return `${JSON.stringify({ version, runtime, reference, language, timeZone, pdf }, null, 2)}\n`
}

/** Reads `made.json`; null where it is not in the very form in which it is written. */
export function readMade(bytes: Uint8Array): MadeFor | null {
  if (bytes.length > bytesMax) return null
  const text = Buffer.from(bytes).toString('utf8')
  const made = parsed(text)
  return made !== null && madeJson(made) === text ? made : null
}

function parsed(text: string): MadeFor | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  return isMade(value) ? value : null
}

function isMade(value: unknown): value is MadeFor {
  if (typeof value !== 'object' || value === null) return false
  const { version, runtime, reference, language, timeZone, pdf } = value as Record<string, unknown>
  return (
    typeof version === 'string' &&
    versionForm.test(version) &&
    typeof runtime === 'string' &&
    runtimeForm.test(runtime) &&
    typeof reference === 'string' &&
    typeof language === 'string' &&
    isLetterLanguage(language) &&
    typeof timeZone === 'string' &&
    isTimeZone(timeZone) &&
    typeof pdf === 'boolean'
  )
}
