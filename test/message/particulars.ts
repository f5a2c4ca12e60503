import {
  type Particular,
  type ParticularName,
  type ParticularValues,
  particular,
} from '../../src/message/particular.ts'
import { particulars } from '../../src/message/particulars.ts'

/** Something for each place that a particular may have. */
export const samples: ParticularValues = {
  ...{ state: 'QA', authority: 'vn.spp', other: 'qa.pp', role: 'central', roles: ['court', 'police'] },
  ...{
    measure: 'm1',
    measures: ['m1.1', 'm1.2'],
    kind: 'stored-data',
    file: 'E1',
    item: 'q1',
    reference: 'VN-DEMO-1',
  },
  ...{ basis: { id: 'ECE', title: 'European Convention on Extradition' }, instrument: 'UNCC' },
  accepted: [{ instrument: 'UNCAC', source: 'UNCAC 46(3)' }],
  ...{ source: 'UNCC 40(15)(e)', wanted: 'the text of the law', code: 'SOUGHT', conditions: ['SPECIALTY'] },
  ...{ channels: ['central', '24-7'], languages: ['en', 'vi'], clock: 'PRES_MIN', guard: 'groundsAllowed' },
  ...{ place: '/until', type: 'decision', version: '1.0', aspect: 'sealed form', member: 'facts' },
  ...{ members: ['until', 'reviewAt'], pattern: '^[a-z]{1,3}$', format: 'date-time', form: 'string,null' },
  ...{ character: 'U+202E', position: 12 },
  ...{ bytes: 1_048_576, count: 3, most: 5, days: 60, hours: 24, months: 12, times: 1, first: 0, second: 1 },
  items: ['q2', 'q3'],
  text: { language: 'vi', text: 'Theo trường hợp.' },
}

export const particularNames = Object.keys(particulars) as readonly ParticularName[]

/** The places of a particular. */
export function placesIn(name: ParticularName): readonly (keyof ParticularValues)[] {
  return [...particulars[name].matchAll(/\{([a-zA-Z]+)\}/g)].map(
    ([, place]) => place as keyof ParticularValues,
  )
}

/** A particular with something in each of its places. */
export function sampleOf(name: ParticularName, more: Partial<ParticularValues> = {}): Particular {
  const given = { ...samples, ...more }
  const values = Object.fromEntries(placesIn(name).map((place) => [place, given[place]]))
  return particular(name, values as never)
}
