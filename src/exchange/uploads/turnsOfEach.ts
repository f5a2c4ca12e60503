import type { Leases } from '../leases.ts'

/**
 * Lets what is done with one upload be done one after the other, whatever has become of the one before: in this process by turns, and
 * among the processes of the node by a lease of the upload.
 *
 * @throws UploadElsewhere where another process has it for long
 */
export type InTurn = <Outcome>(
  upload: string,
  work: (isStillAlone: () => boolean) => Promise<Outcome>,
) => Promise<Outcome>

/** Another process of the node is at this upload. */
export class UploadElsewhere extends Error {}

export function turnsOfEach({ alone }: Pick<Leases, 'alone'>): InTurn {
  const last = new Map<string, Promise<unknown>>()
  return async (upload, work) => {
    const before = last.get(upload) ?? Promise.resolve()
    const leased = async () => {
      const done = await alone(`upload:${upload}`, async (isStillAlone) => ({ it: await work(isStillAlone) }))
      if (done === undefined) throw new UploadElsewhere()
      return done.it
    }
    const own = before.then(leased, leased)
    last.set(upload, own)
    try {
      return await own
    } finally {
      if (last.get(upload) === own) last.delete(upload)
    }
  }
}

/** Breaks off where the process was paused for so long that another may be at the upload. */
export async function* whileAlone(
  source: AsyncIterable<Uint8Array>,
  ifAlone: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    ifAlone()
    yield piece
  }
}
