import { Metadata } from '@tus/server'
import { circumstancesOf, wrongOfIntake } from '../../exchange/exhibits/circumstances.ts'
import type { UploadOrder } from '../../exchange/uploads/beginUpload.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'

/** What `Upload-Metadata` may say. What type a file is, is told by its beginning: `filetype` is not looked at. */
const known = ['filename', 'filetype', 'request', 'derivedFrom', 'place', 'reason'] as const
type Name = (typeof known)[number]

/**
 * What the head of a request says of the file that is to be uploaded. Refuses with UPLOAD_METADATA_INVALID what is misspelt,
 * too long or no text, where there is no name, and a place or reason that custody cannot tell.
 */
export function metadataIn(
  header: string | undefined,
): Result<{ readonly said: Omit<UploadOrder, 'id' | 'bytes'> }> {
  const said = parsed(header)
  if (said === null) return refuse('UPLOAD_METADATA_INVALID', { expected: ['a name and base64, in pairs'] })
  const { characters } = { characters: webLimits.api.parameterCharactersMax }
  const refusal = (detail: string): Refusal => refuse('UPLOAD_METADATA_INVALID', { detail, expected: known })
  for (const [name, value] of Object.entries(said)) {
    if (!known.some((one) => one === name)) return refusal(name.slice(0, characters))
    if (value === '' || value.length > characters || /[\p{Cc}\p{Cs}\ufffd]/u.test(value)) return refusal(name)
  }
  const { filename, request, derivedFrom, place, reason } = said as Partial<Record<Name, string>>
  if (filename === undefined) return refusal('filename')
  const [wrong] = wrongOfIntake({ place: place ?? '', reason: reason ?? '' })
  if (wrong !== undefined) return refusal(wrong)
  const about = request === undefined ? {} : { request }
  return {
    ok: true,
    said: {
      ...{ name: filename, ...about, ...(derivedFrom === undefined ? {} : { derivedFrom }) },
      ...circumstancesOf({ place: place?.trim() ?? '', reason: reason?.trim() ?? '' }),
    },
  }
}

function parsed(header: string | undefined): Readonly<Record<string, string>> | null {
  if (header === undefined) return {}
  try {
    const pairs = Object.entries(Metadata.parse(header))
    return Object.fromEntries(pairs.map(([name, value]) => [name, value ?? '']))
  } catch {
    return null
  }
}

/** The heads that the library for tus is shown: nothing that it does not need, and nobody's token. */
export const shownHeads = [
  'tus-resumable',
  'upload-length',
  'upload-offset',
  'upload-metadata',
  'upload-defer-length',
  'upload-concat',
  'content-type',
  'content-length',
] as const

/** Why a request is not one of tus 1.0 with the one media type that its bytes have; null: it is one. */
export function headRefusal({
  method,
  headers,
}: {
  readonly method: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}): Refusal | null {
  if (method === 'OPTIONS') return null
  if (headers['tus-resumable'] !== '1.0.0') return refuse('UPLOAD_PROTOCOL_UNKNOWN', { expected: ['1.0.0'] })
  if (method === 'PATCH' && headers['content-type'] !== bytesType)
    return refuse('UPLOAD_TYPE_WRONG', { expected: [bytesType] })
  return null
}

const bytesType = 'application/offset+octet-stream'
