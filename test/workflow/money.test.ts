import assert from 'node:assert/strict'
import { isSameNumber, placesOf, quotient } from '../../src/workflow/decimal.ts'
import { isConverted, isSumOf } from '../../src/workflow/money.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const gel = (amount: string) => ({ amount, currency: 'GEL' })
const rate = { base: 'EUR', quote: 'GEL', rate: '3.1245', date: '2027-12-06' }

describe('workflow: decimals', () => {
  it('divide exactly, a half rounded away from nought', () => {
    assert.equal(quotient('2400000.00', '3.1245', 2), '768122.90')
    assert.equal(quotient('1900000', '3.1245', 2), '608097.30')
    assert.equal(quotient('1', '8', 2), '0.13')
    assert.equal(quotient('-1', '8', 2), '-0.13')
    assert.equal(quotient('1', '3', 0), '0')
    assert.equal(quotient('1', '0.5', 0), '2')
    assert.equal(quotient('90071992547409930', '0.1', 1), '900719925474099300.0')
    assert.equal(quotient('1', '0.00', 2), null)
    assert.equal(quotient('one', '2', 2), null)
  })

  it('are one number however many noughts they end in', () => {
    assert.ok(isSameNumber('3.1', '3.100'))
    assert.ok(!isSameNumber('3.1', '3.11'))
    assert.ok(!isSameNumber('x', 'x'))
    assert.deepEqual([placesOf('3.100'), placesOf('3'), placesOf('x')], [3, 0, null])
  })
})

describe('workflow: sums of money', () => {
  it('add up to the last place, in one currency', () => {
    const parts = [eur('8240.00'), eur('539871.57'), eur('59985.73')]
    assert.ok(isSumOf(eur('608097.30'), parts))
    assert.ok(isSumOf(eur('608097.3'), parts))
    assert.ok(!isSumOf(eur('608097.31'), parts))
    assert.ok(!isSumOf(gel('608097.30'), parts))
    assert.ok(!isSumOf(eur('608097.30'), [...parts.slice(1), gel('8240.00')]))
    assert.ok(isSumOf(eur('0.00'), []))
    for (const wrong of ['608097.30', null, { amount: 5, currency: 'EUR' }]) assert.ok(!isSumOf(wrong, parts))
    assert.ok(!isSumOf(eur('1'), ['1']))
  })

  it('are converted at their rate, and never to more', () => {
    assert.ok(isConverted({ ordered: gel('2400000.00'), amount: eur('768122.90'), rate }))
    assert.ok(isConverted({ ordered: gel('2400000.00'), amount: eur('700000.00'), rate }))
    assert.ok(!isConverted({ ordered: gel('2400000.00'), amount: eur('768122.91'), rate }))
    assert.ok(isConverted({ ordered: gel('5'), amount: gel('5.00') }))
    assert.ok(!isConverted({ ordered: gel('5'), amount: gel('5.01') }))
    assert.ok(!isConverted({ ordered: gel('5'), amount: eur('5') }))
  })

  it('are not converted at a rate of other currencies, or at none', () => {
    const other = { ordered: gel('5'), amount: eur('1') }
    for (const wrong of [
      { ...rate, base: 'USD' },
      { ...rate, quote: 'USD' },
      { ...rate, rate: '0' },
      { ...rate, rate: 3 },
      'rate',
    ])
      assert.ok(!isConverted({ ...other, rate: wrong }), JSON.stringify(wrong))
    for (const wrong of [null, 'sum', [], { amount: eur('1') }]) assert.ok(!isConverted(wrong))
  })
})
