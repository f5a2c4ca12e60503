import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server'
import { webLimits } from '../limits.ts'

/** A request that has an upload, or waits for it. */
interface Turn {
  /** Asks it to let go. */
  readonly letGo: RequestRelease
  /** Tells it that it has the upload. */
  readonly begin: () => void
  isAsked: boolean
}

/**
 * Lets one request at a time have an upload, as the library for tus wants it: those that come later wait in their order, and whoever
 * has it is asked once to let go. The locker of the library asks again in each turn of the event loop, and keeps what came of each
 * turn until the wait is over. A lock throws ERR_LOCK_TIMEOUT of the library after `waitMs`, and where its own request is let go meanwhile.
 */
export function uploadLocker(waitMs: number = webLimits.uploads.lockWaitMs): Locker {
  /** By upload: whoever has it stands first. */
  const lines = new Map<string, readonly Turn[]>()
  const join = (id: string, turn: Turn): void => {
    const before = lines.get(id) ?? []
    lines.set(id, [...before, turn])
    if (before.length === 0) turn.begin()
    askFirst([...before, turn])
  }
  const leave = (id: string, turn: Turn): void => {
    const before = lines.get(id) ?? []
    const line = before.filter((one) => one !== turn)
    if (line.length === 0) lines.delete(id)
    else lines.set(id, line)
    if (line[0] !== before[0]) line[0]?.begin()
    askFirst(line)
  }
  return {
    newLock(id): Lock {
      let own: Turn | null = null
      return {
        async lock(signal, letGo) {
          own = await turnOf(
            letGo,
            { signal, waitMs },
            {
              join: (turn) => join(id, turn),
              leave: (turn) => leave(id, turn),
            },
          )
        },
        unlock() {
          if (own === null) return Promise.reject(new Error('an upload is let go that nobody has'))
          leave(id, own)
          own = null
          return Promise.resolve()
        },
      }
    },
  }
}

/** Waits in a line; throws ERR_LOCK_TIMEOUT where it leaves it again. */
async function turnOf(
  letGo: RequestRelease,
  { signal, waitMs }: { readonly signal: AbortSignal; readonly waitMs: number },
  line: Readonly<Record<'join' | 'leave', (turn: Turn) => void>>,
): Promise<Turn> {
  const late = new AbortController()
  const giveUp = (): void => late.abort(ERRORS.ERR_LOCK_TIMEOUT)
  const timer = setTimeout(giveUp, waitMs)
  signal.addEventListener('abort', giveUp)
  try {
    const turn = await new Promise<Turn>((resolve) => {
      const own: Turn = { letGo, begin: () => resolve(own), isAsked: false }
      late.signal.addEventListener('abort', () => resolve(own))
      line.join(own)
      if (signal.aborted) giveUp()
    })
    // Also where it was given up in the turn of the event loop in which it would have begun.
    if (late.signal.aborted) line.leave(turn)
    late.signal.throwIfAborted()
    return turn
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
  }
}

/** Whoever has an upload for which others wait is asked to let go. */
function askFirst([first, ...waiting]: readonly Turn[]): void {
  if (first === undefined || first.isAsked || waiting.length === 0) return
  first.isAsked = true
  void ask(first)
}

async function ask({ letGo }: Turn): Promise<void> {
  try {
    await letGo()
  } catch {
    // Who cannot be asked is waited for.
  }
}
