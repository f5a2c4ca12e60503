/** No more than so many bytes of a body. `onEnd` is called when it is read to its end, or nobody reads on. */
export async function* bounded(
  body: AsyncIterable<Buffer>,
  bytesMax: number,
  onEnd: () => void,
): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    for await (const piece of body) {
      bytes += piece.length
      if (bytes > bytesMax) throw new Error(`the peer answered more than ${bytesMax} bytes`)
      yield piece
    }
  } finally {
    onEnd()
  }
}

/** A body whole, of no more than so many bytes. */
export async function readBounded(body: AsyncIterable<Buffer>, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new Error(`the peer answered more than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
