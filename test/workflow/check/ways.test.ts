import assert from 'node:assert/strict'
import type { Message } from '../../../src/message/generated/types.ts'
import { acceptedBy } from '../../../src/workflow/check/ways.ts'
import { profileIds, profileNamed } from '../../../src/workflow/profile.ts'
import { text } from '../speak.ts'
import { applied, findings, found, requestFor, stateList, told, withAuthority } from './drafts.ts'

const applies = (instrument: string, more: object = {}) => ({ instruments: [{ instrument }], ...more })
const urgent = { urgency: { code: 'CUSTODY', reason: text, date: '2027-03-10' } }
const list = stateList('NZ', 'nz.ag', applied)
const against = (draft: Message, requested: typeof list, codes: readonly string[]) =>
  findings(draft, undefined, requested)
    .filter(({ code }) => codes.includes(code))
    .map(told)

describe('workflow: the check of a draft, the paper original (R-11)', () => {
  const codes = ['PAPER_TO_FOLLOW', 'ORIGINAL_NOT_SETTLED']
  const place = '/body/legalBasis/0/instrument'

  it('follows where the legal basis asks for it', () => {
    const asking = profileIds().filter((id) => profileNamed(id).form.electronicOriginal === 'paperToFollow')
    assert.deepEqual(asking.sort(), ['ECE', 'ETS112', 'ETS73', 'EUUS'])
    const kinds = {
      ECE: 'extradition',
      EUUS: 'extradition',
      ETS112: 'sentence-transfer',
      ETS73: 'proceedings-transfer',
    }
    for (const [instrument, kind] of Object.entries(kinds))
      assert.deepEqual(found(requestFor(kind, [instrument]), applies(instrument), codes), [
        `note PAPER_TO_FOLLOW ${place}`,
      ])
  })

  it('is spared by a State that takes what is sent here, and wanted by one that says so', () => {
    const draft = requestFor('extradition', ['ECE'])
    const rules = (paper: string) => applies('ECE', { channels: { paper } })
    assert.deepEqual(found(draft, rules('electronicOriginal'), codes), [])
    assert.deepEqual(found(requestFor('stored-data', ['BUD']), rules('paperToFollow'), codes), [
      'note PAPER_TO_FOLLOW ',
    ])
  })

  it('is not settled where the basis leaves it to a State that has said nothing', () => {
    assert.deepEqual(found(requestFor('records', ['UNTOC']), applies('UNTOC'), codes), [
      `note ORIGINAL_NOT_SETTLED ${place}`,
    ])
    assert.deepEqual(found(requestFor('stored-data', ['UNCC']), applies('UNCC'), codes), [])
  })
})

describe('workflow: the check of a draft, oral requests', () => {
  const codes = ['ORAL_REQUEST']
  const first = { oralFirst: { at: '2027-03-01T07:00:00Z', with: 'head of shift' } }

  it('are sent back where the legal basis knows none, or the State takes none', () => {
    const place = '/body/measures/0/oralFirst'
    assert.deepEqual(found(requestFor('emergency-disclosure', ['BUD'], first), applied, codes), [
      `sentBack ORAL_REQUEST ${place}`,
    ])
    const draft = requestFor('emergency-disclosure', ['UNCC'], first)
    assert.deepEqual(found(draft, applied, codes), [])
    assert.deepEqual(found(draft, { ...applied, channels: { oralInUrgency: false } }, codes), [
      `sentBack ORAL_REQUEST ${place}`,
    ])
  })

  it('are told of to whoever is in a hurry', () => {
    const rules = { ...applied, channels: { oralInUrgency: true } }
    const hasty = requestFor('stored-data', ['UNCC'], {}, urgent)
    assert.deepEqual(found(hasty, rules, codes), ['note ORAL_REQUEST /body/urgency'])
    assert.deepEqual(found(hasty, applied, codes), [])
    assert.deepEqual(found(requestFor('stored-data', ['BUD'], {}, urgent), applied, codes), [
      'note ORAL_REQUEST /body/urgency',
    ])
    assert.deepEqual(found(requestFor('stored-data', ['UNCC']), rules, codes), [])
  })
})

describe('workflow: the check of a draft, channels', () => {
  const codes = ['CHANNEL_NOT_OF_BASIS', 'DIPLOMATIC_CHANNEL', 'INTERPOL_CHANNEL']

  it('are those of the legal basis, by what the authority is designated for', () => {
    const court = withAuthority(list, { roles: ['court'] })
    assert.deepEqual(against(requestFor('extradition', ['ECE']), court, codes), [
      'sentBack CHANNEL_NOT_OF_BASIS /to',
    ])
    assert.deepEqual(against(requestFor('statement', ['MA59']), court, codes), [])
    const point = withAuthority(list, { roles: ['contactPoint24x7'] })
    assert.deepEqual(against(requestFor('preservation', ['BUD']), point, codes), [])
    assert.deepEqual(against(requestFor('records', ['UNTOC']), point, codes), [
      'sentBack CHANNEL_NOT_OF_BASIS /to',
    ])
  })

  it('lead a query to the police and a trace to a recovery office, where the basis lets services ask each other', () => {
    const both = ['CHANNEL_NOT_OF_BASIS', 'AUTHORITY_NOT_DESIGNATED']
    const police = { id: 'nz.police', roles: ['police'] }
    const office = { id: 'nz.aro', roles: ['assetRecovery'] }
    const others = [
      ['police-query', police],
      ['asset-tracing', office],
    ] as const
    for (const basis of ['UNCC', 'UNTOC', 'UNCAC', 'RECIPROCITY']) {
      for (const [kind, service] of others) {
        const draft = requestFor(kind, [basis])
        const direct = withAuthority(list, { roles: service.roles })
        assert.deepEqual(against(draft, direct, both), [], `${basis} ${kind}`)
        // What goes to the central authority is told of the service, and to the service it may go.
        const central = withAuthority(list, { roles: ['central'] }, service)
        assert.deepEqual(against(draft, central, both), ['note AUTHORITY_NOT_DESIGNATED /body/measures/0'])
      }
      const evidence = against(
        requestFor('statement', [basis]),
        withAuthority(list, { roles: police.roles }),
        both,
      )
      assert.deepEqual(evidence, ['sentBack CHANNEL_NOT_OF_BASIS /to'], basis)
    }
    const freezing = against(
      requestFor('freezing', ['UNCAC']),
      withAuthority(list, { roles: office.roles }),
      both,
    )
    assert.deepEqual(freezing, ['sentBack CHANNEL_NOT_OF_BASIS /to'])
    const team = requestFor('joint-investigation', ['UNTOC'])
    assert.deepEqual(against(team, withAuthority(list, { roles: ['prosecution'] }), both), [])
  })

  it('by which a measure was sent as well are those of the basis and of the State', () => {
    const arrest = (channel: string) => requestFor('provisional-arrest', ['ECE'], { channel })
    const rules = { ...applies('ECE'), channels: { diplomatic: 'notUsed', interpolInUrgency: false } }
    const place = '/body/measures/0/channel'
    assert.deepEqual(found(arrest('24-7'), rules, codes), [`sentBack CHANNEL_NOT_OF_BASIS ${place}`])
    assert.deepEqual(found(arrest('diplomatic'), rules, codes), [`sentBack DIPLOMATIC_CHANNEL ${place}`])
    assert.deepEqual(found(arrest('interpol'), rules, codes), [`sentBack INTERPOL_CHANNEL ${place}`])
    assert.deepEqual(found(arrest('central'), rules, codes), [])
    const embassy = { embassy: { receivedAt: '2027-02-20T09:00:00Z', mission: 'Embassy (demonstration)' } }
    assert.deepEqual(found(requestFor('extradition', ['EUUS'], embassy), rules, codes), [
      'sentBack DIPLOMATIC_CHANNEL /body/measures/0/embassy',
    ])
  })

  it('through INTERPOL are told of in urgency, where State and basis open them', () => {
    const rules = { ...applied, channels: { interpolInUrgency: true } }
    assert.deepEqual(found(requestFor('stored-data', ['UNCC'], {}, urgent), rules, codes), [
      'note INTERPOL_CHANNEL /body/urgency',
    ])
    assert.deepEqual(found(requestFor('stored-data', ['UNCC']), rules, codes), [])
  })
})

describe('workflow: the check of a draft, the authority', () => {
  const codes = ['AUTHORITY_NOT_DESIGNATED']

  it('that the State has designated for a kind is named, where it is another', () => {
    const two = withAuthority(list, { roles: ['central'] }, { id: 'nz.extradition', roles: ['extradition'] })
    assert.deepEqual(against(requestFor('extradition', ['ECE']), two, codes), [
      'note AUTHORITY_NOT_DESIGNATED /body/measures/0',
    ])
    assert.deepEqual(against(requestFor('stored-data', ['UNCC']), two, codes), [])
    const both = withAuthority(
      list,
      { roles: ['central', 'extradition'] },
      { id: 'nz.two', roles: ['extradition'] },
    )
    assert.deepEqual(against(requestFor('extradition', ['ECE']), both, codes), [])
    const later = withAuthority(
      list,
      { roles: ['central'] },
      { id: 'nz.extradition', roles: ['extradition'], validFrom: '2028-01-01T00:00:00Z' },
    )
    assert.deepEqual(against(requestFor('extradition', ['ECE']), later, codes), [])
  })
})

describe('workflow: the check of a draft, languages of the legal basis', () => {
  const codes = ['LANGUAGE_NOT_ACCEPTED']
  const arabic = { language: 'ar', text: 'نص' }

  it('are those that the authority reads, in the words of the measure under its own basis', () => {
    const draft = requestFor('stored-data', ['UNCC'], { relation: arabic })
    assert.deepEqual(found(draft, applied, codes), [
      'sentBack LANGUAGE_NOT_ACCEPTED /body/measures/0/relation',
    ])
  })

  it('may be a list, or any that the State writes in', () => {
    const [authority] = list.authorities
    assert.ok(authority !== undefined)
    const by = (rule: 'byState' | 'anyOfficial' | 'listed' | 'whereReserved') => {
      const profile = profileNamed('BUD')
      return acceptedBy(
        { ...profile, languages: { ...profile.languages, rule, tags: ['fr'] } },
        authority,
        list,
      )
    }
    assert.deepEqual(by('listed'), ['fr'])
    assert.deepEqual(by('byState'), ['en'])
    assert.deepEqual(by('anyOfficial'), list.capabilities.languages)
    assert.notDeepEqual(list.capabilities.languages, ['en'])
  })

  it('are no more than told where a translation is owed only by reservation', () => {
    const reserving = profileIds().filter((id) => profileNamed(id).languages.rule === 'whereReserved')
    assert.deepEqual(reserving.sort(), ['ECE', 'ECE3', 'ETS112', 'ETS73', 'MA2P', 'MA59'])
    const draft = requestFor('statement', ['MA59'], {}, { facts: arabic })
    assert.deepEqual(found(draft, applies('MA59'), codes), ['note LANGUAGE_NOT_ACCEPTED /body/facts'])
  })
})

describe('workflow: the check of a draft, letters of the language', () => {
  const codes = ['LANGUAGE_NOT_WRITTEN']
  const about = (language: string, words: string, more: object = {}) =>
    found(
      requestFor('stored-data', ['UNCC'], {}, { facts: { language, text: words, ...more } }),
      applied,
      codes,
    )
  const arabic = 'طلب المساعدة القضائية في قضية جنائية'

  it('are asked about where hardly one is of the language that the text is said to be in, also of a translation', () => {
    const told = ['sentBack LANGUAGE_NOT_WRITTEN /body/facts']
    assert.deepEqual(about('en', arabic), told)
    assert.deepEqual(about('fr', 'Запрос о правовой помощи'), told)
    assert.deepEqual(about('en', 'لا نقبل هذا الطلب'), told)
    // Short texts count together.
    const short = [
      { language: 'en', text: 'لا مانع لدينا' },
      { language: 'en', text: 'تم التنفيذ' },
    ]
    assert.deepEqual(about('en', 'لا مانع', { translations: short.map((one) => ({ ...one })) }), told)
    assert.deepEqual(about('vi', '关于刑事案件司法协助的请求书'), told)
    for (const language of ['ar', 'ru', 'zh'])
      assert.deepEqual(about(language, 'The request is no longer needed.'), told, language)
    const translations = [{ language: 'ar', text: 'The request is no longer needed.' }]
    assert.deepEqual(about('en', 'No longer needed.', { translations }), [`${told.join('')}/translations/0`])
  })

  it('are not where names, quotations or a few words are in others, or the language is written in several', () => {
    assert.deepEqual(about('ar', `${arabic}: Example Trading Company Limited, Example Road, Doha`), [])
    assert.deepEqual(about('zh', '请提供 Example Trading Company Limited 的记录'), [])
    assert.deepEqual(about('en', 'شركة مثال'), [])
    assert.deepEqual(about('sr', 'Zahtev za međunarodnu pravnu pomoć'), [])
    assert.deepEqual(about('xx', arabic), [])
  })
})

describe('workflow: the check of a draft, dual criminality by the legal basis', () => {
  const codes = ['CONDUCT_NOT_DESCRIBED']
  const bare = { offences: [{ code: 'UNCC-7', domestic: 'Penal Code 1', maximumPenalty: { years: 5 } }] }

  it('is a condition under some, whatever the State says, in the offences of the measure', () => {
    const places = [0, 1, 2].map(
      (place) => `sentBack CONDUCT_NOT_DESCRIBED /body/measures/0/offences/${place}/conduct`,
    )
    for (const policy of [undefined, 'notAsked']) {
      const rules = applies('ECE', policy === undefined ? {} : { dualCriminality: { assistance: policy } })
      assert.deepEqual(found(requestFor('extradition', ['ECE']), rules, codes), places)
    }
  })

  it('is a ground against coercion under others, never against a hold, and none where it is not asked for', () => {
    const place = 'note CONDUCT_NOT_DESCRIBED /body/offences/0/conduct'
    const said = (kind: string, instrument: string, change: object = {}) =>
      found(requestFor(kind, [instrument], change, bare), applies(instrument), codes)
    assert.deepEqual(said('stored-data', 'UNCC', { coercive: true }), [place])
    assert.deepEqual(said('stored-data', 'UNCC', { coercive: false }), [])
    assert.deepEqual(said('records', 'UNCAC', { coercive: true }), [place])
    assert.deepEqual(said('preservation', 'UNCC', { coercive: true }), [])
    assert.deepEqual(said('preservation', 'BUD', { coercive: true }), [])
    assert.deepEqual(said('records', 'RECIPROCITY', { coercive: true }), [])
    assert.deepEqual(said('police-query', 'D2023_977'), [])
  })
})
