import { once } from 'node:events'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import type { Request, Response } from 'express'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { type UploadBody, uploadBody } from '../systems/uploadBody.ts'
import { type Member, formIn, isFilesForm, ownMembers } from './form.ts'

/** A file of a form, to be read while it comes. */
export interface PostedFile {
  /** As the browser says it: nothing is known by it. */
  readonly name: string
  /** Throws where it does not come to its end. */
  readonly source: AsyncIterable<Uint8Array>
}

/** The values of each member of a form, as `formIn` reads them. */
export type Values<Name extends string> = Readonly<Record<Name, readonly string[]>>

interface FilesForm<Name extends string, Taken extends object> {
  readonly members: Readonly<Record<Name, Member>>
  /** The member that its files have. */
  readonly fileMember: string
  readonly filesMax: number
  /** Bytes of the whole form. */
  readonly bytesMax: number
  /** Asked once all members are there, before the first file. */
  readonly begin: (values: Values<Name>) => Promise<Result<object>> | Result<object>
  /** Takes a file, one after the other. */
  readonly take: (file: PostedFile, values: Values<Name>) => Promise<Result<Taken>>
}

/** What has come of a form with files. */
export interface ReadFiles<Name extends string, Taken extends object> {
  /** What was taken until it came to its end, or did not. */
  readonly taken: readonly Taken[]
  readonly outcome: Result<{ readonly values: Values<Name> }>
}

/** What has come of a file breaks off: with its connection, or because the form is refused. */
class BrokenOff extends Error {}

/**
 * Reads a form with files (RFC 7578) as it comes: no file is held in memory, and none is looked at before all members were read,
 * its token among them, which pages therefore put first. Refuses as `formIn`, with FORM_TYPE_UNKNOWN what is no such form or
 * breaks off, FORM_TOO_LARGE, FORM_TOKEN_INVALID, FORM_FIELDS_TOO_MANY, UPLOAD_TOO_SLOW, and as `begin` and `take` do; a file
 * without a name, which a browser sends where none was chosen, is none.
 *
 * @throws whatever `begin` or `take` throw of themselves
 */
export async function readFilesForm<Name extends string, Taken extends object>(
  request: Request,
  response: Response,
  form: FilesForm<Name, Taken>,
): Promise<ReadFiles<Name, Taken>> {
  const body = uploadBody(request, () => performance.now())
  const at = { pointer: `/${form.fileMember}` }
  const none = (refusal: Refusal): ReadFiles<Name, Taken> => ({ taken: [], outcome: refusal })
  const parser = isFilesForm(request) ? parserFor(request, form.filesMax) : null
  const read =
    parser === null
      ? none(refuse('FORM_TYPE_UNKNOWN'))
      : !isOfSize(request, form.bytesMax)
        ? none(refuse('FORM_TOO_LARGE', at))
        : await readWith(parser, body, response, form)
  if (!read.outcome.ok) await body.readAway()
  // What is still on its way is no other request. Not earlier: whoever hangs up meanwhile is to be heard.
  if (!request.complete) response.set('Connection', 'close')
  return read
}

async function readWith<Name extends string, Taken extends object>(
  parser: BusboyInstance,
  body: UploadBody,
  response: Response,
  { members, fileMember, begin, take }: FilesForm<Name, Taken>,
): Promise<ReadFiles<Name, Taken>> {
  const fields: [string, string][] = []
  const taken: Taken[] = []
  const open = new Set<BusboyFileStream>()
  /** The first that went wrong: a refusal, or what was thrown. */
  const fate: { refusal: Refusal | null; failure: { readonly reason: unknown } | null } = {
    refusal: null,
    failure: null,
  }
  const ended = new AbortController()
  let begun: Promise<Result<{ readonly values: Values<Name> }>> | null = null
  let last: Promise<void> = Promise.resolve()

  const at = { pointer: `/${fileMember}` }
  const brokenOff = refuse('FORM_TYPE_UNKNOWN', { ...at, detail: 'it broke off' })
  const stop = (refusal: Refusal): void => {
    if (ended.signal.aborted) return
    fate.refusal = refusal
    ended.abort()
  }
  const beginOnce = async (): Promise<Result<{ readonly values: Values<Name> }>> => {
    const own = ownMembers(response, fields)
    if (!own.ok) return own
    const form = formIn(response, members)
    if (!form.ok) return form
    const may = await begin(form.values)
    return may.ok ? form : may
  }
  const takeNext = async (stream: BusboyFileStream, name: string): Promise<void> => {
    if (ended.signal.aborted) return
    begun ??= beginOnce()
    const form = await begun
    if (!form.ok) {
      stop(form)
      return
    }
    const done = await take({ name, source: stream }, form.values)
    open.delete(stream)
    if (done.ok) taken.push(done)
    else stop(done)
  }
  parser.on('field', (name: string | undefined, value, isNameCut, isValueCut) => {
    if (name === undefined) {
      stop(refuse('FORM_MEMBER_UNKNOWN'))
      return
    }
    // What stands behind a file was not there when the file was looked at.
    if (isNameCut || isValueCut || begun !== null || open.size > 0) stop(refuse('FORM_MEMBER_INVALID'))
    else fields.push([name, value])
  })
  parser.on('file', (field, stream, name: string | undefined) => {
    stream.on('error', () => stop(brokenOff))
    if (field !== fileMember) stop(refuse('FORM_MEMBER_UNKNOWN'))
    if (name === undefined || name === '') {
      stream.resume()
      return
    }
    open.add(stream)
    last = last
      .then(() => takeNext(stream, name))
      .catch((reason: unknown) => {
        // What breaks because all was ended has a reason already.
        if (ended.signal.aborted) return
        fate.failure = { reason }
        ended.abort()
      })
  })
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
    parser.on(limit, () => stop(refuse('FORM_FIELDS_TOO_MANY', at)))
  parser.on('error', () => stop(brokenOff))

  await feed(body.source, parser, ended.signal).catch(() => stop(brokenOff))
  if (ended.signal.aborted) for (const stream of open) stream.destroy(new BrokenOff())
  await last
  parser.destroy()
  if (fate.failure !== null) throw fate.failure.reason
  if (fate.refusal !== null)
    return { taken, outcome: body.isSlow() ? refuse('UPLOAD_TOO_SLOW', at) : fate.refusal }
  begun ??= beginOnce()
  return { taken, outcome: await begun }
}

/** Gives the form to its reader as fast as that takes it, and waits until it has come to its end. */
async function feed(
  source: AsyncIterable<Uint8Array>,
  parser: BusboyInstance,
  signal: AbortSignal,
): Promise<void> {
  for await (const piece of source) {
    signal.throwIfAborted()
    if (!parser.write(piece)) await once(parser, 'drain', { signal })
  }
  signal.throwIfAborted()
  const finished = once(parser, 'finish', { signal })
  parser.end()
  await finished
}

/** Null: the head does not say where its parts begin. */
function parserFor({ headers }: Request, filesMax: number): BusboyInstance | null {
  const { fieldsMax, fieldBytesMax, partHeaderBytesMax, partHeadersMax } = webLimits.desk.files
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      limits: {
        fieldNameSize: 100,
        fieldSize: fieldBytesMax,
        fields: fieldsMax,
        files: filesMax,
        parts: fieldsMax + filesMax,
        headerPairs: partHeadersMax,
        headerSize: partHeaderBytesMax,
      },
    })
  } catch {
    return null
  }
}

/** Every browser says how long a form is; what does not is not read. */
function isOfSize({ headers }: Request, bytesMax: number): boolean {
  const length = headers['content-length']
  return length !== undefined && Number(length) <= bytesMax
}
