import { create } from 'qrcode'

/** A QR code as rows of modules, true where it is dark; without the quiet zone of four modules around it. */
export type QrCode = readonly (readonly boolean[])[]

/** Modules of white that must stand on each side. */
export const quietZone = 4

/** The QR code of an address, with error correction M (15 %): it survives a stamp at its edge. */
export function qrCodeOf(text: string): QrCode {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => data[row * size + column] === 1),
  )
}
