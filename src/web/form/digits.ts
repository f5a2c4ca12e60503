/** Where the digits of other scripts begin: Arabic-Indic, its Eastern form, Devanagari, Bengali, Thai, Khmer, full width. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x17e0, 0xff10] as const

/** The text with the digits of every script as those of ASCII. */
export function withPlainDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    const zero = zeros.find((one) => code >= one && code < one + 10)
    return zero === undefined ? digit : String(code - zero)
  })
}
