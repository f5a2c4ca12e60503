import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'

/** A pin: the SHA-256 of a list-signer certificate, lower-case hex. */
const pinPattern = /^[0-9a-f]{64}$/

/** Writes a pin for paper: sixteen groups of four, in four lines of four. */
export function spellPin(pin: string): string {
  const group = (place: number) => pin.slice(place, place + 4).toUpperCase()
  return [0, 16, 32, 48]
    .map((start) => [0, 4, 8, 12].map((place) => group(start + place)).join(' '))
    .join('\n')
}

/**
 * Writes a pin for the telephone: twenty-four English words of the list of BIP-39, no two of which begin with the same
 * four letters. The last one is a checksum over the others, so that a word that was misheard is noticed.
 */
export function wordsOfPin(pin: string): string {
  return entropyToMnemonic(Buffer.from(pin, 'hex'), wordlist)
}

/**
 * Reads a pin as people type it: 64 hexadecimal digits, upper or lower case, with spaces, line ends, colons or hyphens
 * between them; or its twenty-four words. Null where it is neither, or the words do not fit together.
 */
export function readPin(text: string): string | null {
  const digits = text.replace(/[\s:-]/g, '').toLowerCase()
  if (pinPattern.test(digits)) return digits
  const words = text
    .trim()
    .toLowerCase()
    .split(/[\s,.-]+/)
  if (words.length !== 24) return null
  try {
    return Buffer.from(mnemonicToEntropy(words.join(' '), wordlist)).toString('hex')
  } catch {
    return null
  }
}
