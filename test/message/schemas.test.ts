import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { generated } from '../../src/cli/generate.ts'
import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { messageTypes } from '../../src/message/generated/types.ts'
import { knownMessageTypes, validatorOf, validatorOfMessage } from '../../src/message/registry.ts'
import { schemaProblems } from '../../src/message/schemaRules.ts'
import { namesIn } from '../../src/message/unions.ts'
import { isObject, listOf, resolved, schemaDocuments, subschemas } from './schemaWalk.ts'

/** Objects whose members are judged elsewhere: the body by the schema of its type. */
const openObjects = [
  'envelope.json/properties/body',
  'case.json/properties/steps/items/oneOf/0/properties/message/properties/body',
  'case.json/properties/wrong/items/properties/message/properties/body',
  'training.json/properties/lines/items/properties/say/properties/body',
  'training.json/properties/lines/items/properties/say/properties/outcomes/items/properties/say',
  'training.json/properties/openings/items/properties/say/properties/body',
  // Duties alone, of a body that closes itself.
  'request-content.json',
]

describe('message: the published schemas', () => {
  it('are what the generated files were made from (npm run generate)', async () => {
    for (const [name, text] of Object.entries(await generated('.'))) {
      assert.equal(readFileSync(name, 'utf8'), text, name)
    }
  })

  it('all compile, and each type of message has one', () => {
    for (const type of messageTypes) assert.equal(typeof validatorOfMessage(type), 'function')
    for (const path of [
      'receipt.json',
      'lote.json',
      'trust-list.json',
      'case.json',
      'message.json',
      'question.json',
      'answer.json',
      'made.json',
      'training.json',
    ]) {
      assert.equal(typeof validatorOf(path), 'function')
    }
    const named = Object.keys(documents).filter((path) => path.startsWith('message/'))
    assert.deepEqual(named.sort(), messageTypes.map((type) => `message/${type}.json`).sort())
    assert.deepEqual(knownMessageTypes(), messageTypes)
    assert.equal(listOf(documents['message.json']?.allOf).length, messageTypes.length + 1)
  })

  for (const folder of ['measure', 'result']) {
    for (const kind of namesIn(documents, folder)) {
      it(`have an example of ${folder} ${kind} that they take, and further ones`, () => {
        const files = readdirSync(`schemas/example/${folder}`).filter((name) => kindOf(name) === kind)
        assert.ok(files.includes(`${kind}.json`))
        for (const name of files) {
          const example: unknown = JSON.parse(readFileSync(`schemas/example/${folder}/${name}`, 'utf8'))
          for (const path of [`${folder}/${kind}.json`, `${folder}.json`]) {
            const validator = validatorOf(path)
            assert.ok(validator(example), `${name}: ${JSON.stringify(validator.errors)}`)
          }
        }
      })
    }

    it(`have no example of a ${folder} without a schema`, () => {
      const examples = existsSync(`schemas/example/${folder}`) ? readdirSync(`schemas/example/${folder}`) : []
      assert.deepEqual([...new Set(examples.map(kindOf))].sort(), namesIn(documents, folder))
    })
  }

  it('say of each kind of measure the machine it follows, and of each result the measure it is of', () => {
    const kinds = namesIn(documents, 'measure')
    const machines = namesIn(documents, 'workflow')
    for (const kind of kinds) {
      const { family } = documents[`measure/${kind}.json`] ?? {}
      assert.ok(typeof family === 'string' && machines.includes(family), kind)
    }
    for (const kind of namesIn(documents, 'result')) assert.ok(kinds.includes(kind), kind)
  })

  it('have a stable id, a title and a description', () => {
    for (const [path, document] of mine()) {
      assert.equal(document.$id, `https://rogatory.example/schemas/${path}`)
      assert.ok(typeof document.title === 'string' && document.title !== '', path)
      assert.ok(typeof document.description === 'string' && document.description.endsWith('.'), path)
    }
  })

  it('keep the rules that hold for those of a State as well: closed, bounded, linear, without a place for a key', () => {
    const broken = mine().flatMap(([path, document]) =>
      schemaProblems(document)
        .filter(({ pointer }) => !openObjects.includes(path + pointer))
        .map(({ code, pointer }) => `${code} ${path}${pointer}`),
    )
    assert.deepEqual(broken, [])
  })

  it('let no control, change of direction or second spelling into any text, by what they say of it', () => {
    // Requirements and words are tables of our own, that no node sends.
    const sent = mine().filter(([path]) => !['requirement.json', 'text.json'].includes(path))
    const open = sent.flatMap(([path, document]) =>
      [...subschemas(document)]
        .filter(([, schema]) => schema.type === 'string' && !isNarrow(schema))
        .map(([pointer]) => path + pointer),
    )
    // A place in a case file, which a driver plays and no node sends.
    assert.deepEqual(open, ['case.json/properties/wrong/items/properties/pointer'])
  })

  it('require nothing that they do not describe', () => {
    for (const [path, document] of mine()) {
      for (const [pointer, schema] of subschemas(document)) {
        if (schema.additionalProperties !== false) continue
        const known = isObject(schema.properties) ? Object.keys(schema.properties) : []
        for (const name of listOf(schema.required))
          assert.ok(
            known.some((member) => member === name),
            `${path}${pointer} ${JSON.stringify(name)}`,
          )
      }
    }
  })

  it('refer to documents that exist', () => {
    for (const [, document] of mine()) {
      for (const [, schema] of subschemas(document)) resolved(schema)
    }
  })

  it('give each code of a list a label and a legal source, once', () => {
    for (const [path, document] of mine()) {
      if (!path.startsWith('code/')) continue
      const codes = listOf(document.oneOf)
        .filter(isObject)
        .filter(({ $ref }) => $ref !== 'https://rogatory.example/schemas/part/extension-code.json')
      assert.ok(codes.length > 0, path)
      assert.equal(new Set(codes.map((code) => code.const)).size, codes.length, path)
      for (const { title, description } of codes) {
        assert.ok(
          typeof title === 'string' && title !== '' && typeof description === 'string' && description !== '',
          path,
        )
      }
    }
  })
})

/** Formats that are ASCII without controls. */
const plainFormats = ['date', 'email', 'hostname', 'ipv4', 'ipv6', 'uri']

/** Whether a string is human text, one of some words, or of characters that are named one by one. */
function isNarrow({
  humanText,
  const: constant,
  enum: list,
  oneOf,
  anyOf,
  format,
  pattern,
}: JsonObject): boolean {
  if (humanText !== undefined || constant !== undefined || [list, oneOf, anyOf].some(Array.isArray))
    return true
  if (plainFormats.some((name) => name === format)) return true
  // Whatever is not named: a point that stands for any character, or a set of all but some.
  return (
    typeof pattern === 'string' && !/\.|\[\^|\\[DSWpP]/.test(pattern.replace(/\\\.|\[(?!\^)[^\]]*\]/g, ''))
  )
}

/** The kind that the file of an example is of: `kind.json`, or `kind.what.json` for a further one. */
function kindOf(file: string): string {
  return file.slice(0, file.indexOf('.'))
}

/** The schemas of what is said; tables of the workflow, profiles and words have tests of their own. */
function mine() {
  return schemaDocuments().filter(([path]) => !/^(workflow|profile)[./]|^text\//.test(path))
}
