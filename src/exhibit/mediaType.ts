import { fileTypeFromBuffer } from 'file-type/core'

/** Of what nothing is known. */
const anything = 'application/octet-stream'
const plainText = 'text/plain'

/** As schemas/part/exhibit.json has it. */
const mediaType = /^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,99}$/

/** Controls that no text has: all but tab, line feed, form feed and carriage return. */
const control = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]/

/**
 * The media type of a file by its first bytes, whatever its name says. HTML and scripts have no mark by which they are
 * known: they are text.
 *
 * @param head - the first 4 KiB, or all of it where it has fewer
 * @param isWhole - whether that is all of it
 */
export async function sniffMediaType(head: Uint8Array, isWhole: boolean): Promise<string> {
  const known = await markedType(head)
  if (known !== null) return known
  return head.length > 0 && isText(head, isWhole) ? plainText : anything
}

/** By a mark that files of the type begin with; null where there is none. */
async function markedType(head: Uint8Array): Promise<string | null> {
  let found: string | undefined
  try {
    found = (await fileTypeFromBuffer(head))?.mime
  } catch {
    // A mark, and nonsense behind it: the library follows what the file says of itself. It is what it is without a mark.
    return null
  }
  // Some have parameters, as "audio/ogg; codecs=opus", or capitals, which mean nothing (RFC 2045 section 5.1).
  const bare = found?.split(';')[0]?.trim().toLowerCase() ?? ''
  return mediaType.test(bare) ? bare : null
}

/** Whether the bytes are UTF-8 without controls; the last character may be cut off where there is more of the file. */
function isText(head: Uint8Array, isWhole: boolean): boolean {
  try {
    return !control.test(new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole }))
  } catch {
    return false
  }
}
