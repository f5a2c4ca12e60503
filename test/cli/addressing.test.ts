import assert from 'node:assert/strict'
import { addressing } from '../../src/cli/addressing.ts'

const between = { side: 'requesting', own: 'ch.foj', counterpart: 'mu.ago' } as const
const about = (kind: string, state = 'received') => [{ kind, state }]

describe('who opened a record, and to what end', () => {
  it('is asking, where something is asked for', () => {
    assert.equal(addressing(between, about('stored-data')), 'ch.foj asks mu.ago')
    const there = { side: 'requested', own: 'mu.ago', counterpart: 'ch.foj' } as const
    assert.equal(addressing(there, about('freezing')), 'ch.foj asks mu.ago')
  })

  it('is offering information until its content is sent, and informing from then on', () => {
    const offered = addressing(between, about('spontaneous-information', 'offered'))
    assert.equal(offered, 'ch.foj offers information to mu.ago')
    const told = addressing(between, about('spontaneous-information', 'useControlled'))
    assert.equal(told, 'ch.foj informs mu.ago')
  })

  it('is proposing, raising a question or testing the line, where that is what it is', () => {
    assert.match(addressing(between, about('joint-investigation')), /ch\.foj proposes .* to mu\.ago/)
    assert.match(addressing(between, about('jurisdiction-coordination')), /raises jurisdiction with/)
    assert.match(addressing(between, about('contact-test')), /tests the line to/)
  })

  it('is asking, where a record is about several things, and writing, where nothing has its place yet', () => {
    const mixed = [...about('spontaneous-information', 'offered'), ...about('stored-data')]
    assert.equal(addressing(between, mixed), 'ch.foj asks mu.ago')
    assert.equal(addressing(between, []), 'ch.foj writes to mu.ago')
  })
})
