import assert from 'node:assert/strict'
import { letterLanguages } from '../../../src/letter/language.ts'
import { particular } from '../../../src/message/particular.ts'
import { type Refusal, refuse } from '../../../src/message/refusal.ts'
import { guardSentences } from '../../../src/web/desk/particularWords.ts'
import { textOfRefusal, unsendableText } from '../../../src/web/desk/refusalWords.ts'
import { wordsIn } from '../../../src/web/desk/words.ts'
import { deliveryGuards } from '../../../src/workflow/deliveryGuards.ts'
import type { SpokenGuard } from '../../../src/workflow/guards.ts'

const at = { origin: 'https://desk.example', nowMs: 0 }

function unkept(guard: string): Refusal {
  const { pointer } = deliveryGuards[guard as keyof typeof deliveryGuards]
  return refuse('REPLY_MISMATCH', {
    pointer: pointer.replace('#', '/body/outcomes/0'),
    says: [particular('guardNotKept', { measure: 'm1', guard })],
  })
}

describe('web: why an answer would not be sent', () => {
  it('is told by what it lacks, and not by the message that it answers, where it names that', () => {
    for (const language of letterLanguages) {
      const words = wordsIn(language)
      for (const guard of Object.keys(deliveryGuards) as SpokenGuard[]) {
        const why = words.say(guardSentences[guard])
        for (const text of [unsendableText(words, unkept(guard)), textOfRefusal(words, unkept(guard), at)]) {
          assert.ok(text.includes(why), text)
          assert.notEqual(text, words.say('replyMissing'))
        }
      }
    }
  })

  it('is that it does not say what it answers where that is missing or is not open', () => {
    const words = wordsIn('en')
    for (const code of ['REPLY_MISSING', 'REPLY_MISMATCH'] as const) {
      const refusal = refuse(code, { pointer: '/inReplyTo', expected: [] })
      assert.equal(unsendableText(words, refusal), words.say('replyMissing'))
      assert.equal(textOfRefusal(words, refusal, at), words.say('replyMissing'))
    }
  })
})
