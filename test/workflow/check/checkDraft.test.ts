import assert from 'node:assert/strict'
import type { Message } from '../../../src/message/generated/types.ts'
import { checkDraft } from '../../../src/workflow/check/checkDraft.ts'
import { examplesOf } from '../examples.ts'
import { after, day, entry, exhibit, requestBody, text } from '../speak.ts'
import { applied, asking, at, described, request, requestFor, stateList, undescribed } from './drafts.ts'

/** The findings of a request against a State with these rules, as `weight code pointer`. */
function found(
  message: Message,
  rules: object | undefined = applied,
  more: object = {},
  requesting = asking,
) {
  const requested = stateList('NZ', 'nz.ag', rules, more)
  return checkDraft(message, { requested, requesting, at }).map(
    ({ weight, code, pointer }) => `${weight} ${code} ${pointer}`,
  )
}

describe('workflow: the check of a draft', () => {
  it('finds nothing where the State has published nothing against it', () => {
    assert.deepEqual(found(request()), [])
    assert.deepEqual(found(entry({ type: 'withdraw' }).message), [])
  })

  it('tells who may not ask, who does not answer, and what the node does not know', () => {
    assert.deepEqual(found(request(), applied, {}, stateList('MA', 'ma.other', undefined)), [
      'refused AUTHORITY_NOT_COMPETENT /body/measures/0',
    ])
    const { message } = entry({
      type: 'request',
      to: 'nz.police',
      body: requestBody([{ id: 'm1', kind: 'stored-data' }], 'UNCC', described),
    })
    assert.deepEqual(found(message), ['sentBack AUTHORITY_NOT_COMPETENT /body/measures/0'])
    assert.deepEqual(found(request(), applied, { kinds: ['preservation'] }), [
      'refused KIND_NOT_KNOWN /body/measures/0',
    ])
  })

  it('tells a basis that is not in force there, and the reservations to one that is', () => {
    assert.deepEqual(found(request(), {}), ['sentBack BASIS_NOT_IN_FORCE /body/legalBasis/0/instrument'])
    const later = { instruments: [{ instrument: 'UNCC', since: '2028-01-01' }] }
    assert.deepEqual(found(request(), later), ['sentBack BASIS_NOT_IN_FORCE /body/legalBasis/0/instrument'])
    const ended = { instruments: [{ instrument: 'UNCC', until: '2027-01-01' }] }
    assert.deepEqual(found(request(), ended), ['sentBack BASIS_NOT_IN_FORCE /body/legalBasis/0/instrument'])
    const reserved = { instruments: [{ instrument: 'UNCC', reservations: text }] }
    assert.deepEqual(found(request(), reserved), ['note BASIS_RESERVATION /body/legalBasis/0/instrument'])
  })

  it('knows a basis of a State’s own by its code', () => {
    const instrument = { owner: 'NZ', name: 'instrument', value: 'MA_NZ_2025' }
    const legalBasis = [
      { id: 'l1', instrument: 'UNCC', article: '40', regime: true },
      { id: 'l2', instrument, article: '3' },
    ]
    const place = 'sentBack BASIS_NOT_IN_FORCE /body/legalBasis/1/instrument'
    assert.deepEqual(found(request({ legalBasis })), [place])
    const rules = { instruments: [{ instrument: 'UNCC' }, { instrument }] }
    assert.deepEqual(found(request({ legalBasis }), rules), [])
  })

  it('tells what needs a treaty where none is named', () => {
    const legalBasis = [
      { id: 'l1', instrument: 'RECIPROCITY', article: '-', title: 'Courtesy among States', regime: true },
    ]
    const rules = { treatyNeededFor: ['assistance'] }
    const unsettled = 'note ORIGINAL_NOT_SETTLED /body/legalBasis/0/instrument'
    assert.deepEqual(found(request({ legalBasis }), rules), [
      'sentBack TREATY_NEEDED /body/measures/0',
      unsettled,
    ])
    assert.deepEqual(found(request({ legalBasis }), { treatyNeededFor: ['extradition'] }), [unsettled])
  })

  it('takes no treaty for one that is needed where it does not know such measures', () => {
    const needed = 'sentBack TREATY_NEEDED /body/measures/0'
    const rules = { treatyNeededFor: ['assistance'] }
    const beside = (instrument: string) => {
      const message = requestFor('stored-data', ['RECIPROCITY', instrument])
      return found(message, rules).filter((finding) => finding === needed)
    }
    assert.deepEqual(beside('ECE'), [needed])
    assert.deepEqual(beside('MA59'), [])
  })

  it('tells of a later message what the State could not read, take or grant', () => {
    const later = (type: string, more: object = {}) =>
      ({ ...entry({ type: 'withdraw' }).message, type, ...more }) as unknown as Message
    const extend = later('preservation-extend', { body: { reason: { language: 'ar', text: 'نص' } } })
    assert.deepEqual(found(extend, undefined), ['sentBack LANGUAGE_NOT_ACCEPTED /body/reason'])
    const hold = (preservation: object) => found(later('preservation-extend', { body: {} }), { preservation })
    assert.deepEqual(hold({ days: 90, renewalsMax: 0 }), ['sentBack HOLD_LONGER_THAN_LAW '])
    assert.deepEqual(hold({ days: 90, renewalsMax: 1 }), ['note HOLD_LONGER_THAN_LAW '])
    assert.deepEqual(hold({ days: 90, renewalCondition: text }), ['note HOLD_LONGER_THAN_LAW '])
    assert.deepEqual(hold({ days: 90 }), [])
    assert.deepEqual(
      found(later('withdraw', { body: {} }), { preservation: { days: 90, renewalsMax: 0 } }),
      [],
    )
    assert.deepEqual(found(later('withdraw', { body: {} }), undefined, { messageBytesMax: 10 }), [
      'refused MESSAGE_TOO_LARGE ',
    ])
  })

  it('tells that a chance to be heard leaves no time to be heard', () => {
    const later = (type: string, days: number) =>
      ({
        ...entry({ type: 'withdraw' }).message,
        type,
        body: { replyBy: new Date(at.getTime() + days * day).toISOString() },
      }) as unknown as Message
    for (const type of ['consult-open', 'asset-freeze-lift-intent']) {
      assert.deepEqual(found(later(type, 1 / 86_400), undefined), ['note REPLY_TIME_SHORT /body/replyBy'])
      assert.deepEqual(found(later(type, 2), undefined), ['note REPLY_TIME_SHORT /body/replyBy'])
      assert.deepEqual(found(later(type, 3), undefined), [])
    }
    assert.deepEqual(found(later('contact-test', 0), undefined), [])
  })

  it('reminds whoever refuses extradition that the other State is heard before, or why it was not', () => {
    const decides = (outcome: string, more: object = {}) =>
      ({
        ...entry({ type: 'withdraw' }).message,
        type: 'extradition-decision',
        body: { outcomes: [{ measure: 'm1', outcome, ...more }] },
      }) as unknown as Message
    const finding = 'note CONSULTATION_EXPECTED /body/outcomes/0/notConsulted'
    assert.deepEqual(found(decides('refused'), undefined), [finding])
    assert.deepEqual(found(decides('partial'), undefined), [finding])
    assert.deepEqual(found(decides('refused', { notConsulted: text }), undefined), [])
    assert.deepEqual(found(decides('granted'), undefined), [])
  })

  it('tells texts in no language that the authority reads', () => {
    const facts = { language: 'ar', text: 'نص' }
    assert.deepEqual(found(request({ facts })), ['sentBack LANGUAGE_NOT_ACCEPTED /body/facts'])
    const translated = { ...facts, translations: [{ language: 'en-GB', text: 'Text.' }] }
    assert.deepEqual(found(request({ facts: translated })), [])
  })

  it('asks for the conduct where the State examines dual criminality', () => {
    const place = 'CONDUCT_NOT_DESCRIBED /body/offences/0/conduct'
    const policy = (assistance: string) => ({ ...applied, dualCriminality: { assistance } })
    assert.deepEqual(found(undescribed('stored-data'), policy('required')), [`sentBack ${place}`])
    assert.deepEqual(found(undescribed('stored-data'), policy('coerciveOnly')), [`sentBack ${place}`])
    assert.deepEqual(found(undescribed('subscriber-information'), policy('coerciveOnly')), [])
    assert.deepEqual(found(undescribed('stored-data'), policy('notAsked')), [])
    assert.deepEqual(found(undescribed('stored-data')), [`note ${place}`])
    assert.deepEqual(found(request(), policy('required')), [])
  })

  it('tells how long a hold lasts there', () => {
    const rules = { ...applied, preservation: { days: 90, renewalsMax: 1 } }
    const until = (days: number) => {
      const secret = { confidentiality: { level: 'STRICT' } }
      const body = requestBody([{ id: 'm1', kind: 'preservation' }], 'UNCC', secret)
      const { message } = entry({ type: 'request', body })
      assert.ok(message.type === 'request')
      const [measure] = message.body.measures
      const requestedUntil = new Date(at.getTime() + days * day).toISOString()
      return { ...message, body: { ...message.body, measures: [{ ...measure, requestedUntil }] } } as Message
    }
    assert.deepEqual(found(until(80), rules), [])
    assert.deepEqual(found(until(120), rules), ['note HOLD_LONGER_THAN_LAW /body/measures/0/requestedUntil'])
  })

  it('tells what is too large', () => {
    assert.deepEqual(found(request(), applied, { messageBytesMax: 1_024 }), ['refused MESSAGE_TOO_LARGE '])
    const large = { ...exhibit('E1'), bytes: 2_000 }
    assert.deepEqual(found(request({}, 'stored-data', [large]), applied, { exhibitBytesMax: 1_000 }), [
      'sentBack EXHIBIT_TOO_LARGE /exhibits/0/bytes',
    ])
  })

  it('tells the ways of the State: the diplomatic channel, paper, and its conditions', () => {
    const channels = { diplomatic: 'required', paper: 'paperToFollow' }
    const dataProtection = { conditions: [{ code: 'USE_ONLY_STATED' }] }
    assert.deepEqual(found(request(), { ...applied, channels, dataProtection }), [
      'note DIPLOMATIC_CHANNEL /to',
      'note PAPER_TO_FOLLOW ',
      'note CONDITIONS_TO_EXPECT ',
    ])
  })

  it('tells what the legal basis requires or expects to be said, and is not', () => {
    const person = { role: 'suspect', names: [{ family: 'Example' }] }
    const about = (instrument: string) =>
      found(requestFor('videoconference', [instrument], { person, consent: undefined }), {}).filter((one) =>
        one.endsWith('/consent'),
      )
    assert.deepEqual(about('MA2P'), ['refused CONTENT_MISSING /body/measures/0/consent'])
    assert.deepEqual(about('BUD2AP'), ['sentBack CONTENT_EXPECTED /body/measures/0/consent'])
  })

  it('tells that for other offences than those of the Convention it gives electronic evidence alone (R-04)', () => {
    const [offence] = described.offences
    const offences = [{ ...offence, code: 'UNCC-SERIOUS' }]
    assert.deepEqual(
      found(requestFor('statement', ['UNCC'], {}, { offences })).filter((one) => one.startsWith('refused')),
      ['refused BASIS_NOT_COVERING /body/offences'],
    )
  })

  it('calls an offence that is not written yet missing, and not the basis wrong; of a regime not chosen yet it says nothing', () => {
    const whole = requestFor('statement', ['UNCC'])
    const of = (legalBasis: readonly object[]) => {
      const unfinished = { ...whole, body: { ...whole.body, legalBasis, offences: undefined } }
      const rules = { instruments: [{ instrument: 'UNCC' }] }
      return found(unfinished as unknown as Message, rules).filter((one) => one.startsWith('refused'))
    }
    const basis = { id: 'l1', instrument: 'UNCC', article: '40' }
    assert.deepEqual(of([{ ...basis, regime: true }]), ['refused CONTENT_MISSING /body/offences'])
    assert.deepEqual(of([basis]), [])
  })

  it('looks at whatever opens a record for the requesting side', () => {
    const [example] = examplesOf('jit-proposal', null)
    assert.ok(example !== undefined)
    const body = example.message.body as { offences: object[] }
    const legalBasis = [{ id: 'l1', instrument: 'UNCC', article: '48', regime: true }]
    const about = (more: object) =>
      found(entry({ type: 'jit-proposal', body: { ...body, legalBasis, ...more } }).message, {})
    const [offence] = described.offences
    assert.deepEqual(about({ offences: described.offences }), [
      'sentBack BASIS_NOT_IN_FORCE /body/legalBasis/0/instrument',
    ])
    assert.deepEqual(about({ offences: [{ ...offence, code: 'UNCC-SERIOUS' }] }), [
      'sentBack BASIS_NOT_IN_FORCE /body/legalBasis/0/instrument',
      'refused BASIS_NOT_COVERING /body/offences',
    ])
    assert.deepEqual(found(entry({ type: 'contact-test', body: { replyBy: after(day) } }).message), [])
    const note = {
      channel: 'telephone',
      at: after(0),
      with: 'head of shift',
      text,
      measures: [{ id: 'm1', kind: 'freezing' }],
    }
    assert.deepEqual(found(entry({ type: 'contact-note', body: note }).message), [])
  })

  it('tells an article on which no help rests in that instrument, whatever is cited of it', () => {
    const about = (instrument: string, article: string) =>
      found(request({ legalBasis: [{ id: 'l1', instrument, article, regime: true }] })).filter((one) =>
        one.includes('ARTICLE'),
      )
    for (const wrong of ['foo', '99', '7'])
      assert.deepEqual(about('UNCC', wrong), ['note ARTICLE_NOT_OF_BASIS /body/legalBasis/0/article'], wrong)
    for (const right of ['40', '42(3)(d)', 'Art. 35', '40 and 42'])
      assert.deepEqual(about('UNCC', right), [], right)
    assert.deepEqual(about('UNTOC', '15'), ['note ARTICLE_NOT_OF_BASIS /body/legalBasis/0/article'])
    assert.deepEqual(about('UNTOC', '18'), [])
    assert.deepEqual(about('RECIPROCITY', 'foo'), [])
  })

  it('tells a code that is for other measures', () => {
    const persons = [{ role: 'soughtPerson', names: [{ family: 'Example' }] }]
    assert.deepEqual(found(request({ persons })), ['refused CODE_NOT_ALLOWED /body/persons/0/role'])
  })

  it('tells a basis that does not cover the measure', () => {
    const legalBasis = [{ id: 'l1', instrument: 'ECE', article: '12', regime: true }]
    const rules = { instruments: [{ instrument: 'ECE' }] }
    assert.deepEqual(found(request({ legalBasis }), rules), [
      'refused BASIS_NOT_COVERING /body/measures/0',
      'note PAPER_TO_FOLLOW /body/legalBasis/0/instrument',
    ])
  })
})
