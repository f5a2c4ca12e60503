/**
 * Gathers what a stream gives while the last batch is being dealt with, at least so many bytes at a time but for the end,
 * and lets the stream wait while so many are held. Where the stream breaks off, what it gave before is given first, and
 * then its failure is thrown.
 */
export async function* inBatches(
  pieces: AsyncIterable<Buffer>,
  bytes: {
    readonly least: number
    readonly most: number
    /** As how many a piece counts that has fewer. */
    readonly ofPiece?: number
  },
): AsyncGenerator<readonly Buffer[]> {
  const held = { pieces: [] as Buffer[], bytes: 0, isEnded: false }
  const came = signal()
  const taken = signal()
  let isStopped = false

  const gather = async (): Promise<void> => {
    for await (const piece of pieces) {
      held.pieces.push(piece)
      // A piece costs memory however little is in it: whoever sends byte by byte fills no more of it.
      held.bytes += Math.max(piece.length, bytes.ofPiece ?? 1)
      if (held.bytes >= bytes.least) came.give()
      while (held.bytes >= bytes.most && !isStopped) await taken.wait()
      // Whoever took the batches has gone: to leave the loop closes the stream.
      if (isStopped) return
    }
  }
  const gathered = gather().finally(() => {
    held.isEnded = true
    came.give()
  })
  // It is looked at in the end; until then its failure is nobody's.
  gathered.catch(() => undefined)
  try {
    for (;;) {
      while (held.bytes < bytes.least && !held.isEnded) await came.wait()
      const batch = held.pieces.splice(0)
      held.bytes = 0
      taken.give()
      if (batch.length === 0) break
      yield batch
    }
  } finally {
    isStopped = true
    taken.give()
  }
  await gathered
}

/** Lets one who waits go on. */
function signal(): { readonly give: () => void; readonly wait: () => Promise<void> } {
  let give = (): void => undefined
  return {
    give: () => {
      give()
    },
    wait: async () =>
      await new Promise<void>((resolve) => {
        give = resolve
      }),
  }
}
