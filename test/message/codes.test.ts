import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { validatorOf } from '../../src/message/registry.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { isObject, listOf, schemaDocuments, subschemas } from './schemaWalk.ts'

const languages = ['ar', 'es', 'fr', 'ru', 'vi', 'zh']
const extension = 'https://rogatory.example/schemas/part/extension-code.json'
/** The rules before a basis is named: no instrument, so that no request can name it and be judged by no rule. */
const withoutInstrument = 'NONE'

interface Profile {
  readonly id: string
  readonly instruments?: readonly string[]
  readonly grounds: readonly {
    readonly kinds?: readonly string[]
    readonly groups?: readonly string[]
    readonly allowed: readonly string[]
  }[]
  readonly postponement: { readonly reasons: readonly string[] }
}

const profiles = Object.entries(documents)
  .filter(([path]) => path.startsWith('profile/'))
  .map(([, document]) => document as unknown as Profile)

function codesOf(path: string): ReadonlyMap<JsonValue | undefined, JsonObject> {
  const codes = listOf(documents[path]?.oneOf).filter(isObject)
  return new Map(codes.filter(({ $ref }) => $ref !== extension).map((code) => [code.const, code]))
}

/** Names the titles that a schema or a code lacks; every list of them is a list of what is left to do. */
function lacking(where: string, { title, titles }: JsonObject): readonly string[] {
  const given = isObject(titles) ? titles : {}
  return [
    ...(typeof title === 'string' && title !== '' ? [] : [`${where} in en`]),
    ...languages
      .filter((language) => typeof given[language] !== 'string')
      .map((language) => `${where} in ${language}`),
  ]
}

function example(name: string): JsonObject {
  return JSON.parse(readFileSync(`schemas/example/${name}.json`, 'utf8')) as JsonObject
}

describe('message: lists of codes', () => {
  it('have a title in seven languages for every code, measure, message and result', () => {
    const missing = Object.entries(documents).flatMap(([path, document]) => {
      if (/^(measure|message|result)\//.test(path)) return lacking(path, document)
      if (!path.startsWith('code/')) return []
      return [...codesOf(path)].flatMap(([code, entry]) => lacking(`${path} ${JSON.stringify(code)}`, entry))
    })
    assert.deepEqual(missing, [])
  })

  it('name every instrument that a profile governs', () => {
    const governed = profiles.flatMap(({ id, instruments = [id] }) => [id, ...instruments])
    const expected = new Set(governed.filter((code) => code !== withoutInstrument))
    assert.deepEqual([...codesOf('code/instrument.json').keys()].sort(), [...expected].sort())
  })

  it('name every ground and every reason to postpone that a profile allows', () => {
    const grounds = codesOf('code/refusal-ground.json')
    const reasons = codesOf('code/postponement.json')
    for (const { id, grounds: rules, postponement } of profiles) {
      for (const { allowed } of rules)
        for (const code of allowed) assert.ok(grounds.has(code), `${id} ${code}`)
      for (const code of postponement.reasons) assert.ok(reasons.has(code), `${id} ${code}`)
    }
  })

  it('say of a ground in which groups of measures it is allowed, as the profiles do', () => {
    const grounds = codesOf('code/refusal-ground.json')
    for (const { id, grounds: rules } of profiles) {
      for (const { kinds = [], groups = [], allowed } of rules) {
        const ofKinds = kinds.map((kind) => documents[`measure/${kind}.json`]?.group)
        const meant = [...groups, ...ofKinds].filter((group) => typeof group === 'string')
        for (const code of allowed) {
          const said = grounds.get(code)?.groups
          if (said === undefined) continue
          for (const group of meant)
            assert.ok(listOf(said).includes(group), `${id} allows ${code} for ${group}`)
        }
      }
    }
  })

  it('are used by a schema', () => {
    const used = new Set(
      schemaDocuments().flatMap(([, document]) => [...subschemas(document)].map(([, { $ref }]) => $ref)),
    )
    // Grounds are named by the description of a pattern; the reasons of a transfer wait for its messages.
    const waiting = /^code\/(refusal-ground|transfer-reason)\.json$/
    for (const [path, { $id }] of schemaDocuments()) {
      if (!path.startsWith('code/') || waiting.test(path)) continue
      assert.ok(
        used.has($id) || $id === 'https://rogatory.example/schemas/code/measure-kind.json',
        `nothing refers to ${path}`,
      )
    }
  })
})

describe('message: a code of a State’s own', () => {
  const own = (name: string) => ({ owner: 'VN', name, value: 'SOMETHING_NEW' })
  const extensible = Object.keys(documents).filter(
    (path) => path.startsWith('code/') && JSON.stringify(documents[path]).includes(extension),
  )

  /** Lists to which no State adds, each with the reason. */
  const closed: Readonly<Record<string, string>> = {
    'asset-kind': 'each kind has identifiers of its own in part/asset-item.json',
    channel: 'it has a word for every other way',
    confidentiality: 'levels, of which each has its duties',
    'data-category': 'the three of the Convention',
    'ground-aspect': 'the words of the articles',
    'information-grade': 'the 4x4 system',
    'listed-offence': 'an annex of the European Union',
    'measure-kind': 'a kind comes with its schema',
    postponement: 'the reasons of the article, which a profile narrows',
    'source-grade': 'the 4x4 system',
  }

  it('has a place in every list but those that are closed for a reason', () => {
    const names = Object.keys(documents)
      .filter((path) => path.startsWith('code/'))
      .map((path) => path.slice('code/'.length, -'.json'.length))
    assert.deepEqual(
      names.filter((name) => !extensible.includes(`code/${name}.json`)).sort(),
      Object.keys(closed).sort(),
    )
  })

  it('is taken by a node that does not know it, and stays as it was written', () => {
    const request = example('request')
    const { body } = request
    assert.ok(isObject(body))
    const urgency = { ...(body.urgency as JsonObject), code: own('urgency') }
    const persons = [{ role: own('person-role'), names: [{ full: 'Example-Ba' }] }]
    const changed = { ...request, body: { ...body, urgency, persons, handling: own('handling') } }
    const result = validateMessage(changed)
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual(result.message, changed)
  })

  it('is one object with owner, list and value, and never stands for a published code', () => {
    const offer = example('conditions-offer')
    const { body } = offer
    assert.ok(isObject(body))
    const withCode = (code: JsonValue) => ({ ...offer, body: { ...body, conditions: [{ code }] } })
    assert.equal(validateMessage(withCode(own('condition'))).ok, true)
    for (const wrong of [
      'SOMETHING_NEW',
      { ...own('condition'), value: 'something new' },
      { owner: 'VN', value: 'SOMETHING_NEW' },
      { ...own('condition'), means: 'more' },
      ['CONFIDENTIAL'],
    ]) {
      assert.equal(validateMessage(withCode(wrong)).ok, false, JSON.stringify(wrong))
    }
  })

  it('may be a ground that a profile allows', () => {
    const uncc = documents['profile/UNCC.json'] as unknown as { grounds: { allowed: string[] }[] }
    const allowing = (code: string) => ({
      ...uncc,
      grounds: uncc.grounds.map((rule) => ({ ...rule, allowed: [...rule.allowed, code] })),
    })
    const validator = validatorOf('profile.json')
    assert.ok(validator(allowing('vn/refusal-ground/ONE')), JSON.stringify(validator.errors))
    assert.ok(!validator(allowing('vn/ONE')))
  })

  it('has no place in a closed list', () => {
    const request = example('request')
    const { body } = request
    assert.ok(isObject(body))
    const confidentiality = { ...(body.confidentiality as JsonObject), level: own('confidentiality') }
    assert.equal(validateMessage({ ...request, body: { ...body, confidentiality } }).ok, false)
  })
})
