import type { TrustList } from '../message/generated/types.ts'
import { secondOf } from '../message/moment.ts'
import type { Refusal } from '../message/refusal.ts'

/** Settings that give no trust list, in words for the person who wrote them. */
export function noList(list: TrustList, { code, detail = code, pointer = '' }: Refusal): Error {
  const value = pointer === '' ? undefined : placeIn(list, pointer)
  const hint =
    typeof value === 'string' && !Number.isNaN(Date.parse(value))
      ? ` (a time is written in UTC and in whole seconds: ${secondOf(new Date(value))})`
      : ''
  return new Error(`The settings of ${list.state} give no trust list: ${pointer} ${detail}${hint}`)
}

/** What stands at a JSON pointer (RFC 6901) whose names need no escape, as those of a trust list. */
function placeIn(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, name) => (at as Partial<Record<string, unknown>> | undefined)?.[name], value)
}
