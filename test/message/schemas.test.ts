import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { generated } from '../../src/cli/generate.ts'
import { documents } from '../../src/message/generated/schemas.ts'
import { messageTypes } from '../../src/message/generated/types.ts'
import { validatorOf, validatorOfMessage } from '../../src/message/registry.ts'
import { isObject, listOf, resolved, schemaDocuments, subschemas } from './schemaWalk.ts'

/** A group that is repeated without end and holds a repetition itself, which a matcher may have to try in many ways. */
const nestedRepetition = /\([^()]*(?:[*+]|\{[0-9]+,[0-9]*\})[^()]*\)(?:[*+]|\{[0-9]+,\})/
/** Objects whose members are judged elsewhere: the body by the schema of its type. */
const openObjects = [
  'envelope.json/properties/body',
  'case.json/properties/steps/items/oneOf/0/properties/message/properties/body',
  'case.json/properties/wrong/items/properties/message/properties/body',
]

describe('message: the published schemas', () => {
  it('are what the generated files were made from (npm run generate)', async () => {
    for (const [name, text] of Object.entries(await generated('.'))) {
      assert.equal(readFileSync(`src/message/generated/${name}`, 'utf8'), text, name)
    }
  })

  it('all compile, and each type of message has one', () => {
    for (const type of messageTypes) assert.equal(typeof validatorOfMessage(type), 'function')
    for (const path of ['receipt.json', 'trust-list.json', 'case.json', 'message.json']) {
      assert.equal(typeof validatorOf(path), 'function')
    }
    const named = Object.keys(documents).filter((path) => path.startsWith('message/'))
    assert.deepEqual(named.sort(), messageTypes.map((type) => `message/${type}.json`).sort())
    const { properties } = documents['envelope.json'] ?? {}
    assert.ok(isObject(properties) && isObject(properties.type))
    assert.deepEqual(properties.type.enum, messageTypes)
    assert.equal(listOf(documents['message.json']?.allOf).length, messageTypes.length + 1)
  })

  it('have a stable id, a title and a description', () => {
    for (const [path, document] of mine()) {
      assert.equal(document.$id, `https://rogatory.example/schemas/${path}`)
      assert.ok(typeof document.title === 'string' && document.title !== '', path)
      assert.ok(typeof document.description === 'string' && document.description.endsWith('.'), path)
    }
  })

  it('bound every string, number and list, and close every object', () => {
    for (const [path, document] of mine()) {
      for (const [pointer, schema] of subschemas(document)) {
        if (pointer.includes('/if') || pointer.includes('/contains') || pointer.includes('/then')) continue
        const where = path + pointer
        if (schema.type === 'string' && !Array.isArray(schema.enum) && !Array.isArray(schema.oneOf)) {
          assert.equal(typeof schema.maxLength, 'number', where)
        }
        if (schema.type === 'array') assert.equal(typeof schema.maxItems, 'number', where)
        if (schema.type === 'integer') {
          assert.ok(typeof schema.minimum === 'number' && typeof schema.maximum === 'number', where)
        }
        assert.notEqual(schema.type, 'number', where)
        if (schema.type !== 'object' || (Array.isArray(schema.oneOf) && !isObject(schema.properties)))
          continue
        if (openObjects.includes(where)) continue
        if (isObject(schema.additionalProperties)) assert.equal(typeof schema.maxProperties, 'number', where)
        else assert.equal(schema.additionalProperties, false, where)
      }
    }
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

  it('hold no pattern that repeats a repetition without end', () => {
    let patterns = 0
    for (const [path, document] of mine()) {
      for (const [pointer, { pattern }] of subschemas(document)) {
        if (typeof pattern !== 'string') continue
        patterns += 1
        assert.ok(pattern.startsWith('^'), `${path}${pointer} is anchored`)
        assert.doesNotMatch(pattern, nestedRepetition, path + pointer)
      }
    }
    assert.ok(patterns > 20)
    assert.match('(a+)+', nestedRepetition)
    assert.match('(-[a-z]{1,8})*', nestedRepetition)
  })

  it('refer to documents that exist', () => {
    for (const [, document] of mine()) {
      for (const [, schema] of subschemas(document)) resolved(schema)
    }
  })

  it('give each code of a list a label and a legal source, once', () => {
    for (const [path, document] of mine()) {
      if (!path.startsWith('code/')) continue
      const codes = listOf(document.oneOf).filter(isObject)
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

/** The schemas of what is said; tables of the workflow and profiles have tests of their own. */
function mine() {
  return schemaDocuments().filter(([path]) => !/^(workflow|profile)[./]/.test(path))
}
