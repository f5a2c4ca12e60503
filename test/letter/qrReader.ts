import jsQrModule from 'jsqr'

// The package is its function, although its types say that it has one.
const jsQr = jsQrModule as unknown as typeof jsQrModule.default

/** What the QR code in a grey picture (PGM, one byte a pixel) says; null where none is found. */
export function readQrCode(pgm: Buffer): string | null {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 40).toString('latin1'))
  if (head === null) throw new TypeError('not a grey picture')
  return readPixels(pgm.subarray(head[0].length), Number(head[1]), Number(head[2]))
}

/** What the QR code in grey pixels says. */
export function readPixels(grey: Uint8Array, width: number, height: number): string | null {
  const colours = new Uint8ClampedArray(width * height * 4)
  for (let place = 0; place < width * height; place++) {
    colours.fill(grey[place] ?? 255, place * 4, place * 4 + 3)
    colours[place * 4 + 3] = 255
  }
  return jsQr(colours, width, height)?.data ?? null
}
