import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { registryOf } from '../../src/message/registry.ts'
import { documents } from '../../src/message/generated/schemas.ts'
import { schemaBase, unionsOf } from '../../src/message/unions.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { validateMessage, versionRefusal } from '../../src/message/validate.ts'
import { firstVersion, isReadable, laterOf, ownVersion, spokenVersions } from '../../src/message/version.ts'

const example = JSON.parse(readFileSync('schemas/example/withdraw.json', 'utf8')) as JsonObject

describe('message: versions of the schemas', () => {
  it('are read up to the own one, and the own one and the one before are spoken', () => {
    assert.equal(ownVersion(), firstVersion)
    assert.deepEqual(spokenVersions(), ['1.0'])
    assert.deepEqual([isReadable('1.0'), isReadable('1.1'), isReadable('2.0')], [true, false, false])
    assert.deepEqual([laterOf('1.2', '1.10'), laterOf('1.1', '1.0')], ['1.10', '1.1'])
  })

  it('are refused where they are later than the own one, with those that are spoken', () => {
    for (const schemas of ['1.1', '2.0']) {
      const judged = validateMessage({ ...example, schemas })
      assert.ok(!judged.ok)
      assert.deepEqual(
        [judged.code, judged.pointer, judged.expected],
        ['SCHEMA_UNKNOWN', '/schemas', ['1.0']],
      )
    }
    const judged = validateMessage({ ...example, schemas: '1.0' })
    assert.ok(judged.ok)
    assert.equal(judged.version, '1.0')
  })

  it('are said by whoever uses something that came later; who says nothing wrote under the first', () => {
    assert.equal(versionRefusal({ schemas: '1.2' }, '1.1'), null)
    assert.equal(versionRefusal({}, '1.0'), null)
    for (const said of [{ schemas: '1.0' }, {}]) {
      const refusal = versionRefusal(said, '1.1')
      assert.deepEqual(
        [refusal?.code, refusal?.pointer, refusal?.expected],
        ['MESSAGE_INVALID', '/schemas', ['1.1']],
      )
    }
  })

  it('are noted where something was used that came later: a member, a message, a kind, a code', () => {
    const path = 'part/made-up.json'
    const part = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: schemaBase + path,
      type: 'object',
      properties: {
        old: { type: 'string' },
        fresh: { type: 'string', since: '1.3' },
        code: { $ref: `${schemaBase}code/made-up.json` },
      },
    }
    const code = {
      $schema: part.$schema,
      $id: `${schemaBase}code/made-up.json`,
      type: 'string',
      oneOf: [
        { const: 'OLD', title: 'old', description: 'x' },
        { const: 'NEW', title: 'new', description: 'x', since: '1.2' },
      ],
    }
    const all = { ...documents, [path]: part, 'code/made-up.json': code }
    const validator = registryOf({ ...all, ...unionsOf(all) }).compile({ $ref: schemaBase + path })
    const versionOf = (value: object): string => {
      const noted = { version: firstVersion }
      assert.ok(validator.call(noted, value), JSON.stringify(validator.errors))
      return noted.version
    }
    assert.equal(versionOf({ old: 'x', code: 'OLD' }), '1.0')
    assert.equal(versionOf({ code: 'NEW' }), '1.2')
    assert.equal(versionOf({ code: 'NEW', fresh: 'x' }), '1.3')
    assert.ok(validator({ fresh: 'x' }))
  })
})
