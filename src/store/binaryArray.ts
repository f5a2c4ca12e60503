/** Object identifiers of the types whose values stand in the binary form as they are: fixed in every PostgreSQL. */
const elementTypes: Readonly<Record<string, number>> = { bytea: 17, text: 25 }

/** Number of dimensions, whether there are nulls, type of the elements; then length and first index of the only dimension. */
const headBytes = 20
const nullLength = -1

/**
 * An array of texts or of bytes as PostgreSQL itself sends and takes it (`array_recv`): neither side has to write and read quotes,
 * backslashes or hex, which costs more than all else that is done with the words of a message. `pg` hands bytes over as they are. Null
 * where the type or a value is another, which `pg` then writes as text.
 */
export function binaryArray(type: string, values: readonly unknown[]): Buffer | null {
  const elementType = elementTypes[type]
  if (elementType === undefined) return null
  let bytes = headBytes
  let hasNull = 0
  for (const value of values) {
    bytes += 4
    if (value === null) hasNull = 1
    else if (type === 'text' && typeof value === 'string') bytes += Buffer.byteLength(value)
    else if (type === 'bytea' && value instanceof Uint8Array) bytes += value.length
    else return null
  }
  const array = Buffer.allocUnsafe(bytes)
  let at = array.writeInt32BE(1, 0)
  at = array.writeInt32BE(hasNull, at)
  at = array.writeInt32BE(elementType, at)
  at = array.writeInt32BE(values.length, at)
  at = array.writeInt32BE(1, at)
  for (const value of values) {
    if (value === null) at = array.writeInt32BE(nullLength, at)
    else if (typeof value === 'string') {
      const length = array.write(value, at + 4)
      array.writeInt32BE(length, at)
      at += 4 + length
    } else if (value instanceof Uint8Array) {
      at = array.writeInt32BE(value.length, at)
      array.set(value, at)
      at += value.length
    }
  }
  return array
}
