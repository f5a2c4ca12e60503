import { MessageChannel } from 'node:worker_threads'

/** Below this, memory may be shared by many buffers, and what could be given back is little. */
const ownBytesMin = 4 * 1024

/** A port at whose other end is nobody: what is given to it is freed. */
const { port1: nobody, port2: otherEnd } = new MessageChannel()
otherEnd.close()

/**
 * Gives the memory of pieces back at once, which nobody reads any more: left to the collector, which goes by the small things beside
 * it, megabytes of it would stay until they are found. A piece that has its memory not for itself is left alone.
 */
export function giveBack(pieces: readonly Uint8Array[]): void {
  const memory = pieces.flatMap(({ buffer, byteLength }) =>
    byteLength >= ownBytesMin && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer
      ? [buffer]
      : [],
  )
  if (memory.length > 0) nobody.postMessage(null, memory)
}
