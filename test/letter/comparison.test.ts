import assert from 'node:assert/strict'
import { aligned } from '../../src/letter/alignment.ts'
import { type Comparison, type Said, comparisonOf } from '../../src/letter/comparison.ts'
import { type Block, foreign, plain, words } from '../../src/letter/letter.ts'

const field = (label: string, value: string): Block => ({
  kind: 'field',
  label: words(label),
  value: [foreign(value, 'en')],
})
const section = (title: string, ...blocks: readonly Block[]): Block => ({
  kind: 'section',
  title: words(title),
  blocks,
})
const text = (label: string, language: string, written: string): Block => ({
  kind: 'text',
  label: words(label),
  versions: [{ role: 'original', language, direction: 'ltr', mark: null, text: written }],
})

const saidIn = (said: readonly Said[]): string =>
  said
    .map(({ pieces }) => pieces.map(({ text: word, isOwn }) => (isOwn ? `[${word}]` : word)).join(''))
    .join('|')

/** Each difference in one line: its part, what became of it, and what either version has alone in brackets. */
const told = ({ parts }: Comparison): string[] =>
  parts.flatMap(({ titles, differences }) =>
    differences.map(({ is, label, before, after }) => {
      const place = [...titles, ...(label === null ? [] : [label])].map(plain).join('/')
      return `${place} ${is}: ${saidIn(before)} -> ${saidIn(after)}`
    }),
  )

describe('two versions of a letter side by side', () => {
  it('tell place by place what was changed, added and removed, word by word, and count what is the same', () => {
    const before = [
      field('Reference', 'VN-1'),
      section(
        'Measure a1',
        field('Account', 'shop@mail.example'),
        text('Facts', 'en', 'Seen on 5 May in Hanoi.'),
      ),
      section('Measure a2', field('Account', 'other@mail.example')),
    ]
    const after = [
      field('Reference', 'VN-1'),
      section(
        'Measure a1',
        field('Account', 'shop@mail.example'),
        text('Facts', 'en', 'Seen on 6 May in Hanoi.'),
      ),
      section('Measure a3', field('Account', 'new@mail.example')),
    ]
    const comparison = comparisonOf(before, after)
    assert.deepEqual(told(comparison), [
      'Measure a1/Facts changed: Seen on [5] May in Hanoi. -> Seen on [6] May in Hanoi.',
      'Measure a2/Account removed: [other@mail.example] -> ',
      'Measure a3/Account added:  -> [new@mail.example]',
    ])
    assert.equal(comparison.same, 2)
    assert.deepEqual(comparisonOf(before, before), { parts: [], same: 4 })
  })

  it('keep apart what is called alike, and take what came between for new', () => {
    const one = (value: string) => section('Person', field('Name', value))
    assert.deepEqual(told(comparisonOf([one('A'), one('C')], [one('A'), one('B'), one('C')])), [
      'Person/Name added:  -> [B]',
    ])
    assert.deepEqual(told(comparisonOf([one('A'), one('B'), one('C')], [one('C')])), [
      'Person/Name removed: [A] -> ',
      'Person/Name removed: [B] -> ',
    ])
  })

  it('are told under a heading that says each name once, that of a list in the names of what is in it', () => {
    const wire = (amount: string): readonly Block[] => [
      section(
        'Offences',
        section('Offences (1)', field('Amount', amount)),
        section('Offences (2)', section('Place', field('Town', amount))),
      ),
      section('Person', section('Personal data', field('Purpose', amount))),
      section('犯罪', section('犯罪（1）', field('数额', amount))),
      section('Result', section('Result: Records', field('Kinds', amount))),
    ]
    const { parts } = comparisonOf(wire('5'), wire('6'))
    assert.deepEqual(
      parts.map(({ titles }) => titles.map(plain)),
      [
        ['Offences (1)'],
        ['Offences (2)', 'Place'],
        ['Person', 'Personal data'],
        ['犯罪（1）'],
        ['Result: Records'],
      ],
    )
  })

  it('find the words of scripts without spaces, and of lists, and a text that is written in another language', () => {
    assert.deepEqual(
      told(comparisonOf([text('事实', 'zh', '五月在河内')], [text('事实', 'zh', '六月在河内')])),
      ['事实 changed: [五月]在河内 -> [六月]在河内'],
    )
    const list = (...items: readonly string[]): Block => ({
      kind: 'list',
      label: words('Grounds'),
      items: items.map(words),
    })
    assert.deepEqual(told(comparisonOf([list('one', 'two')], [list('one', 'three', 'four')])), [
      'Grounds changed: one|[two] -> one|[three]|[four]',
    ])
    const languages = comparisonOf([text('Facts', 'en', 'a')], [text('Facts', 'fr', 'a')])
    assert.deepEqual(told(languages), ['Facts changed: a -> a'])
    assert.equal(languages.parts[0]?.differences[0]?.after[0]?.language, 'fr')
  })

  it('are exchanged as a whole where comparing them would take too long, and nothing of them is lost', () => {
    const numbers = (from: number) => Array.from({ length: 3_000 }, (_, at) => from + at)
    const [before, after] = [numbers(0), numbers(10_000)]
    const began = performance.now()
    const places = aligned(before, after, (one, other) => one === other)
    assert.ok(performance.now() - began < 2_000)
    assert.deepEqual([places.length, places.filter(({ is }) => is === 'removed').length], [6_000, 3_000])
    const near = aligned([...before, 1, 2], [...before, 2], (one, other) => one === other)
    assert.deepEqual(
      near.filter(({ is }) => is !== 'same'),
      [{ is: 'removed', before: 1 }],
    )
  })
})
