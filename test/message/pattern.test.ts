import assert from 'node:assert/strict'
import { isLinear } from '../../src/message/pattern.ts'

describe('message: a pattern', () => {
  it('is linear where the next character tells how it goes on', () => {
    for (const pattern of [
      '^a',
      '^[a-z]{1,60}$',
      '^[a-z][a-z0-9]{0,29}(-[a-z0-9]{1,30}){0,7}$',
      '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
      '^(0|[1-9][0-9]{0,17})([.][0-9]{1,8})?$',
      '^(/([A-Za-z0-9]{1,59}|[*])){1,6}$',
      '^[^\\s,;]{1,300}([\\s,;][^\\s,;]{0,300}){0,10}$',
      '^\\p{L}{1,40}$',
      '^(?:ab|cd)[)(]\\)$',
    ])
      assert.ok(isLinear(pattern), pattern)
  })

  it('is not where it may go on in many ways, looks around, or begins anywhere', () => {
    for (const pattern of [
      'a',
      '^(a+)+$',
      '^(a|a)*$',
      '^(a|ab)*$',
      '^a*a*$',
      '^.*x.*y$',
      '^[a-z]{1,5000}[a-z]{1,5000}$',
      '^([a-z]{1,9}){1,9}$',
      '^(a?b?){5}$',
      '^(?=a)b',
      '^(?<!a)b',
      '^(a)\\1$',
      '^(?<name>a)\\k<name>$',
      '^[a',
      '^(a',
    ])
      assert.ok(!isLinear(pattern), pattern)
  })

  it('that is linear answers fast even for what nearly fits', () => {
    const started = performance.now()
    const pattern = /^[^\s,;]{1,300}([\s,;][^\s,;]{0,300}){0,10}$/u
    assert.ok(!pattern.test('a '.repeat(150)))
    assert.ok(performance.now() - started < 1_000)
  })
})
