import assert from 'node:assert/strict'
import { type LetterLanguage, letterLanguages } from '../../../src/letter/language.ts'
import type { MessageType } from '../../../src/message/generated/types.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { errorsOfBody } from '../../../src/web/form/errorsOfBody.ts'
import { hintFor } from '../../../src/web/form/fieldWords.ts'
import { type FormNode, nodesOf, withAll } from '../../../src/web/form/node.ts'
import { planOf } from '../../../src/web/form/plan.ts'
import { elementsIn, readHtml, textOf } from '../../support/html.ts'
import { exampleBodies, partOf, readerOf, shown } from './forms.ts'

function nodesIn(type: MessageType, body: JsonObject): readonly FormNode[] {
  return planOf(type).parts.flatMap(({ members }) => [...withAll(nodesOf(type, members, body))])
}

/** The object at these steps; null: there is none. */
function at(whole: Record<string, unknown>, steps: readonly string[]): Record<string, unknown> | null {
  let here: unknown = whole
  for (const step of steps) here = (here as Record<string, unknown> | undefined)?.[step]
  return typeof here === 'object' && here !== null ? (here as Record<string, unknown>) : null
}

/** What stands below a field before anything is sent, as a page has it. */
function seen(language: LetterLanguage, type: MessageType, body: JsonObject, pointer: string): string {
  const words = readerOf(language)
  const part = planOf(type).parts.find(({ members }) => members.includes(pointer.split('/')[1] ?? ''))
  const page = readHtml(shown(words, type, part ?? partOf(type, 'more'), body))
  const hint = [...elementsIn(page)].find(({ attributes: { id } }) => id === `${pointer}-hint`)
  return hint === undefined ? '' : textOf(hint).trim()
}

describe('web: a field that is needed with some choices', () => {
  it('says before anything is sent with which choice beside it, in every language', () => {
    const reply = { outcomes: [{ measure: 'q1' }] }
    const said = (language: LetterLanguage): string =>
      seen(language, 'police-reply', reply, '/outcomes/0/reasons/text')
    assert.equal(
      said('en'),
      'Needed if “Outcome” is: Answered in part, Refused, Needs a request for legal assistance.',
    )
    for (const language of letterLanguages) assert.match(said(language), /[:：] ?\S+[,、 ]/, language)
    assert.equal(
      seen(
        'en',
        'service-proof',
        { outcomes: [{ measure: 's1', outcome: 'served', result: { kind: 'service-of-documents' } }] },
        '/outcomes/0/result/reason/text',
      ),
      'Why it was not served. Needed if “Served” is: No.',
    )
  })

  it('says of most of a list with which choice it is not', () => {
    const hint = seen('en', 'request', { urgency: {} }, '/urgency/reason/text')
    assert.equal(hint, 'Needed unless “Urgency” is: Not urgent.')
  })

  it('says with which choice it has no place, also where a schema says so in words alone', () => {
    const checks = [{ exhibit: 'E1' }]
    assert.match(
      seen('en', 'delivery-receipt', { checks }, '/checks/0/reason/text'),
      /\. Leave empty if “How it stands” is: Accepted\.$/,
    )
    assert.match(
      seen('en', 'delivery-receipt', { checks }, '/checks/0'),
      /^One of these is needed: .+ \+ .+, How it stands \+ Reason\.$/,
    )
    assert.match(
      seen('en', 'jit-end', {}, '/grounds'),
      /Leave empty if “Stage” is: Proposed, Confirmed, Left\.$/,
    )
  })

  it('says what is wrong as well, once it is sent: what its hint tells is so', () => {
    const words = readerOf('en')
    const told = new Map<string, string>()
    const wrong: string[] = []
    for (const { type, body } of exampleBodies())
      for (const node of nodesIn(type, body)) {
        const steps = node.pointer.split('/').slice(1)
        for (const { is, by, chosen } of node.when)
          for (const { value } of chosen) {
            const key = `${node.document} ${node.name} ${is} ${by}=${String(value)}`
            // A choice that decides which other members there are is another object altogether.
            if (told.has(key) || is === 'neededUnless') continue
            const changed = structuredClone(body) as Record<string, unknown>
            const around = at(changed, steps.slice(0, -1))
            if (around === null || Array.isArray(around[by])) continue
            const own = around[node.name]
            if (is === 'leftEmpty' && own === undefined) continue
            Object.assign(around, { [by]: value }, is === 'needed' ? { [node.name]: undefined } : {})
            const errors = errorsOfBody(type, JSON.parse(JSON.stringify(changed)) as JsonObject, words)
            const isTold = errors.some(({ field }) => field?.startsWith(node.pointer) === true)
            told.set(key, node.pointer)
            if (!isTold) wrong.push(`${type} ${node.pointer}: ${key}`)
          }
      }
    assert.ok(told.size > 60, `${told.size} choices were tried`)
    assert.deepEqual(wrong, [])
  })

  it('says nothing of it where no choice decides', () => {
    const conditions = nodesIn('request', {}).filter(({ name }) => name === 'facts')
    assert.deepEqual(
      conditions.map(({ when }) => when),
      [[]],
    )
    assert.doesNotMatch(hintFor(readerOf('en'), conditions[0] ?? assert.fail()) ?? '', /Needed/)
  })
})
