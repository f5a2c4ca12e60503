import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { validateMessage } from '../../src/message/validate.ts'
import { machines } from '../../src/workflow/table.ts'
import { examplesOf } from '../workflow/examples.ts'

const folder = 'schemas/example'
/** Further examples of a type: `type.what.json`. */
const further = readdirSync(folder).filter((name) => /^[a-z-]+\.[A-Za-z-]+\.json$/.test(name))

describe('message: the further examples', () => {
  for (const name of further) {
    it(`${name} is a valid message of the type that it is named after`, () => {
      const value = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as { type: string }
      const judged = validateMessage(value)
      assert.ok(judged.ok, JSON.stringify(judged))
      assert.equal(value.type, name.split('.')[0])
    })
  }
})

describe('message: the examples', () => {
  for (const machine of machines()) {
    it(`show everything that the machine ${machine.name} tells apart`, () => {
      const opening = machine.opens.map(({ on }) => [on, null] as const)
      const moving = machine.rows.map(({ on, outcome = null }) => [on, outcome] as const)
      for (const [on, outcome] of [...opening, ...moving])
        assert.ok(examplesOf(on, outcome).length > 0, `there is no example of ${on} ${outcome ?? ''}`)
    })
  }
})
