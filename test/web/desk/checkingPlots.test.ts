import assert from 'node:assert/strict'
import { render } from 'preact-render-to-string'
import type { Published, PublishedGroup } from '../../../src/exchange/review/publish.ts'
import { wordsIn } from '../../../src/web/desk/words.ts'
import { CheckStatistics } from '../../../src/web/pages/CheckStatistics.tsx'

const frame = {
  stateName: 'Example',
  authorityName: (id: string) => [{ text: id }],
  isDemonstration: true,
  isTraining: false,
  style: '/assets/desk.css',
  formToken: '',
  done: null,
}

describe('the plots of statistics', () => {
  const page = (language: 'en' | 'ar'): string =>
    render(
      CheckStatistics({
        frame,
        words: wordsIn(language),
        person: null,
        formToken: '',
        done: null,
        typed: new URLSearchParams({ from: '2027-01-01', until: '2028-01-01', by: 'peer' }),
        answer: { published, names: { timeZone: 'UTC', authorities: new Map() } },
        errors: [],
        timeZone: 'UTC',
        now: new Date('2027-03-01T00:00:00Z'),
        ...{ states: ['QA'], people: [], saved: [], among: null, notSaved: null },
      }),
    )

  it('draw what is told as long as it is, and nothing of what is not', () => {
    const [, requests = ''] = /<h2[^>]*>Requests<\/h2>(.*?)<table/s.exec(page('en')) ?? []
    assert.deepEqual(
      [...requests.matchAll(/<rect class="desk-plot__one" x="(\d+)" y="0" width="(\d+)"/g)].map(
        ([, x, width]) => [x, width],
      ),
      [
        ['0', '500'],
        ['0', '1000'],
      ],
    )
    assert.match(
      requests,
      /desk-plot__label">[^<]*<\/span><span><\/span><span class="desk-plot__number">fewer than 5</,
    )
  })

  it('begin at the side where the language begins', () => {
    assert.match(page('ar'), /<rect class="desk-plot__one" x="500" y="0" width="500"/)
  })

  it('tell the same numbers in a table', () => {
    const text = page('en')
    assert.match(text, /<th scope="row"[^>]*>.*?Qatar/s)
    assert.match(text, /Outcomes of measures by group.*?<td[^>]*>.*?20</s)
    assert.match(text, /Half within, hours/)
  })
})

function group(values: readonly string[] | null, requests: PublishedGroup['requests']): PublishedGroup {
  const isTold = typeof requests === 'number'
  const count = (part: number): PublishedGroup['requests'] => (isTold ? Math.round(requests * part) : null)
  const spread = { count: 20, medianHours: 12.5, p90Hours: null }
  return {
    values,
    requests,
    measures: count(1),
    acknowledged: count(0.9),
    delivered: count(0.4),
    outcomes: {
      granted: count(0.5),
      partly: count(0.1),
      refused: isTold ? 'few' : null,
      ended: 0,
      open: count(0.3),
    },
    grounds: values?.length === 0 ? { DUAL_CRIMINALITY: 7, ESSENTIAL_INTERESTS: 'few' } : {},
    times: {
      acknowledge: isTold ? spread : null,
      decide: isTold ? { count: 12, medianHours: 90, p90Hours: 300 } : null,
      deliver: null,
    },
  }
}

const published: Published = {
  by: ['peer'],
  small: 5,
  total: group([], 40),
  groups: [group(['QA'], 20), group(['FR'], 'few')],
  grounds: { DUAL_CRIMINALITY: 'Dual criminality', ESSENTIAL_INTERESTS: 'Essential interests' },
}
