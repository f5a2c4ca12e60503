/** What the script of uploads asks its desk, beside the bytes themselves. */

/** Refused by the desk, in the words of the reader: this file comes to nothing. */
export class Refused extends Error {}
/** The desk cannot at the moment, in the words of the reader: it may be tried again. */
export class NotNow extends Error {}
/** The session has ended. */
export class SignedOut extends Error {}

/** By what an upload goes on: where it is, and what proves that the page is one of this session. */
export interface Beginning {
  readonly place: string
  readonly formToken: string
}

interface Listed {
  readonly formToken: string
  readonly uploads: readonly { readonly place: string; readonly fingerprint: string }[]
}

/** How an upload stands at the desk. */
export interface Standing {
  readonly status: 'coming' | 'whole' | 'taken' | 'ended' | 'expired' | 'refused'
  /** Why it was not taken in, in the words of the reader. */
  readonly text: string | null
}

/**
 * Where a file goes on whose bytes have come in part, or where it begins.
 *
 * @param uploads - where the uploads of the draft are
 * @param said - what the form says of the file
 */
export async function beginningOf(
  uploads: string,
  file: File,
  said: URLSearchParams,
  known: string | null,
): Promise<Beginning> {
  const { formToken, uploads: listed } = (await asked(uploads)) as Listed
  if (known !== null) return { place: known, formToken }
  const fingerprint = await fingerprintOf(file)
  const found = listed.find((one) => one.fingerprint === fingerprint)
  if (found !== undefined) return { place: found.place, formToken }
  const members = new URLSearchParams(said)
  const own = { formToken, name: file.name, bytes: String(file.size), fingerprint }
  for (const [name, value] of Object.entries(own)) members.set(name, value)
  const { place } = (await asked(uploads, members)) as { readonly place: string }
  return { place, formToken }
}

export async function standingOf(place: string): Promise<Standing> {
  return (await asked(place)) as Standing
}

/** Has what came of an upload destroyed. */
export async function destroy(uploads: string, place: string): Promise<void> {
  const { formToken } = (await asked(uploads)) as Listed
  await fetch(`${place}/end`, {
    method: 'POST',
    body: new URLSearchParams({ formToken }),
    redirect: 'manual',
  })
}

async function asked(path: string, members?: URLSearchParams): Promise<unknown> {
  const order = members === undefined ? {} : { method: 'POST', body: members }
  const response = await fetch(path, { ...order, headers: { Accept: 'application/json' } })
  if (response.redirected) throw new SignedOut()
  const isForScript = response.headers.get('content-type')?.startsWith('application/json') === true
  const answer = isForScript ? ((await response.json()) as { readonly text?: string | null }) : {}
  if (response.ok && isForScript) return answer
  const text = answer.text ?? ''
  throw response.status >= 500 || response.status === 429 ? new NotNow(text) : new Refused(text)
}

/** How much of the beginning and of the end of a file is looked at to know it again. */
const edgeBytes = 256 * 1024

/**
 * By what a file is known again that was chosen before, on this or another page: its name, size and age, and what stands at its
 * beginning and its end; where the browser has no digests, which it has at every address by TLS, only the former.
 */
async function fingerprintOf(file: File): Promise<string> {
  const facts = `${file.size} ${file.lastModified} ${file.name}`
  if (!('subtle' in crypto)) return facts.slice(0, 300)
  const [head, tail] = [file.slice(0, edgeBytes), file.slice(-edgeBytes)]
  const all = await new Blob([facts, head, tail]).arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
