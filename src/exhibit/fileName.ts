/** What a file is called whose name holds nothing that can be shown. */
const nameless = 'file'

/** Characters of a name, as schemas/part/exhibit.json has it; bytes in UTF-8, as file systems have it; of its ending. */
const charactersMax = 200
const bytesMax = 255
const endingCharactersMax = 16

const loneSurrogate = /\p{Surrogate}/gu
/** Whatever breaks a line or is a space of another width. */
const spaces = /[\p{Zs}\p{Zl}\p{Zp}\t\n\r\v\f]/gu
/**
 * Controls, and what is not seen and changes how the rest is read: direction, joins of words, tags. Two of these that
 * words of Persian, Hindi and others are written with stay: U+200C and U+200D.
 */
const unseen = /\p{Cc}|(?![\u200c\u200d])\p{Cf}/gu
/** What means something else than itself in a name of Windows. */
const meaningful = /[<>:"|?*]/g
/** Devices of Windows, whatever ending they have. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(?=$|[ .])/i

/**
 * A name under which a file can be announced, shown and saved anywhere: one line that reads as it is written, of at most
 * 200 characters, without a folder, that is no device and not hidden. The same name stays the same. Nothing is known of a
 * file by its ending.
 *
 * @param given - whatever somebody calls it: a path, or the name that a peer says
 */
export function safeFileName(given: string): string {
  return [lastOfPath, readable, harmlessEverywhere, short, withoutEdges].reduce(
    (name, step) => step(name),
    given,
  )
}

/** The last part of a path that is more than dots. */
function lastOfPath(path: string): string {
  return path.split(/[/\\]/).findLast((part) => /[^.\s]/.test(part)) ?? ''
}

function readable(name: string): string {
  // In this order: what is taken out from between two characters can let them become one.
  return name.replace(loneSurrogate, '\ufffd').replace(spaces, ' ').replace(unseen, '').normalize('NFC')
}

function harmlessEverywhere(name: string): string {
  const plain = withoutEdges(name.replace(meaningful, '_'))
  // A dot hides a file, a dash makes an option of it.
  const shown = plain.replace(/^[.-]+/, '_')
  return device.test(shown) ? `_${shown}` : shown
}

/** Cuts a name that is too long, and keeps its ending where that is a short one. */
function short(name: string): string {
  if (fits(name)) return name
  const characters = Array.from(name)
  const dot = characters.lastIndexOf('.')
  const endsShortly = dot > 0 && characters.length - dot <= endingCharactersMax
  const ending = endsShortly ? characters.slice(dot) : []
  const stem = characters.slice(0, endsShortly ? dot : undefined).slice(0, charactersMax - ending.length)
  while (!fits([...stem, ...ending].join(''))) stem.pop()
  return withoutEdges(stem.join('')) + ending.join('')
}

function fits(name: string): boolean {
  return Array.from(name).length <= charactersMax && Buffer.byteLength(name) <= bytesMax
}

/** Without the spaces around it, and without dots at its end, which some systems drop. */
function withoutEdges(name: string): string {
  return name.replace(/^[ ]+|[ .]+$/g, '') || nameless
}
