/**
 * The script of the page on which files are added to a draft (decision 0099): it brings each file piece by piece, by the client of
 * tus, and goes on where it stopped, after a cut, on another page, with another session. Where it does not run, the form is sent
 * as it is.
 *
 * The part of the page is `[data-upload]`, which is the path of the uploads of the draft; the sentences in its other attributes are
 * those of the reader's language.
 */
import { DetailedError, Upload } from 'tus-js-client'
import {
  NotNow,
  Refused,
  SignedOut,
  type Beginning,
  beginningOf,
  destroy,
  standingOf,
} from './uploadAsking.ts'
import { type UploadPage, uploadPageOf } from './uploadPage.ts'

/** What became of a file. */
type Outcome = 'added' | 'cancelled' | { readonly refused: string }

/** Somebody has pressed a button. */
class Pressed extends Error {
  readonly what: 'pause' | 'cancel'
  constructor(what: 'pause' | 'cancel') {
    super(what)
    this.what = what
  }
}

/** How long it is waited each time that a piece does not come through; then somebody has to say that it goes on. */
const retryDelays = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000]
/** A piece, which takes less than an hour on the slowest line that is borne; no file has more than so many. */
const pieceBytes = 8 * 1024 * 1024
const piecesMax = 16_384
const lookEveryMs = 500

async function uploadAll(page: UploadPage, files: readonly File[]): Promise<void> {
  const said = page.said()
  page.begin()
  let areAllAdded = true
  for (const [at, file] of files.entries()) {
    page.beginFile(file, at + 1, files.length)
    const outcome = await uploadOne(page, file, said)
    page.endFile(file, outcome)
    areAllAdded &&= outcome === 'added'
  }
  page.end(areAllAdded)
}

/** Goes on with a file for as long as somebody wants. */
async function uploadOne(page: UploadPage, file: File, said: URLSearchParams): Promise<Outcome> {
  let place: string | null = null
  let isRenewed = false
  for (;;) {
    try {
      const beginning = await beginningOf(page.uploads, file, said, place)
      place = beginning.place
      await send(page, file, beginning)
      return await becomes(page, place)
    } catch (reason) {
      const end = await endBy(reason, place)
      if (end !== null) return end
      // They have signed in anew meanwhile: the page has another token from then on.
      const isOfOtherSession: boolean = statusOf(reason) === 403 && !isRenewed
      isRenewed = isOfOtherSession
      if (isOfOtherSession) continue
      if (!isPressed(reason, 'cancel')) page.stop(await wordsFor(reason, file))
    }
    if ((await page.goesOn()) === 'cancel') {
      if (place === null) return 'cancelled'
      await destroy(page.uploads, place).catch(() => undefined)
      return await afterCancelling(page, place)
    }
  }
}

/** Brings what the desk has not of a file; throws what keeps it from that. */
async function send(page: UploadPage, file: File, { place, formToken }: Beginning): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(file, {
      uploadUrl: new URL(place, location.href).href,
      headers: { 'Rogatory-Form-Token': formToken },
      chunkSize: Math.max(pieceBytes, Math.ceil(file.size / piecesMax)),
      retryDelays,
      storeFingerprintForResuming: false,
      onShouldRetry: (failed) => {
        const isWorth = mayPass(failed)
        if (isWorth) page.retry()
        return isWorth
      },
      onProgress: (came, bytes) => page.progress(came, bytes),
      onSuccess: () => resolve(),
      onError: reject,
    })
    page.onPress((what) => {
      void upload.abort().then(() => reject(new Pressed(what)))
    })
    upload.start()
  })
}

/** With which status the desk said no to bytes; null: it was something else. */
function statusOf(reason: unknown): number | null {
  return reason instanceof DetailedError ? (reason.originalResponse?.getStatus() ?? 0) : null
}

/** Whether it may come through if it is sent once more: the line was cut, or the node is busy or not there. */
function mayPass(failed: DetailedError): boolean {
  const status = statusOf(failed) ?? 0
  return status === 0 || status >= 500 || [408, 409, 423, 429].includes(status)
}

/** Waits until the desk has taken in what has come. */
async function becomes(page: UploadPage, place: string): Promise<Outcome> {
  for (;;) {
    const { status, text } = await standingOf(place)
    if (status === 'taken') return 'added'
    if (status !== 'whole') return { refused: text ?? '' }
    page.takingIn()
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

/** All of it may have come before it was to be destroyed: then it is in the draft, whatever was pressed. */
async function afterCancelling(page: UploadPage, place: string): Promise<Outcome> {
  try {
    const { status } = await standingOf(place)
    return status === 'whole' || status === 'taken' ? await becomes(page, place) : 'cancelled'
  } catch {
    return 'cancelled'
  }
}

/** What has become of a file by now; null: it may go on. */
async function endBy(reason: unknown, place: string | null): Promise<Outcome | null> {
  if (reason instanceof Refused) return { refused: reason.message }
  if (!(reason instanceof DetailedError) || mayPass(reason) || place === null) return null
  // What is answered to bytes is not for the reader: how the upload stands is.
  try {
    const { status, text } = await standingOf(place)
    if (status === 'taken') return 'added'
    return status === 'coming' || status === 'whole' ? null : { refused: text ?? '' }
  } catch (again) {
    return again instanceof Refused ? { refused: again.message } : null
  }
}

/** What the page says of what keeps a file from going on. */
async function wordsFor(reason: unknown, file: File): Promise<StopWords> {
  if (reason instanceof NotNow) return { text: reason.message }
  if (isPressed(reason, 'pause')) return 'paused'
  if (reason instanceof SignedOut) return 'signedOut'
  try {
    // A file that was moved or changed looks like a line that is cut.
    await file.slice(0, 1).arrayBuffer()
  } catch {
    return 'unreadable'
  }
  return isSignInPage(reason) ? 'signedOut' : 'broken'
}

type StopWords = Parameters<UploadPage['stop']>[0]

function isPressed(reason: unknown, what: 'pause' | 'cancel'): boolean {
  return reason instanceof Pressed && reason.what === what
}

/** Whether the desk has led to where one signs in, as it does whoever has no session. */
function isSignInPage(reason: unknown): boolean {
  if (!(reason instanceof DetailedError)) return false
  const answer = reason.originalResponse?.getUnderlyingObject() as XMLHttpRequest | undefined
  return answer?.responseURL.includes('/sign-in') === true
}

for (const part of document.querySelectorAll<HTMLElement>('[data-upload]')) {
  const page = uploadPageOf(part)
  page?.onSubmit((files) => void uploadAll(page, files))
}
