import assert from 'node:assert/strict'
import { onwardRefusal } from '../../src/exchange/onward.ts'
import { idsIn } from '../../src/exchange/onwardOrigins.ts'
import type { Message } from '../../src/message/generated/types.ts'
import { text } from '../support/bodies.ts'
import {
  authority,
  consent,
  derived,
  e1,
  example,
  informing,
  interpol,
  isRefused,
  knowing,
  matter,
  message,
  ours,
  seychelles,
  sha,
  swiss,
  theirs,
  withFile,
} from '../support/onward.ts'
import { messageId } from '../workflow/speak.ts'

describe('what another State has given, before it goes on to a third (R-06)', () => {
  it('goes back to its State, and whatever is our own goes anywhere', () => {
    assert.equal(onwardRefusal(knowing(), withFile({}, { to: 'ch.foj' })), null)
    const own = informing({ onwardAuthority: [] }, { exhibits: [{ ...e1, sha256: sha('a') }] })
    assert.equal(onwardRefusal(knowing(), own), null)
  })

  it('stays here without consent, whether a condition says so or not, whatever the file is called', () => {
    for (const conditions of [[{ code: 'ONWARD_WITH_CONSENT' }], []]) {
      const origins = knowing([], { conditions })
      isRefused(origins, withFile(), 'ONWARD_CONSENT_MISSING', '/exhibits/0')
      const request = { ...example('request'), exhibits: [e1], from: 'mu.ago', to: 'sc.ag', request: ours }
      isRefused(origins, request as unknown as Message, 'ONWARD_CONSENT_MISSING', '/exhibits/0')
    }
  })

  it('R-06: stays here as well where something was made of it: an extract has another hash, and the same origin', () => {
    const sealed = { deposit: derived, bytes: 72, sha256: sha('5ea1'), key: 'A'.repeat(43) }
    const extract = { ...e1, sha256: sha('e2'), sealed }
    const handingOn = (body: object = { onwardAuthority: [] }) =>
      ({ ...withFile(body), exhibits: [extract] }) as Message
    isRefused(knowing([]), handingOn(), 'ONWARD_CONSENT_MISSING', '/exhibits/0')
    isRefused(knowing([], { conditions: [{ code: 'NO_ONWARD' }] }), handingOn(), 'ONWARD_FORBIDDEN')
    assert.equal(onwardRefusal(knowing([consent()]), handingOn(authority())), null)
    const unrelated = { ...extract, sealed: { ...sealed, deposit: '6e1f6f0e-5a3c-4d0e-9d55-2b8b7a1c9e10' } }
    assert.equal(onwardRefusal(knowing([]), { ...handingOn(), exhibits: [unrelated] }), null)
  })

  it('is forbidden where the State has set NO_ONWARD, for these files and until that day', () => {
    const no = (more: object) => knowing([], { conditions: [{ code: 'NO_ONWARD', ...more }] })
    isRefused(no({}), withFile(), 'ONWARD_FORBIDDEN', '/exhibits/0')
    isRefused(no({ exhibits: ['E1'], until: '2027-07-02' }), withFile(), 'ONWARD_FORBIDDEN')
    isRefused(no({ until: '2027-07-01' }), withFile(), 'ONWARD_CONSENT_MISSING')
    isRefused(no({ exhibits: ['E2'] }), withFile(), 'ONWARD_CONSENT_MISSING')
  })

  it('is forbidden where the State was asked for that recipient and has refused, and no consent names it', () => {
    const plain = message('use-refuse', { reasons: text }, theirs)
    const refusing = knowing([], { refusal: plain })
    isRefused(refusing, withFile(), 'ONWARD_FORBIDDEN')
    isRefused(refusing, withFile({ onwardAuthority: [] }, { to: 'sc.ag' }), 'ONWARD_FORBIDDEN')
    isRefused(refusing, withFile({ onwardAuthority: [] }, { to: 'az.ppo' }), 'ONWARD_CONSENT_MISSING')
    const partly = message('use-refuse', { reasons: text, recipients: [seychelles] }, theirs)
    const both = knowing([consent()], { refusal: partly })
    assert.equal(onwardRefusal(both, withFile(authority())), null)
    isRefused(both, withFile({ onwardAuthority: [] }, { to: 'sc.ag' }), 'ONWARD_FORBIDDEN')
  })

  it('stays bound when the record is closed: closing ends no obligation', () => {
    const conditions = [{ code: 'NO_ONWARD' }]
    isRefused(knowing([], { isClosed: true, conditions }), withFile(), 'ONWARD_FORBIDDEN')
    isRefused(knowing([], { isClosed: true }), withFile(), 'ONWARD_CONSENT_MISSING')
    assert.equal(
      onwardRefusal(knowing([consent()], { isClosed: true, conditions }), withFile(authority())),
      null,
    )
  })

  it('goes where a consent names the recipient, by authority or as a whole, and the message names the consent', () => {
    const origins = knowing([consent()])
    isRefused(origins, withFile(), 'ONWARD_CONSENT_MISSING', '/body/onwardAuthority')
    assert.equal(onwardRefusal(origins, withFile(authority({ request: swiss }))), null)
    isRefused(origins, withFile(authority(), { to: 'xpo.other' }), 'ONWARD_CONSENT_MISSING')
    const whole = knowing([consent({ recipients: [{ ...interpol, authority: undefined }] })])
    assert.equal(onwardRefusal(whole, withFile(authority(), { to: 'xpo.other' })), null)
    const nobody = knowing([consent({ recipients: undefined })])
    isRefused(nobody, withFile(authority()), 'ONWARD_CONSENT_MISSING')
  })

  it('goes no further than the consent: files, data and what is said of them', () => {
    const files = knowing([consent({ exhibits: ['E2'] })])
    isRefused(files, withFile(authority()), 'ONWARD_EXCEEDS_CONSENT', '/exhibits/0')
    isRefused(files, informing(authority({ exhibits: ['E1'] })), 'ONWARD_EXCEEDS_CONSENT')
    assert.equal(onwardRefusal(files, informing(authority({ exhibits: ['E2'] }))), null)
    const forOne = knowing([consent({ recipients: [{ ...interpol, exhibits: ['E2'] }] })])
    isRefused(forOne, withFile(authority()), 'ONWARD_EXCEEDS_CONSENT', '/exhibits/0')
    const data = knowing([consent({ covers: ['accounts'] })])
    isRefused(data, withFile(authority()), 'ONWARD_EXCEEDS_CONSENT', '/exhibits/0')
    const names = authority({ allows: ['accounts', 'persons'] })
    isRefused(data, informing(names), 'ONWARD_EXCEEDS_CONSENT', '/body/onwardAuthority/0/allows')
    const { persons, accounts } = example('spontaneous-info').body as { persons: object; accounts: object }
    isRefused(data, informing({ ...authority(), persons }), 'ONWARD_EXCEEDS_CONSENT', '/body/persons')
    assert.equal(onwardRefusal(data, informing({ ...authority(), accounts })), null)
  })

  it('takes the conditions of the consent along', () => {
    const conditions = [{ code: 'DELETE_BY', until: '2029-06-30' }, { code: 'ONWARD_WITH_CONSENT' }]
    const origins = knowing([consent({ conditions })])
    const lacking = [[], conditions.slice(1), [{ code: 'DELETE_BY', until: '2030-06-30' }, conditions[1]]]
    for (const some of lacking) {
      const said = some.length === 0 ? {} : { conditions: some }
      isRefused(
        origins,
        withFile({ ...authority(), ...said }),
        'ONWARD_CONDITIONS_MISSING',
        '/body/conditions',
      )
    }
    assert.equal(onwardRefusal(origins, withFile({ ...authority(), conditions })), null)
    // Beside the consent they count only in messages that cannot say conditions of their own.
    isRefused(origins, withFile(authority({ conditions })), 'ONWARD_CONDITIONS_MISSING')
  })

  it('rests on a consent that was given to us by that State, in the record that is named', () => {
    const origins = knowing([consent()])
    for (const more of [{ message: messageId(9) }, { from: 'LI' }, { request: ours }]) {
      isRefused(origins, informing(authority(more)), 'ONWARD_ORIGIN_UNKNOWN')
    }
    // What it says of the recipient's own data is between the two of them.
    assert.equal(onwardRefusal(origins, informing(authority({ from: 'XPO' }))), null)
  })

  it('says on what it rests, or that it uses nothing of others, in every record of the matter and whenever it names one', () => {
    const inMatter = informing({}, { matter })
    isRefused(knowing(), inMatter, 'ONWARD_CONSENT_MISSING', '/body/onwardAuthority')
    assert.equal(onwardRefusal(knowing(), informing({ onwardAuthority: [] }, { matter })), null)
    assert.equal(onwardRefusal(knowing(), informing({}, { matter, to: 'ch.foj' })), null)
    const naming = { content: { language: 'en', text: `See ${swiss}.` } }
    isRefused(knowing(), informing(naming), 'ONWARD_CONSENT_MISSING', '/body/onwardAuthority')
    isRefused(knowing(), informing({ ...naming, onwardAuthority: [] }), 'ONWARD_CONSENT_MISSING', '/body')
    assert.equal(onwardRefusal(knowing([consent()]), informing({ ...naming, ...authority() })), null)
    assert.equal(onwardRefusal(knowing(), message('supplement', { text: naming.content })), null)
  })

  it('needs the consent of every State that gave the same file, unless the recipient did', () => {
    const azeri = '0197b1c0-3f15-7a15-8a15-0123456789c1'
    isRefused(
      knowing([consent()], { more: [[azeri, 'AZ']] }),
      withFile(authority()),
      'ONWARD_CONSENT_MISSING',
    )
    assert.equal(onwardRefusal(knowing([], { more: [[azeri, 'XPO']] }), withFile()), null)
  })

  it('is found by the ids in a body, but not by those inside what is enclosed', () => {
    assert.deepEqual(
      idsIn({ a: { b: [swiss, `see ${ours}`] }, enclosed: [{ jws: 'x', record: messageId(3) }] }),
      [swiss, ours],
    )
  })
})
