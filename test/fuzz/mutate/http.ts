import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import type { Random } from '../random.ts'
import { withMember } from './json.ts'
import { mutateText } from './text.ts'

/** Pieces of structured fields (RFC 9651) and of signatures (RFC 9421). */
const pieces = [
  ';created=1',
  ';created=0',
  ';expires=999999999999',
  ';nonce="AAAAAAAAAAAAAAAAAAAAAA"',
  ';alg="hmac-sha256"',
  ';alg="rsa-pss-sha512"',
  ';alg="ecdsa-p256-sha256"',
  ';tag="rogatory-node"',
  ';keyid="x"',
  ';req',
  ';bs',
  ';sf',
  '"@method"',
  '"@path"',
  '"date"',
  ', ',
  ',rogatory=:AA==:',
  'rogatory=',
  '::',
  ':',
  '?1',
  '()',
  '"',
]

/** The head of a signed message with one thing changed: a field, its kind, the line, or where a parameter stands. */
export function mutateHead(random: Random, head: JsonObject): JsonObject {
  const fields = head.fields as JsonObject
  if (random.once(5)) {
    const name = random.pick(Object.keys(head).filter((one) => one !== 'fields'))
    const value = head[name]
    return withMember(head, name, typeof value === 'string' ? mutateText(random, value) : (value ?? null))
  }
  const name = random.pick(Object.keys(fields))
  return { ...head, fields: withMember(fields, name, mutateField(random, fields[name] ?? '')) }
}

function mutateField(random: Random, field: JsonValue): JsonValue {
  if (random.once(25)) return random.pick<JsonValue>([null, 1, [], [field], {}, '', 'a'.repeat(3_000)])
  if (typeof field !== 'string') return field
  const parts = field.split(';')
  const at = 1 + random.below(parts.length)
  switch (random.below(6)) {
    case 0:
      return [...parts.slice(0, at), random.pick(pieces), ...parts.slice(at)].join(';')
    case 1:
      return parts.filter((_, place) => place !== at).join(';')
    case 2: {
      const [first = '', ...rest] = parts
      return [first, ...rest.reverse()].join(';')
    }
    case 3:
      return [...parts, parts[at] ?? ''].join(';')
    case 4: {
      const place = random.below(field.length + 1)
      return field.slice(0, place) + random.pick(pieces) + field.slice(place)
    }
    default:
      return mutateText(random, field)
  }
}
