/** What the page says of uploads, in the language of its reader, with numbers as that language writes them. */

const { lang } = document.documentElement
const percentFormat = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 0 })
const numberFormat = new Intl.NumberFormat(lang)

/** A sentence with what belongs in its places, `{name}`. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{([a-z]+)\}/g, (place, name: string) => {
    const value = values[name]
    return typeof value === 'number' ? numberFormat.format(value) : (value ?? place)
  })
}

/** @param share - of 1 */
export function percentText(share: number): string {
  return percentFormat.format(share)
}

export function bytesText(bytes: number): string {
  const step = Math.min(4, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const unit = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'][step] ?? 'byte'
  return inUnit(bytes / 1000 ** step, unit, step === 0 ? 'long' : 'short')
}

export function durationText(seconds: number): string {
  if (seconds < 60) return inUnit(Math.ceil(seconds), 'second', 'long')
  if (seconds < 3_600) return inUnit(Math.ceil(seconds / 60), 'minute', 'long')
  return inUnit(seconds / 3_600, 'hour', 'long')
}

function inUnit(value: number, unit: string, unitDisplay: 'long' | 'short'): string {
  return new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 }).format(
    value,
  )
}
