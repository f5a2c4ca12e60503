import type { Request, RequestHandler, Response } from 'express'
import { limits } from '../../message/limits.ts'
import { answerPlainly } from '../problem.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import type { Services } from '../services.ts'
import { tracedForPeer } from '../traced.ts'
import { callerOf, onlyPeers } from './peer.ts'

const isDigest = /^[0-9a-f]{64}$/

/**
 * `GET /exchange/exhibits/<SHA-256 of the sealed form, hex>` with a range (RFC 9110 section 14): a part of a sealed file, to
 * the State to which a message handed it over, and to everybody else that nothing is here. Of a longer range the beginning
 * is given. The answer is not signed: what is in it proves itself.
 */
export function exhibits(services: Services): RequestHandler[] {
  return [
    onlyPeers(services),
    tracedForPeer(services, 'give a file'),
    async (request, response) => {
      const { sha256 } = request.params
      const states = callerOf(response).states
      const isNamed = typeof sha256 === 'string' && isDigest.test(sha256)
      try {
        const found = isNamed ? await services.exhibit(sha256, states) : null
        if (found === null) answerPlainly(response, 404, 'Nothing is here')
        else await give(request, response, found)
      } catch (reason) {
        if (!(reason instanceof ExhibitStoreUnavailable)) throw reason
        answerPlainly(response, 503, 'The file cannot be read now')
      }
    },
  ]
}

type Found = NonNullable<Awaited<ReturnType<Services['exhibit']>>>

async function give(request: Request, response: Response, found: Found): Promise<void> {
  response.set('Accept-Ranges', 'bytes')
  const range = rangeIn(request, found.bytes)
  if (range === null) {
    response.set('Content-Range', `bytes */${found.bytes}`)
    answerPlainly(response, 416, 'One range of bytes within the file must be asked for')
    return
  }
  const end = Math.min(range.end, range.start + found.rangeBytesMax - 1)
  const source = request.method === 'HEAD' ? null : await found.read(range.start, end)
  response
    .status(206)
    .type('application/octet-stream')
    .set({
      'Content-Range': `bytes ${range.start}-${end}/${found.bytes}`,
      'Content-Length': String(end - range.start + 1),
      'Content-Disposition': 'attachment',
    })
  if (source === null) {
    response.end()
    return
  }
  // Whoever takes nothing for so long does not hold the file open.
  response.setTimeout(limits.requestMs, () => response.destroy())
  try {
    for await (const piece of source) await written(response, piece)
    response.end()
  } catch (reason) {
    // The peer went away, and asks again for what it has not got; or the disk failed in the middle, which is told by whoever ends the answer.
    if (!response.destroyed) throw reason
  }
}

/** Returns when the system has taken all of a piece. */
async function written(response: Response, piece: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const gone = (): void => {
      reject(new Error('the peer went away'))
    }
    response.once('close', gone)
    response.write(piece, (reason) => {
      response.off('close', gone)
      if (reason == null) resolve()
      else reject(reason)
    })
  })
}

/** Null where there is none, more than one, or one outside of the file. */
function rangeIn(request: Request, size: number): { readonly start: number; readonly end: number } | null {
  const ranges = request.range(size)
  if (!Array.isArray(ranges) || ranges.type !== 'bytes' || ranges.length !== 1) return null
  return ranges[0] ?? null
}
