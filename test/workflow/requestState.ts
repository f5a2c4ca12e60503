import type { MeasureState, Question, RequestState } from '../../src/workflow/state.ts'

/** A measure that the other State has just received. */
export const measure: MeasureState = {
  id: 'a1',
  kind: 'stored-data',
  machine: 'assistance',
  profile: 'UNCC',
  coercive: true,
  state: 'received',
  returnTo: null,
  enteredAt: '2027-03-01T07:00:00Z',
  until: null,
  decision: null,
  consultation: null,
  offer: null,
  suspended: false,
  deliveries: [],
  moreToCome: false,
  clocks: [],
  obligations: [],
  uses: [],
  facts: {},
}

/** A request with these measures, and what lies open in it. */
export function requestOf(
  measures: readonly Partial<MeasureState>[],
  questions: readonly Question[] = [],
): RequestState {
  return {
    version: 1,
    request: '0197b1c0-3f00-7a11-8a11-0123456789a1',
    reference: 'VN-DEMO-1',
    references: { requesting: 'VN-DEMO-1', requested: null },
    parties: { requesting: ['vn.spp'], requested: ['qa.pp'] },
    opened: { message: 'm1', by: 'requesting', at: '2027-03-01T07:00:00Z' },
    updatedAt: '2027-03-01T07:00:00Z',
    sequence: 1,
    head: '',
    state: 'partial',
    profile: 'UNCC',
    measures: measures.map((one) => ({ ...measure, ...one })),
    questions,
    links: [],
  }
}
