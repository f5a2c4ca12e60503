import { DataStore, ERRORS, Upload } from '@tus/server'
import type { Uploads } from '../../exchange/uploads/uploads.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'

/** What the library for tus is told in the place of a refusal, and gives back. */
export class RefusedUpload extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** What is wanted where it is granted. Throws RefusedUpload where it is not. */
export function granted<Outcome extends object>(outcome: Result<Outcome>): Outcome {
  if (!outcome.ok) throw new RefusedUpload(outcome)
  return outcome
}

/** Where the library for tus puts what comes. Who may do what was looked at before (`tus.ts`). */
export class UploadStore extends DataStore {
  readonly #uploads: Uploads
  readonly #end: (upload: string) => Promise<void>

  /** @param end - ends an upload in the name of whoever asks for it */
  constructor(uploads: Uploads, end: (upload: string) => Promise<void>) {
    super()
    this.#uploads = uploads
    this.#end = end
    this.extensions = ['creation', 'expiration', 'termination']
  }

  override async getUpload(id: string): Promise<Upload> {
    const { row, offset } = granted(await this.#uploads.settled(id))
    // The library adds the time that an upload has to this instant.
    const since = new Date(row.expires_at.getTime() - this.getExpiration())
    const isOver = row.status !== 'coming'
    const creation = isOver ? {} : { creation_date: since.toISOString() }
    return new Upload({ id, size: row.bytes, offset, ...creation })
  }

  override async write(source: AsyncIterable<Uint8Array>, id: string, offset: number): Promise<number> {
    return granted(await this.#uploads.append(id, offset, source)).offset
  }

  override async remove(id: string): Promise<void> {
    await this.#end(id)
  }

  override getExpiration(): number {
    return exchangeLimits.uploads.idleMs
  }
}

const { MISSING_OFFSET, FILE_NOT_FOUND, INVALID_OFFSET, FILE_NO_LONGER_EXISTS } = ERRORS
const { ERR_SIZE_EXCEEDED, ERR_MAX_SIZE_EXCEEDED, INVALID_LENGTH, INVALID_METADATA } = ERRORS
const { UNSUPPORTED_CONCATENATION_EXTENSION, UNSUPPORTED_CREATION_DEFER_LENGTH_EXTENSION } = ERRORS
const { ERR_LOCK_TIMEOUT, ABORTED } = ERRORS

const ofLibrary: readonly (readonly [{ readonly status_code: number; readonly body: string }, Refusal])[] = [
  [MISSING_OFFSET, refuse('UPLOAD_HEAD_INVALID', { detail: 'Upload-Offset' })],
  [INVALID_LENGTH, refuse('UPLOAD_HEAD_INVALID', { detail: 'Upload-Length' })],
  [UNSUPPORTED_CONCATENATION_EXTENSION, refuse('UPLOAD_HEAD_INVALID', { detail: 'Upload-Concat' })],
  [
    UNSUPPORTED_CREATION_DEFER_LENGTH_EXTENSION,
    refuse('UPLOAD_HEAD_INVALID', { detail: 'Upload-Defer-Length' }),
  ],
  [INVALID_METADATA, refuse('UPLOAD_METADATA_INVALID')],
  [FILE_NOT_FOUND, refuse('UPLOAD_UNKNOWN')],
  [INVALID_OFFSET, refuse('UPLOAD_OFFSET_WRONG')],
  [FILE_NO_LONGER_EXISTS, refuse('UPLOAD_EXPIRED')],
  [ERR_SIZE_EXCEEDED, refuse('UPLOAD_BEYOND_LENGTH')],
  [ERR_MAX_SIZE_EXCEEDED, refuse('EXHIBIT_TOO_LARGE')],
  // Somebody else asks for the same upload, who has it now.
  [ERR_LOCK_TIMEOUT, refuse('NODE_BUSY')],
  [ABORTED, refuse('NODE_BUSY')],
]

/** The refusal in what the library has caught; null: it is none. */
export function refusalIn(caught: unknown): Refusal | null {
  if (caught instanceof RefusedUpload) return caught.refusal
  const known = ofLibrary.find(([error]) => error === caught)
  if (known !== undefined) return known[1]
  // Of its own class, which it does not give: more came in one request than its head has said.
  return caught instanceof Error && 'status_code' in caught && caught.status_code === 413
    ? refuse('UPLOAD_BEYOND_LENGTH')
    : null
}
