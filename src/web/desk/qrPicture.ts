import { qrCodeOf, quietZone } from '../../letter/qrCode.ts'

/** The QR code of a text as SVG: black on white in every colour scheme, a pixel for each module. */
export function qrPicture(text: string): string {
  const code = qrCodeOf(text)
  const size = code.length + 2 * quietZone
  const dark = code.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x + quietZone} ${y + quietZone}h1v1h-1z`] : [])),
  )
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${dark.join('')}"/></svg>`
  )
}
