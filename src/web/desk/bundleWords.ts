import { exchangeLimits } from '../../exchange/limits.ts'
import { type RefusalCode, refuse } from '../../message/refusal.ts'
import { textOfRefusal } from './refusalWords.ts'
import type { Sentence, Words } from './words.ts'

/** What a refusal says of a bundle that is made, where elsewhere it says something else, or nothing. */
const ofBundle: Readonly<Partial<Record<RefusalCode, Sentence>>> = {
  RECORD_ERASED: 'bundleErased',
  CLOCK_BEHIND: 'bundleClockBehind',
  NODE_ROLLED_BACK: 'bundleRolledBack',
  EXHIBIT_STORE_UNAVAILABLE: 'bundleNoStore',
}

/** Nothing that is told of a bundle names the desk, or a time to wait for. */
const nowhere = { origin: '', nowMs: 0 } as const

/** Why a bundle was not made, what is kept of it, and what to do. */
export function textOfBundle(words: Words, code: RefusalCode): string {
  const sentence = ofBundle[code]
  if (sentence !== undefined) return words.say(sentence)
  if (code === 'BUNDLE_TOO_SLOW')
    return words.say('bundleTooSlow', { hours: exchangeLimits.bundles.makingMs / 3_600_000 })
  return textOfRefusal(words, refuse(code), nowhere)
}
