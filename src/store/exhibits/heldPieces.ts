/** What was written of a file just now, and is held in memory until it was read: so much less comes from the disk again. */
export interface HeldPieces {
  /** Holds pieces that follow each other, where there is room for them. */
  readonly add: (position: number, pieces: readonly Uint8Array[]) => void
  /** Copies so many bytes into a space; false where not all of them are held. */
  readonly copyInto: (space: Uint8Array, position: number, length: number) => boolean
  /** Lets go of what stands before a place. */
  readonly dropBefore: (position: number) => void
}

interface Held {
  readonly position: number
  readonly bytes: Uint8Array
}

/**
 * @param bytesMax - what comes beyond is not held: it is read from the disk when its turn comes
 * @param onLetGo - told of pieces that are not held, or no longer
 */
export function heldPieces(
  bytesMax: number,
  onLetGo: (pieces: readonly Uint8Array[]) => void = () => undefined,
): HeldPieces {
  /** By position; they do not overlap. */
  const held: Held[] = []
  let heldBytes = 0

  const letGo = (gone: readonly Held[]): void => {
    heldBytes -= lengthOf(gone)
    if (gone.length > 0) onLetGo(gone.map(({ bytes }) => bytes))
  }
  const placeOf = (position: number): number => {
    const found = held.findLastIndex((one) => one.position <= position)
    return found + 1
  }
  /** Lets go of all that has a byte between; what was fetched once more counts. */
  const drop = (start: number, end: number): void => {
    const first = held.findIndex((one) => one.position + one.bytes.length > start)
    if (first === -1) return
    const after = held.findIndex((one) => one.position >= end)
    const gone = held.splice(first, Math.max(0, (after === -1 ? held.length : after) - first))
    letGo(gone)
  }
  return {
    add(position, pieces) {
      let at = position
      for (const bytes of pieces) {
        drop(at, at + bytes.length)
        if (heldBytes + bytes.length <= bytesMax) {
          held.splice(placeOf(at), 0, { position: at, bytes })
          heldBytes += bytes.length
        } else onLetGo([bytes])
        at += bytes.length
      }
    },
    copyInto(space, position, length) {
      let at = position
      const end = position + length
      for (let place = placeOf(position) - 1; place >= 0 && at < end; place += 1) {
        const one = held[place]
        if (one === undefined || one.position > at || one.position + one.bytes.length <= at) return false
        const part = one.bytes.subarray(at - one.position, end - one.position)
        space.set(part, at - position)
        at += part.length
      }
      return at === end
    },
    dropBefore(position) {
      const after = held.findIndex((one) => one.position + one.bytes.length > position)
      letGo(held.splice(0, after === -1 ? held.length : after))
    },
  }
}

function lengthOf(held: readonly Held[]): number {
  return held.reduce((total, { bytes }) => total + bytes.length, 0)
}
