import assert from 'node:assert/strict'
import {
  type CustodyLink,
  type CustodyMatter,
  custodyChain,
  linkOf,
  linkOfEvent,
  linkOfReport,
} from '../../src/exhibit/custody.ts'
import type { Entry } from '../../src/audit/entry.ts'
import { custodyEvents, linkOfEntry } from '../../src/exhibit/custodyOfLog.ts'
import type { CustodyEvent, ExhibitReport } from '../../src/message/generated/types.ts'

const sha256 = 'a'.repeat(64)
const now = new Date('2027-06-01T00:00:00Z')
const at = (minute: number): string => new Date(Date.UTC(2027, 4, 3, 10, minute)).toISOString()

describe('a chain of custody', () => {
  const matter = (more: Partial<CustodyMatter> = {}): CustodyMatter => ({
    sha256,
    sources: [],
    stated: [],
    links: [],
    dueBack: [],
    owner: 'VN',
    isReturned: false,
    ...more,
  })
  const logged = (minute: number, action: string, more: Partial<CustodyLink> = {}): CustodyLink =>
    linkOf({ at: at(minute), action, state: 'VN', proofs: [{ by: 'log', name: `${minute}` }], ...more })
  const event = (minute: number, action: CustodyEvent['action'], more: Partial<CustodyEvent> = {}) =>
    ({ at: at(minute), action, by: 'Example-A', authority: 'vn.spp', ...more }) as CustodyEvent
  const stated = (events: CustodyEvent[], sentAt = at(59)) => [{ message: 'm', state: 'VN', sentAt, events }]
  const report = (more: Partial<ExhibitReport>): ExhibitReport => ({
    ...{ v: 1, id: 'i', node: 'QA', to: 'VN', time: at(30), event: 'contentHandover', state: 'VN' },
    ...{ deposit: 'd', sealed: { bytes: 1, sha256 }, outcome: 'whole', messages: [], sha256 },
    ...more,
  })
  const faults = (of: CustodyMatter): readonly unknown[] =>
    custodyChain(of, now).findings.map(({ what, link, value }) => [what, link, value])

  it('puts what both States have signed and the log tells into one order', () => {
    const { links, findings } = custodyChain(
      matter({
        stated: stated([event(1, 'collected'), event(2, 'imaged', { sha256 })]),
        links: [
          logged(31, 'copied', { state: 'QA' }),
          ...linkOfReport(report({}), 'r'),
          logged(20, 'transferred'),
          logged(10, 'acquired', { sha256 }),
        ],
      }),
      now,
    )
    assert.deepEqual(
      links.map(({ action, state, proofs }) => [action, state, proofs.map(({ by }) => by).join()]),
      [
        ['collected', 'VN', 'message'],
        ['imaged', 'VN', 'message'],
        ['acquired', 'VN', 'log'],
        ['transferred', 'VN', 'log'],
        ['received', 'QA', 'report'],
        ['copied', 'QA', 'log'],
      ],
    )
    assert.deepEqual(findings, [])
  })

  /** What each event that tells of custody is, and what is read of it beside when, by whom and where. */
  const tellings: Readonly<Record<(typeof custodyEvents)[number], Partial<CustodyLink>>> = {
    'exhibit.taken': { action: 'acquired', reason: 'order of 2 May', sha256: 'c'.repeat(64) },
    'exhibit.received': { action: 'received', sha256 },
    'exhibit.damaged': { action: 'received', sha256: 'c'.repeat(64), code: 'EXHIBIT_DAMAGED' },
    'exhibit.checked': { action: 'verified', code: 'EXHIBIT_DAMAGED' },
    'exhibit.opened': { action: 'copied', reason: 'order of 2 May' },
    'exhibit.noted': { action: 'sealed', reason: 'order of 2 May' },
  }
  it('has no other kind of entry', () => {
    assert.deepEqual(Object.keys(tellings).sort(), [...custodyEvents].sort())
  })

  for (const [evt, telling] of Object.entries(tellings))
    it(`has a link of each entry ${evt} of the log, with when, by whom, where, why, and its proof`, () => {
      const code = evt === 'exhibit.noted' ? 'sealed' : 'EXHIBIT_DAMAGED'
      const entry = { t: at(1), evt, ...(telling.code == null && evt !== 'exhibit.noted' ? {} : { code }) }
      const noted = event(1, 'sealed', { place: 'Lab 2', reason: { language: 'en', text: 'order of 2 May' } })
      const links = linkOfEntry('VN', sha256, {
        entry: entry as Entry,
        leaf: 'leaf',
        actor: { person: 'Example-A', authority: 'vn.spp' },
        details: {
          ...{ place: 'Lab 2', reason: 'order of 2 May', sha256: 'c'.repeat(64) },
          event: JSON.stringify(noted),
        },
      })
      const by = { by: 'Example-A', authority: 'vn.spp', place: 'Lab 2' }
      const proofs = [{ by: 'log', name: 'leaf' }] as const
      assert.deepEqual(links, [linkOf({ at: at(1), action: '', state: 'VN', proofs, ...by, ...telling })])
      // Of what was not opened, or erased, that it was and when is known still.
      const [shut, ...more] = linkOfEntry('VN', sha256, {
        ...{ entry: entry as Entry, leaf: 'leaf', actor: null, details: {} },
      })
      assert.deepEqual([shut?.action, shut?.by, shut?.place, more], [telling.action, null, null, []])
    })

  it('shows what was noted and then handed over as one link with both proofs', () => {
    const noted = event(1, 'sealed', { place: 'Lab 2' })
    const own = linkOfEvent(noted, 'VN', { by: 'log', name: 'leaf' })
    const { links } = custodyChain(matter({ stated: stated([noted]), links: [own] }), now)
    assert.deepEqual(
      links.map(({ place, proofs }) => [place, proofs.map(({ by }) => by)]),
      [['Lab 2', ['message', 'log']]],
    )
  })

  it('finds a hash that differs, wherever it was taken', () => {
    const other = 'b'.repeat(64)
    assert.deepEqual(faults(matter({ stated: stated([event(1, 'verified', { sha256: other })]) })), [
      ['hashDiffers', 1, other],
    ])
  })

  it('finds what was damaged, at either side', () => {
    const told = report({ event: 'storageCheck', outcome: 'damaged', code: 'EXHIBIT_DAMAGED' })
    assert.deepEqual(faults(matter({ links: linkOfReport(told, 'r') })), [['damaged', 1, 'EXHIBIT_DAMAGED']])
  })

  it('finds instants that cannot have been so', () => {
    assert.deepEqual(faults(matter({ stated: stated([event(5, 'imaged'), event(1, 'sealed')]) })), [
      ['outOfOrder', 1, at(1)],
    ])
    assert.deepEqual(faults(matter({ stated: stated([event(50, 'imaged')], at(40)) })), [
      ['outOfOrder', 1, at(50)],
    ])
    const early = linkOfReport(report({ time: at(10) }), 'r')
    assert.deepEqual(faults(matter({ links: [logged(20, 'transferred'), ...early] })), [
      ['outOfOrder', 1, at(10)],
    ])
    assert.deepEqual(
      faults(matter({ links: [logged(16, 'transferred'), ...linkOfReport(report({ time: at(12) }), 'r')] })),
      [],
      'clocks may differ by minutes',
    )
    assert.deepEqual(faults(matter({ links: [logged(1, 'destroyed'), logged(2, 'copied')] })), [
      ['outOfOrder', 2, at(2)],
    ])
  })

  it('finds a source that is not in the record', () => {
    const sources = [
      { name: 'E1', isKnown: true },
      { name: 'E2', isKnown: false },
    ]
    assert.deepEqual(faults(matter({ sources })), [['sourceMissing', null, 'E2']])
  })

  it('finds an original that is not back on its day, until the State to which it is due says that it is', () => {
    const dueBack = ['2027-05-31', '2027-06-01']
    assert.deepEqual(faults(matter({ dueBack })), [['notReturned', null, '2027-05-31']])
    assert.deepEqual(faults(matter({ dueBack, isReturned: true })), [])
    assert.deepEqual(faults(matter({ dueBack, stated: stated([event(3, 'returned')]) })), [])
    assert.deepEqual(faults(matter({ dueBack, links: [logged(3, 'returned')] })), [])
    // Whoever had it says so alone, also in the name of the other.
    const other = stated([event(3, 'returned')]).map((one) => ({ ...one, state: 'QA' }))
    for (const alone of [{ stated: other }, { links: [logged(3, 'returned', { state: 'QA' })] }])
      assert.deepEqual(faults(matter({ dueBack, ...alone })), [['notReturned', null, '2027-05-31']])
  })
})
