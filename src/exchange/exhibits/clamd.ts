import { type Socket, connect } from 'node:net'
import { once } from 'node:events'
import { exchangeLimits } from '../limits.ts'
import type { Scan, Scanner, Scanning } from './scanner.ts'

/** Where a clamd listens, and how much of a file it looks at. */
interface ClamdSetting {
  readonly at: { readonly path: string } | { readonly host: string; readonly port: number }
  readonly bytesMax: number
  readonly policy: 'mark' | 'refuse'
}

/** The same, and the connections to it that are open. */
type OpenClamd = ClamdSetting & { readonly connections: Set<Socket> }

type Found = Pick<Scan, 'outcome' | 'signature' | 'reason'>
type Reason = NonNullable<Scan['reason']>

/** ClamAV's daemon, which is given a file in pieces (INSTREAM of clamd(8)). */
export function clamdScanner(setting: ClamdSetting, now: () => Date): Scanner {
  const connections = new Set<Socket>()
  return {
    policy: setting.policy,
    begin: () => begin({ ...setting, connections }, now),
    close() {
      for (const connection of connections) connection.destroy(new ScannerFailed('failed'))
    },
  }
}

/** What went wrong with the scanner, as a verdict says it. */
class ScannerFailed extends Error {
  readonly reason: Reason

  constructor(reason: Reason) {
    super(reason)
    this.reason = reason
  }
}

const { connectMs, pieceMs, verdictMs, pieceBytes, answerBytesMax } = exchangeLimits.scanner

async function begin(setting: OpenClamd, now: () => Date): Promise<Scanning> {
  let about: Pick<Scan, 'scanner' | 'signatures'> = { scanner: 'ClamAV' }
  let failure: Found | null = null
  let session: Session | null = null
  const failed = (reason: unknown): void => {
    failure ??= notScanned(reason instanceof ScannerFailed ? reason.reason : 'failed')
    session?.close()
  }
  try {
    about = await versionAt(setting)
    session = await opened(setting)
    await session.write('zINSTREAM\0')
  } catch (reason) {
    failed(reason)
  }
  return {
    async feed(piece) {
      try {
        for (let at = 0; at < piece.length && session !== null; at += pieceBytes) {
          // It has said something before the end: it takes no more.
          if (failure !== null || session.hasAnswered()) return
          const part = piece.subarray(at, at + pieceBytes)
          await session.write(lengthOf(part.length))
          await session.write(part)
        }
      } catch (reason) {
        // What it said before it went, says why.
        if (session?.hasAnswered() !== true) failed(reason)
      }
    },
    async verdict({ bytes, sha256 }) {
      const found = failure ?? (session === null ? notScanned('unreachable') : await ended(session))
      const isLarge = bytes > setting.bytesMax
      const said: Found =
        isLarge && found.outcome === 'clean'
          ? { outcome: 'partial', reason: 'limits' }
          : // What it says when it has had too much is mostly lost, for it goes at once.
            isLarge && found.reason === 'failed'
            ? notScanned('tooLarge')
            : found
      return { ...about, ...said, at: now().toISOString(), sha256 }
    },
    drop: () => session?.close(),
  }
}

async function ended(session: Session): Promise<Found> {
  try {
    // An answer before the end is about less than all of it: it may tell of something found, and of nothing else.
    const isEarly = session.hasAnswered()
    if (!isEarly) await session.write(lengthOf(0))
    const found = foundIn(await session.answer(verdictMs))
    return isEarly && found.outcome === 'clean' ? notScanned('failed') : found
  } catch (reason) {
    return session.hasAnswered()
      ? foundIn(session.said())
      : notScanned(reason instanceof ScannerFailed ? reason.reason : 'failed')
  } finally {
    session.close()
  }
}

/** What an answer to INSTREAM means; what is not understood means that nothing is known. */
export function foundIn(answer: string): Found {
  const said = answer.replace(/\0[^]*$/, '').trim()
  if (said === 'stream: OK') return { outcome: 'clean' }
  const signature = /^stream: (.+) FOUND$/.exec(said)?.[1]
  if (signature !== undefined) {
    // It looked at a part of it, and says so where its configuration has AlertExceedsMax.
    const isLimit = signature.startsWith('Heuristics.Limits.Exceeded')
    const name = signature.replace(/[^\x20-\x7e]/g, '?').slice(0, 300)
    return isLimit ? { outcome: 'partial', reason: 'limits' } : { outcome: 'infected', signature: name }
  }
  if (/size limit exceeded/i.test(said)) return notScanned('tooLarge')
  return notScanned(/timed? ?out/i.test(said) ? 'timeout' : 'failed')
}

function notScanned(reason: Reason): Found {
  return { outcome: 'notScanned', reason }
}

/** `ClamAV 1.4.6/27400/Thu Sep 19 08:28:33 2024`: version, number of the signatures, their date. */
async function versionAt(setting: OpenClamd): Promise<Pick<Scan, 'scanner' | 'signatures'>> {
  const session = await opened(setting)
  try {
    await session.write('zVERSION\0')
    const line = (await session.answer(connectMs)).replace(/\0[^]*$/, '').replace(/[^\x20-\x7e]/g, '?')
    const [scanner = '', ...signatures] = line.split('/')
    if (!/^ClamAV \S/.test(scanner)) throw new ScannerFailed('failed')
    const about = signatures.join('/').trim().slice(0, 100)
    return { scanner: scanner.slice(0, 100), ...(about === '' ? {} : { signatures: about }) }
  } finally {
    session.close()
  }
}

/** A connection to a clamd, over which one thing is asked. */
interface Session {
  /** Returns when there is room for more. */
  readonly write: (bytes: Uint8Array | string) => Promise<void>
  /** All that it says until it ends. */
  readonly answer: (withinMs: number) => Promise<string>
  readonly hasAnswered: () => boolean
  readonly said: () => string
  readonly close: () => void
}

async function opened({ at, connections }: OpenClamd): Promise<Session> {
  const socket = connect(at)
  connections.add(socket)
  socket.once('close', () => connections.delete(socket))
  let said = ''
  let error: unknown = null
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    said = (said + text).slice(0, answerBytesMax)
  })
  socket.on('error', (reason) => {
    error = reason
  })
  const closed = once(socket, 'close').catch(() => undefined)
  /** Goes on as soon as there is room, or nobody there any more; not by waiting for `closed`, where each wait would stay until the end. */
  let goOn = (): void => undefined
  for (const event of ['drain', 'close']) socket.on(event, () => goOn())
  try {
    await within(connectMs, once(socket, 'connect'), 'timeout')
  } catch (reason) {
    socket.destroy()
    throw reason instanceof ScannerFailed ? reason : new ScannerFailed('unreachable')
  }
  return {
    async write(bytes) {
      if (error !== null || !socket.writable) throw new ScannerFailed('failed')
      if (socket.write(bytes)) return
      await within(pieceMs, new Promise<void>((resolve) => (goOn = resolve)), 'timeout')
    },
    async answer(withinMs) {
      await within(withinMs, closed, 'timeout')
      return said
    },
    hasAnswered: () => said !== '',
    said: () => said,
    close: () => socket.destroy(),
  }
}

/** Each piece stands behind its length; one of nothing is the end. */
function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}

async function within<Outcome>(ms: number, waited: Promise<Outcome>, reason: Reason): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ScannerFailed(reason)), ms)
  })
  try {
    return await Promise.race([waited, late])
  } finally {
    clearTimeout(timer)
  }
}
