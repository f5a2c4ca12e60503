import assert from 'node:assert/strict'
import { onwardRefusal } from '../../src/exchange/onward.ts'
import type { Origins } from '../../src/exchange/onwardOrigins.ts'
import type { Message } from '../../src/message/generated/types.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { text } from '../support/bodies.ts'
import {
  authority,
  consent,
  derived,
  e1,
  informing,
  interpol,
  isRefused,
  knowing,
  message,
  sha,
  swiss,
  theirs,
} from '../support/onward.ts'
import { messageId } from '../workflow/speak.ts'

/** What Switzerland gave as E1, with what is said of the file and of the whole. */
const given = (ofFile: object = {}, ofAll: object = {}, more: object = {}): Message =>
  message(
    'spontaneous-info',
    { content: text, origin: { authority: 'x' }, reliability: { source: 'A', information: 1 }, ...ofAll },
    {
      ...theirs,
      id: messageId(1),
      measures: ['m1'],
      exhibits: [{ ...e1, id: 'E1', ...ofFile }],
      ...more,
    },
  )

/** E1 on its way to INTERPOL, by the consent. */
const going = (ofFile: object = {}, body: object = {}, frame: object = {}): Message =>
  informing({ ...authority(), ...body }, { exhibits: [{ ...e1, ...ofFile }], ...frame })

/** The same in a message that hands it over as evidence, for the request of INTERPOL. */
const delivering = (outcome: object = {}, ofFile: object = {}): Message =>
  message(
    'delivery',
    {
      outcomes: [
        { measure: 'm1', outcome: 'delivered', exhibits: ['E9'], complete: true, final: true, ...outcome },
      ],
    },
    { exhibits: [{ ...e1, ...ofFile }] },
  )

const ofFile = (code: object) => knowing([consent()], { given: [given(code)] })
const goes = (origins: Origins, said: Message): void => {
  assert.equal(onwardRefusal(origins, said), null)
}
const to = (more: object) => ({ recipients: [{ ...interpol, ...more }] })

describe('what another State has given, by its handling codes and conditions (R-06, R-21)', () => {
  it('TLP:RED goes on only by a consent that names the very authority and the very file', () => {
    const red = { handling: 'RED' }
    const by = (body: object) => knowing([consent(body)], { given: [given(red)] })
    isRefused(ofFile(red), going(red), 'HANDLING_RECIPIENTS_ONLY', '/exhibits/0')
    isRefused(
      by({ ...to({ authority: undefined }), exhibits: ['E1'] }),
      going(red),
      'HANDLING_RECIPIENTS_ONLY',
    )
    goes(by({ exhibits: ['E1'] }), going(red))
    goes(by(to({ exhibits: ['E1'] })), going(red))
  })

  it('TLP:AMBER+STRICT goes on only by a consent that names the very authority', () => {
    const strict = { handling: 'AMBER_STRICT' }
    const whole = knowing([consent(to({ authority: undefined }))], { given: [given(strict)] })
    isRefused(whole, going(strict), 'HANDLING_ORGANISATION_ONLY', '/exhibits/0')
    goes(ofFile(strict), going(strict))
  })

  it('TLP:AMBER goes on only where the consent says for what it is needed', () => {
    const amber = { handling: 'AMBER' }
    isRefused(ofFile(amber), going(amber), 'HANDLING_NEED_TO_KNOW', '/exhibits/0')
    goes(knowing([consent(to({ why: text }))], { given: [given(amber)] }), going(amber))
  })

  it('TLP:GREEN and TLP:CLEAR go on by any consent that covers them, and never without one', () => {
    for (const handling of ['GREEN', 'CLEAR']) {
      goes(ofFile({ handling }), going({ handling }))
      isRefused(
        knowing([], { given: [given({ handling })] }),
        going({ handling }, { onwardAuthority: [] }),
        'ONWARD_CONSENT_MISSING',
      )
    }
  })

  it('Europol H1 is handed over as evidence only by a consent that names the proceeding; as information it goes', () => {
    const h1 = { europolHandling: 'H1' }
    const proceeding = { subject: text, nature: 'trial', nationalReference: 'T-1' } as const
    isRefused(ofFile(h1), delivering({}, h1), 'HANDLING_NO_EVIDENCE', '/exhibits/0')
    goes(ofFile(h1), going(h1))
    goes(knowing([consent({ proceeding })], { given: [given(h1)], proceeding }), delivering({}, h1))
  })

  it('Europol H2 goes on only by a consent that names the file, H3 by one that names the authority too', () => {
    const named = (more: object, code: object) =>
      knowing([consent({ exhibits: ['E1'], ...more })], { given: [given(code)] })
    for (const [europolHandling, code] of [
      ['H2', 'HANDLING_NO_ONWARD'],
      ['H3', 'HANDLING_AS_STATED'],
    ] as const) {
      isRefused(ofFile({ europolHandling }), going({ europolHandling }), code, '/exhibits/0')
      goes(named({}, { europolHandling }), going({ europolHandling }))
    }
    const whole = to({ authority: undefined })
    goes(named(whole, { europolHandling: 'H2' }), going({ europolHandling: 'H2' }))
    isRefused(named(whole, { europolHandling: 'H3' }), going({ europolHandling: 'H3' }), 'HANDLING_AS_STATED')
    goes(ofFile({ europolHandling: 'H0' }), going({ europolHandling: 'H0' }))
  })

  it('a code that a State has added goes on only where that State names authority and file, for nobody else knows what it means', () => {
    for (const code of [
      { handling: { owner: 'CH', name: 'handling', value: 'KEEP' } },
      { europolHandling: { owner: 'CH', name: 'europol-handling', value: 'KEEP' } },
    ]) {
      isRefused(ofFile(code), going(code), 'HANDLING_UNKNOWN', '/exhibits/0')
      goes(knowing([consent({ exhibits: ['E1'] })], { given: [given(code)] }), going(code))
    }
  })

  it('a marking is handled as its State says for those who do not know it, and goes along as it was written', () => {
    const marking = { owner: 'CH', marking: 'VERTRAULICH', handledAs: 'RED' }
    isRefused(ofFile({ marking }), going({ marking }), 'HANDLING_RECIPIENTS_ONLY')
    const named = knowing([consent({ exhibits: ['E1'] })], { given: [given({ marking })] })
    isRefused(named, going({ handling: 'RED' }), 'HANDLING_NOT_CARRIED', '/exhibits/0/marking')
    goes(named, going({ marking }))
  })

  it('each code is said again, as strict or stricter: of the file, of what is delivered, or of the whole', () => {
    const green = ofFile({ handling: 'GREEN' })
    isRefused(green, going(), 'HANDLING_NOT_CARRIED', '/exhibits/0/handling')
    isRefused(green, going({ handling: 'CLEAR' }), 'HANDLING_NOT_CARRIED', '/exhibits/0/handling')
    for (const handling of ['GREEN', 'AMBER', 'RED']) goes(green, going({ handling }))
    goes(green, going({}, { handling: 'GREEN' }))
    goes(green, delivering({ handling: 'GREEN' }))
    const pap = ofFile({ pap: 'AMBER' })
    isRefused(pap, going({ pap: 'GREEN' }), 'HANDLING_NOT_CARRIED', '/exhibits/0/pap')
    goes(pap, going({ pap: 'RED' }))
    isRefused(
      ofFile({ europolHandling: 'H0' }),
      going(),
      'HANDLING_NOT_CARRIED',
      '/exhibits/0/europolHandling',
    )
    const keep = { owner: 'CH', name: 'pap', value: 'KEEP' }
    isRefused(ofFile({ pap: keep }), going({ pap: 'RED' }), 'HANDLING_NOT_CARRIED', '/exhibits/0/pap')
    goes(ofFile({ pap: keep }), going({ pap: keep }))
  })

  it('what is said of the whole or of a measure holds for each file of it, beside what is said of the file', () => {
    const whole = knowing([consent()], { given: [given({ handling: 'GREEN' }, { handling: 'RED' })] })
    isRefused(whole, going({ handling: 'RED' }), 'HANDLING_RECIPIENTS_ONLY')
    const delivery = (...exhibits: string[]): Message => ({
      ...delivering({ handling: 'RED', exhibits }, { id: 'E1' }),
      ...theirs,
      request: swiss,
    })
    isRefused(
      knowing([consent()], { given: [delivery('E1')] }),
      going({ handling: 'RED' }),
      'HANDLING_RECIPIENTS_ONLY',
    )
    goes(knowing([consent()], { given: [delivery()] }), going())
  })

  it('what was made of several files is kept by the strictest of each', () => {
    const sealed = { deposit: derived, bytes: 72, sha256: sha('5ea1'), key: 'A'.repeat(43) }
    const extract = (more: object) => going({ sha256: sha('e3'), sealed, ...more })
    const two = (one: object, other: object, body: object = {}): Origins => {
      const known = knowing([consent(body)], { given: [given(one), given({ ...other, id: 'E2' })] })
      const second = {
        message: sha('f1'),
        request: swiss,
        kind: 'file',
        name: 'E2',
        digest: sha('e2'),
      } as const
      return {
        ...known,
        entrusted: new Map([...known.entrusted, [sha('e2'), [second]]]),
        sources: new Map([[derived, [sha('e1'), sha('e2')]]]),
      }
    }
    const named = { exhibits: ['E1', 'E2'] }
    const mixed = two({ handling: 'CLEAR', pap: 'RED' }, { handling: 'RED', pap: 'CLEAR' })
    isRefused(mixed, extract({ handling: 'RED', pap: 'RED' }), 'HANDLING_RECIPIENTS_ONLY')
    const both = two({ handling: 'CLEAR', pap: 'RED' }, { handling: 'RED', pap: 'CLEAR' }, named)
    isRefused(
      both,
      extract({ handling: 'CLEAR', pap: 'RED' }),
      'HANDLING_NOT_CARRIED',
      '/exhibits/0/handling',
    )
    isRefused(both, extract({ handling: 'RED', pap: 'CLEAR' }), 'HANDLING_NOT_CARRIED', '/exhibits/0/pap')
    goes(both, extract({ handling: 'RED', pap: 'RED' }))
    // Neither says what the other says.
    const apart = two({ europolHandling: 'H1' }, { europolHandling: 'H2' }, named)
    isRefused(apart, extract({ europolHandling: 'H2' }), 'HANDLING_NOT_CARRIED')
    goes(apart, extract({ europolHandling: 'H3' }))
  })

  it('what was made of files of two States needs the consent of both, also where it goes to one of them', () => {
    const sealed = { deposit: derived, bytes: 72, sha256: sha('5ea1'), key: 'A'.repeat(43) }
    const azeri = '0197b1c0-3f15-7a15-8a15-0123456789c1'
    const known = knowing([consent()], { more: [[azeri, 'AZ']] })
    const [ofSwiss, ofAzeri] = known.entrusted.get(sha('e1')) ?? []
    assert.ok(ofSwiss !== undefined && ofAzeri !== undefined)
    const origins: Origins = {
      ...known,
      entrusted: new Map([
        [sha('e1'), [ofSwiss]],
        [sha('e2'), [ofAzeri]],
      ]),
      sources: new Map([[derived, [sha('e1'), sha('e2')]]]),
    }
    const extract = informing(
      { onwardAuthority: [] },
      { exhibits: [{ ...e1, sha256: sha('e3'), sealed }], to: 'ch.foj' },
    )
    isRefused(origins, extract, 'ONWARD_CONSENT_MISSING', '/exhibits/0')
  })

  it('what is kept to those who have it goes to no other authority of either State without being named there', () => {
    const inside = {
      recipients: [{ kind: 'sameState', name: 'Police', authority: 'ch.fedpol', country: 'CH' }],
    }
    const own = {
      recipients: [interpol, { kind: 'sameState', name: 'Police', authority: 'mu.pol', country: 'MU' }],
    }
    const back = (toWhom: string) => going({}, { onwardAuthority: [] }, { to: toWhom })
    for (const [code, refusal] of [
      [{ handling: 'RED' }, 'HANDLING_RECIPIENTS_ONLY'],
      [{ handling: 'AMBER_STRICT' }, 'HANDLING_ORGANISATION_ONLY'],
      [{ europolHandling: 'H2' }, 'HANDLING_NO_ONWARD'],
      [{ europolHandling: 'H3' }, 'HANDLING_AS_STATED'],
      [{ pap: 'CLEAR', handling: { owner: 'CH', name: 'handling', value: 'KEEP' } }, 'HANDLING_UNKNOWN'],
    ] as const) {
      const kept = knowing([consent({ exhibits: ['E1'] })], { given: [given(code)] })
      goes(kept, back('ch.foj'))
      isRefused(kept, back('ch.fedpol'), refusal, '/exhibits/0')
      goes(knowing([consent({ ...inside, exhibits: ['E1'] })], { given: [given(code)] }), back('ch.fedpol'))
      isRefused(kept, going(code, {}, { from: 'mu.pol' }), refusal, '/exhibits/0')
      goes(
        knowing([consent({ ...own, exhibits: ['E1'] })], { given: [given(code)] }),
        going(code, {}, { from: 'mu.pol' }),
      )
    }
    for (const handling of ['AMBER', 'GREEN', 'CLEAR']) goes(ofFile({ handling }), back('ch.fedpol'))
  })

  it('a consent is for the proceeding that it names: beside the consent, of the message, or of the record', () => {
    const proceeding = { subject: text, nature: 'trial', nationalReference: 'T-1' } as const
    const by = (more: object = {}) => knowing([consent({ proceeding })], { given: [given()], ...more })
    isRefused(by(), going(), 'ONWARD_OTHER_PURPOSE', '/body/onwardAuthority/0/proceeding')
    for (const other of [
      { nature: 'investigation' },
      { nationalReference: 'T-2' },
      { nationalReference: undefined },
    ])
      isRefused(
        by(),
        going({}, authority({ proceeding: { ...proceeding, ...other } })),
        'ONWARD_OTHER_PURPOSE',
      )
    goes(by(), going({}, authority({ proceeding })))
    isRefused(by(), delivering(), 'ONWARD_OTHER_PURPOSE', '/exhibits/0')
    isRefused(
      by({ proceeding: { ...proceeding, nationalReference: 'T-2' } }),
      delivering(),
      'ONWARD_OTHER_PURPOSE',
    )
    goes(by({ proceeding }), delivering())
    const unnumbered = { subject: text, nature: 'trial' } as const
    const inWords = knowing([consent({ proceeding: unnumbered })])
    goes(inWords, going({}, authority({ proceeding: unnumbered })))
    const other = { ...unnumbered, subject: { language: 'en', text: 'Another affair' } }
    isRefused(inWords, going({}, authority({ proceeding: other })), 'ONWARD_OTHER_PURPOSE')
  })

  it('a consent is for the measures that it is about, and for the files that were there when it was given', () => {
    const ofMeasure = (measure: string) => {
      const one = message(
        'use-consent',
        { allows: text, recipients: [interpol] },
        { ...theirs, id: messageId(8), measures: [measure] },
      )
      return knowing([one], { given: [given()] })
    }
    isRefused(ofMeasure('m2'), going(), 'ONWARD_EXCEEDS_CONSENT', '/exhibits/0')
    goes(ofMeasure('m1'), going())
    const later = given({}, {}, { sentAt: '2027-07-03T10:00:00+04:00' })
    const naming = knowing([consent({ exhibits: ['E1'] })], { given: [later] })
    isRefused(naming, going(), 'ONWARD_EXCEEDS_CONSENT', '/exhibits/0')
    goes(knowing([consent()], { given: [later] }), going())
  })

  it('conditions of the consent travel with the files and measures for which they are set, in its words', () => {
    const condition = {
      code: 'REPORT_USE',
      text: { language: 'fr', text: 'Chaque année.', translations: [{ language: 'en', text: 'Each year.' }] },
    }
    const by = (more: object) =>
      knowing([consent({ conditions: [{ ...condition, ...more }] })], { given: [given()] })
    for (const conditions of [
      [{ code: 'REPORT_USE' }],
      [{ code: 'REPORT_USE', text: { language: 'en', text: 'Every ten years.' } }],
      [{ ...condition, exhibits: ['E8'] }],
      [{ ...condition, untilEvent: 'the end of the trial' }],
    ])
      isRefused(
        by({ exhibits: ['E1'] }),
        going({}, { conditions }),
        'ONWARD_CONDITIONS_MISSING',
        '/body/conditions',
      )
    for (const said of [
      condition,
      { ...condition, exhibits: ['E9'] },
      { code: 'REPORT_USE', text: { language: 'en', text: 'Each year.' } },
    ])
      goes(by({ exhibits: ['E1'] }), going({}, { conditions: [said] }))
    goes(by({ exhibits: ['E2'] }), going())
    goes(by({ measures: ['m2'] }), going())
    isRefused(by({ measures: ['m1'] }), going(), 'ONWARD_CONDITIONS_MISSING')
    goes(by({}), going({}, { conditions: [{ ...condition, exhibits: ['E9'] }] }))
    goes(by({}), delivering({ conditions: [condition] }))
    isRefused(
      by({}),
      delivering({ conditions: [{ ...condition, exhibits: ['E8'] }] }),
      'ONWARD_CONDITIONS_MISSING',
    )
  })

  it('conditions under which it was given travel as well, unless the consent says another', () => {
    const day = '2029-01-01'
    for (const one of [
      { code: 'CONFIDENTIAL' },
      { code: 'USE_ONLY_STATED' },
      { code: 'NO_EVIDENCE_USE' },
      { code: 'ANONYMISE' },
      { code: 'REPORT_USE' },
      { code: 'DELETE_BY', until: day },
      { code: 'SEAL_AFTER', until: day },
    ]) {
      const origins = knowing([consent()], { conditions: [one] })
      isRefused(origins, going(), 'ONWARD_CONDITIONS_MISSING', '/body/conditions')
      goes(origins, going({}, { conditions: [one] }))
      goes(knowing([consent()], { conditions: [{ ...one, exhibits: ['E2'] }] }), going())
    }
    const shorter = consent({ conditions: [{ code: 'DELETE_BY', until: '2028-01-01' }] })
    const restated = knowing([shorter], { conditions: [{ code: 'DELETE_BY', until: day }] })
    isRefused(
      restated,
      going({}, { conditions: [{ code: 'DELETE_BY', until: day }] }),
      'ONWARD_CONDITIONS_MISSING',
    )
    goes(restated, going({}, { conditions: [{ code: 'DELETE_BY', until: '2028-01-01' }] }))
    goes(knowing([consent()], { conditions: [{ code: 'CONFIDENTIAL', until: '2027-01-01' }] }), going())
  })

  it('what was given not to be evidence is handed over as such only for a proceeding that the consent names', () => {
    const conditions = [{ code: 'NO_EVIDENCE_USE' }]
    const proceeding = { subject: text, nature: 'trial', nationalReference: 'T-1' } as const
    isRefused(
      knowing([consent()], { conditions }),
      delivering({ conditions }),
      'ONWARD_NO_EVIDENCE_USE',
      '/exhibits/0',
    )
    goes(knowing([consent({ proceeding })], { conditions, proceeding }), delivering({ conditions }))
  })

  it('what is to be deleted or sealed by now goes nowhere', () => {
    for (const code of ['DELETE_BY', 'SEAL_AFTER']) {
      const due = knowing([consent()], { conditions: [{ code, until: '2027-07-01' }] })
      isRefused(
        due,
        going({}, { conditions: [{ code, until: '2027-07-01' }] }),
        'ONWARD_TOO_LATE',
        '/exhibits/0',
      )
    }
  })

  it('obligations of another delivery of the record, or of another measure, bind nothing of this one', () => {
    const elsewhere = given({}, {}, { measures: ['m2'] })
    const no = knowing([], { conditions: [{ code: 'NO_ONWARD' }], given: [elsewhere] })
    isRefused(no, going({}, { onwardAuthority: [] }), 'ONWARD_CONSENT_MISSING')
    const conditions = [{ code: 'NO_ONWARD' }]
    const forDelivery = (id: string): Origins => {
      const known = knowing([], { conditions, given: [given({}, {}, { id })] })
      const row = known.requests.get(swiss)
      assert.ok(row !== undefined)
      const state = JSON.parse(row.snapshot) as RequestState
      const measures = state.measures.map((one) => ({
        ...one,
        deliveries: [],
        obligations: one.obligations.map((obligation) => ({ ...obligation, delivery: messageId(1) })),
      }))
      const accepted = { ...row, snapshot: JSON.stringify({ ...state, measures }) }
      return { ...known, requests: new Map([[swiss, accepted]]) }
    }
    isRefused(forDelivery(messageId(77)), going({}, { onwardAuthority: [] }), 'ONWARD_CONSENT_MISSING')
    isRefused(forDelivery(messageId(1)), going({}, { onwardAuthority: [] }), 'ONWARD_FORBIDDEN')
  })
})
