import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { render } from 'preact-render-to-string'
import { type Element, readHtml } from '../../support/html.ts'
import { leftOut, withoutPart } from './govukLeftOut.ts'
import { type Options, parts } from './govukParts.ts'

interface Fixture {
  readonly name: string
  readonly options: Options
  readonly html: string
}

const components = 'node_modules/govuk-frontend/dist/govuk/components'
const fixturesOf = (component: string): readonly Fixture[] =>
  (
    JSON.parse(readFileSync(`${components}/${component}/fixtures.json`, 'utf8')) as {
      readonly fixtures: readonly Fixture[]
    }
  ).fixtures

/** How many examples of each component are compared, of how many. */
const counts: Readonly<Record<string, readonly [compared: number, all: number]>> = {
  input: [14, 45],
  select: [8, 19],
  textarea: [8, 18],
  radios: [7, 43],
  checkboxes: [10, 42],
  'date-input': [13, 50],
  'error-summary': [6, 19],
  button: [10, 38],
  'summary-list': [6, 30],
  tag: [7, 12],
  details: [5, 10],
  'file-upload': [8, 22],
  'error-message': [2, 9],
  hint: [1, 6],
}

/** Attributes that say the same in other words, or that our pages add: direction, language, keys, what a script looks for. */
const added = /^(data-.*|dir|lang|spellcheck|autocapitalize|rows)$/
const addedClass = /^(desk-.*|govuk-input--width-(10|20|30)|govuk-checkboxes--small)$/

/**
 * A tree with its ids and names called by their order, so that only their use is compared. What our pages add is left out, but where
 * the example sets it.
 */
function comparable(html: string, options: Options): unknown {
  const [ids, names] = [new Map<string, string>(), new Map<string, string>()]
  const called = (known: Map<string, string>, name: string): string => {
    known.set(name, known.get(name) ?? `${known.size}`)
    return known.get(name) ?? ''
  }
  const idsIn = (value: string): string =>
    value
      .split(' ')
      .map((id) => called(ids, id))
      .join(' ')
  const isCompared = (attribute: string): boolean => attribute in options || !added.test(attribute)
  const classesIn = (value: string): string =>
    value
      .split(/\s+/)
      .filter((word) => options.classes?.includes(word) === true || !addedClass.test(word))
      .sort()
      .join(' ')
  const of = ({ name, attributes, children }: Element): unknown => [
    name,
    Object.fromEntries(
      Object.entries(attributes)
        .filter(([one, value]) => isCompared(one) && !(one === 'value' && value === '' && name !== 'option'))
        .map(([one, value]): [string, string] => {
          if (one === 'class') return [one, classesIn(value)]
          if (one === 'href' && value.startsWith('#')) return [one, `#${called(ids, value.slice(1))}`]
          if (one === 'name') return [one, called(names, value)]
          return [one, ['id', 'for', 'aria-describedby'].includes(one) ? idsIn(value) : value]
        })
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
    joined(children).map((child) => (typeof child === 'string' ? child : of(child))),
  ]
  return of(readHtml(html))
}

/** Children with texts beside each other put together, and the spaces between elements gone. */
function joined(children: readonly (Element | string)[]): readonly (Element | string)[] {
  return children
    .map((child) => (typeof child === 'string' ? child.replace(/\s+/g, ' ').trim() : child))
    .filter((child) => child !== '')
}

function isSame({ options, html }: Fixture, ours: string): boolean {
  return JSON.stringify(comparable(ours, options)) === JSON.stringify(comparable(html, options))
}

describe('web: our parts and those of GOV.UK', () => {
  for (const [component, part] of Object.entries(parts)) {
    it(`${component}: have the same tree for every example but those that are named, with why`, () => {
      const fixtures = fixturesOf(component)
      const named = Object.values(leftOut[component] ?? {}).flat()
      assert.equal(new Set(named).size, named.length, 'an example is named once')
      const differing = fixtures.filter((fixture) => {
        try {
          return !isSame(fixture, render(part(fixture.options)))
        } catch {
          return true
        }
      })
      // One that is left out and would be the same is to be compared.
      assert.deepEqual(differing.map(({ name }) => name).sort(), named.toSorted())
      assert.deepEqual([fixtures.length - named.length, fixtures.length], counts[component])
    })
  }

  it('are compared for every component that has one here, and each other component says why it has none', () => {
    const all = readdirSync(components).filter((name) => existsSync(`${components}/${name}/fixtures.json`))
    assert.deepEqual([...Object.keys(parts), ...Object.keys(withoutPart)].sort(), all.sort())
  })
})
