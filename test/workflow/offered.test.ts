import assert from 'node:assert/strict'
import { documentAt } from '../../src/message/documents.ts'
import type { MessageType } from '../../src/message/generated/types.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { decide } from '../../src/workflow/decide.ts'
import { type OfferedGround, outcomesOffered } from '../../src/workflow/offered.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { machines } from '../../src/workflow/table.ts'
import { accept, after, bodyOf, by, day, entry, hour, isSpokenHere, opened, start, text } from './speak.ts'
import { examplesOf } from './examples.ts'
import { beginnings, moves, only } from './walk.ts'

const codes = (documentAt('code/refusal-ground.json')?.oneOf as readonly JsonObject[]).flatMap(
  ({ const: code }) => (typeof code === 'string' ? [code] : []),
)

/** The message of this type at the only measure of the request, with nothing but these grounds. */
function givesFor(
  request: RequestState,
  type: MessageType,
  outcome: string | null,
  grounds: readonly object[],
) {
  const { id, kind } = only(request)
  const body = bodyOf(type, outcome, id, day, { kind }) as {
    readonly outcomes?: readonly object[]
  }
  const changed =
    body.outcomes === undefined
      ? { ...body, grounds }
      : { outcomes: body.outcomes.map((one) => ({ ...one, grounds })) }
  const { message } = entry({
    type: type,
    ...by('requested'),
    body: changed,
    at: after(day),
  })
  return decide(request, { message, digest: '0'.repeat(64) })
}

/** Why a ground is not taken; null: it is. */
function refusalFor(request: RequestState, type: MessageType, outcome: string | null, ground: OfferedGround) {
  const { code, articles } = ground
  const decided = givesFor(request, type, outcome, [
    { code, ...(articles[0] === undefined ? {} : { article: articles[0] }) },
  ])
  return decided.ok ? null : decided.code
}

const refusing = new Set(['GROUND_NOT_ALLOWED', 'CODE_NOT_ALLOWED', 'WORKFLOW_CONSULTATION_MISSING'])

describe('workflow: what is offered to be said of a measure', () => {
  it('is every ground that the workflow takes from an answer, and none that it refuses', () => {
    let judged = 0
    for (const machine of machines()) {
      for (const request of beginnings(machine, 1)) {
        for (const { type, outcome, grounds } of offeredIn(request)) {
          if (grounds === null || type === 'consult-open') continue
          if (!isSpokenHere(type, outcome) && examplesOf(type, outcome).length === 0) continue
          // Of those that are not offered some, each time others.
          for (const [place, code] of codes.entries()) {
            const offered: OfferedGround | undefined = grounds.find((one) => one.code === code)
            if (offered === undefined && (place + judged) % 6 > 0) continue
            const ground = offered ?? { code, articles: [], isNeverAlone: false, isUnheard: false }
            const refusal = refusalFor(request, type, outcome, ground)
            // What another rule has against the example says nothing of its grounds.
            if (refusal !== null && !refusing.has(refusal)) continue
            judged += 1
            const isTaken: boolean = offered !== undefined && !offered.isNeverAlone && !offered.isUnheard
            const { kind, profile } = only(request)
            assert.equal(refusal === null, isTaken, `${kind} ${profile} ${type} ${outcome ?? ''} ${code}`)
          }
        }
      }
    }
    assert.ok(judged > 500, String(judged))
  }).timeout(60_000)

  it('is open for a ground on which the other State was consulted, once it was heard or has let the time pass', () => {
    const body = bodyOf('acknowledgement', null, 'm1', 0)
    const asked = accept(opened([{ id: 'm1', kind: 'stored-data' }]), {
      ...{ type: 'acknowledgement', ...by('requested'), at: after(0), body },
    })
    const open = accept(asked, {
      type: 'consult-open',
      ...by('requested'),
      at: after(hour),
      body: {
        intended: 'refuse',
        grounds: [{ code: 'DOMESTIC_BAN' }],
        question: text,
        replyBy: after(3 * day),
      },
    })
    const unheardIn = (request: RequestState, at: number): readonly string[] =>
      outcomesOffered(only(request), 'requested', 'decision', at)
        .find(({ outcome }) => outcome === 'refused')
        ?.grounds?.flatMap(({ code, isUnheard }) => (isUnheard ? [code] : [])) ?? []
    const first = unheardIn(asked, start + day)
    assert.ok(first.includes('DOMESTIC_BAN') && first.includes('NONCONFORMING'))
    assert.ok(!first.includes('DUAL_CRIMINALITY'))
    assert.ok(unheardIn(open, start + 4 * day).includes('NONCONFORMING'))
    assert.ok(!unheardIn(open, start + 4 * day).includes('DOMESTIC_BAN'))
  })
})

/** What the requested side may say, with what is offered for it. */
function offeredIn(request: RequestState) {
  const types = new Set(moves(request).flatMap(({ type, side }) => (side === 'requested' ? [type] : [])))
  return [...types].flatMap((type) =>
    outcomesOffered(only(request), 'requested', type, start + day).map((one) => ({ type, ...one })),
  )
}
