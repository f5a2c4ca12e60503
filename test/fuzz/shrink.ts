import type { JsonValue } from '../../src/message/json.ts'
import { isObject } from './mutate/json.ts'
import type { Target } from './target.ts'

/** The first line of what a target says against an input, without what differs from input to input; null where it says nothing. */
export async function faultOf({ check }: Target, input: JsonValue): Promise<string | null> {
  try {
    await check(input)
    return null
  } catch (reason) {
    const error = reason instanceof Error ? reason : new Error(String(reason))
    const [, place = ''] = /\n\s+at .*?((?:src|node_modules)\/[^)\s?]+)/.exec(error.stack ?? '') ?? []
    const [line = ''] = error.message.split('\n')
    return `${error.name}: ${line.slice(0, 200)} ${place}`.trim()
  }
}

const attemptsMax = 3_000

/** The smallest input found that has the same fault: what can be left out is left out, what can be plain is plain. */
export async function shrink(target: Target, input: JsonValue, fault: string): Promise<JsonValue> {
  const kind = kindOf(fault)
  let attempts = 0
  let smallest = input
  for (let shrunk = true; shrunk && attempts < attemptsMax;) {
    shrunk = false
    for (const smaller of smallerOnes(smallest)) {
      attempts += 1
      const found = attempts > attemptsMax ? null : await faultOf(target, smaller)
      if (found === null || kindOf(found) !== kind) continue
      smallest = smaller
      shrunk = true
      break
    }
  }
  return smallest
}

/** Faults that differ in numbers and quoted words alone are one. */
export function kindOf(fault: string): string {
  return fault.replace(/[0-9]+/g, '0').replace(/(["'`]).*?\1/g, '…')
}

function* smallerOnes(value: JsonValue): Generator<JsonValue> {
  if (typeof value === 'string') {
    for (let size = value.length; size >= 1; size = size >> 1) {
      for (let at = 0; at < value.length; at += size) yield value.slice(0, at) + value.slice(at + size)
    }
  } else if (Array.isArray(value)) {
    for (let size = value.length; size >= 1; size = size >> 1) {
      for (let at = 0; at < value.length; at += size) yield [...value.slice(0, at), ...value.slice(at + size)]
    }
    for (const [place, item] of value.entries()) {
      for (const smaller of smallerOnes(item)) yield value.map((one, at) => (at === place ? smaller : one))
    }
  } else if (isObject(value)) {
    const members = Object.entries(value)
    for (const [name] of members) yield Object.fromEntries(members.filter(([other]) => other !== name))
    for (const [name, member] of members) {
      for (const smaller of smallerOnes(member)) yield { ...value, [name]: smaller }
    }
  }
}
