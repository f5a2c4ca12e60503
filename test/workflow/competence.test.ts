import assert from 'node:assert/strict'
import type { Authority } from '../../src/message/generated/types.ts'
import { competenceRefusal } from '../../src/workflow/competence.ts'
import { documentsIn } from '../../src/workflow/documents.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { authority } from '../support/world.ts'
import { bodies } from '../support/bodies.ts'
import { type Words, accept, after, bodyOf, by, entry, hour, requestBody } from './speak.ts'

type Competence = Authority['competences'][number]

function of(...competences: readonly Competence[]): Authority {
  return { ...authority('vn.spp'), competences: [...competences] as Authority['competences'] }
}

const asks = (kind: string): Competence => ({ kind, roles: ['requesting'] })
const answers = (kind: string): Competence => ({ kind, roles: ['requested'] })

function judged(author: Authority, words: Words, state: RequestState | null = null): string {
  const refusal = competenceRefusal(author, entry(words).message, state)
  return refusal === null ? 'may' : `${refusal.code} ${refusal.pointer ?? ''} ${refusal.detail ?? ''}`
}

const two = requestBody(
  [
    { id: 'm1', kind: 'stored-data' },
    { id: 'm2', kind: 'subscriber-information' },
  ],
  'UNCC',
)
const opening: Words = { type: 'request', body: two }

describe('workflow: competence', () => {
  const examined = ['m1', 'm2'].reduce(
    (request, measure) =>
      accept(request, {
        type: 'status-report',
        ...by('requested'),
        at: after(hour),
        body: bodyOf('status-report', 'underReview', measure, hour),
      }),
    accept(accept(null, opening), {
      type: 'acknowledgement',
      ...by('requested'),
      at: after(hour),
      body: bodies.acknowledgement,
    }),
  )
  const granted = (...measures: readonly string[]): Words => ({
    type: 'decision',
    ...by('requested'),
    at: after(2 * hour),
    body: { outcomes: measures.map((measure) => ({ measure, outcome: 'granted' })) },
  })

  it('is needed for every measure that a request asks for, in the role of who asks', () => {
    assert.equal(judged(of(asks('stored-data'), asks('subscriber-information')), opening), 'may')
    assert.equal(
      judged(of(asks('stored-data')), opening),
      'AUTHORITY_NOT_COMPETENT /from vn.spp may not ask for subscriber-information',
    )
    assert.equal(
      judged(of(answers('stored-data'), answers('subscriber-information')), opening),
      'AUTHORITY_NOT_COMPETENT /from vn.spp may not ask for stored-data',
    )
  })

  it('is needed for the measures that an answer is about, and for no other', () => {
    const half = of(answers('stored-data'))
    assert.equal(judged(half, granted('m1'), examined), 'may')
    assert.equal(
      judged(half, granted('m2'), examined),
      'AUTHORITY_NOT_COMPETENT /from vn.spp may not answer for subscriber-information',
    )
    assert.match(judged(half, granted('m1', 'm2'), examined), /^AUTHORITY_NOT_COMPETENT/)
  })

  it('is needed for no word that passes a thing on or lets go of it', () => {
    const none = of(asks('extradition'))
    const free = [...documentsIn<{ readonly anyAuthority?: true }>('message')]
      .filter(([, { anyAuthority }]) => anyAuthority === true)
      .map(([type]) => type)
    assert.deepEqual(free, [
      'acknowledgement',
      'close',
      'contact-note',
      'erasure-report',
      'erasure-request',
      'forwarded',
      'incident-notice',
      'status-report',
      'withdraw',
    ])
    assert.equal(judged(none, { type: 'withdraw', body: {} }, examined), 'may')
  })

  it('is not looked at where the workflow refuses anyway', () => {
    assert.equal(judged(of(asks('extradition')), granted('m9'), examined), 'may')
  })
})
