import { open, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { syncFolder } from '../../../store/newFile.ts'
import { pem } from '../../../store/identity/encryptedKey.ts'
import { CommandFailure, exitCodes } from '../../outcome.ts'
import { readBytes } from '../../readJson.ts'

/**
 * Writes a file that is not there yet; what stands in it is made when it is certain that it can be written. Throws
 * CommandFailure FILE_UNWRITABLE.
 */
export async function writeNewFile<Made extends { readonly content: string }>(
  path: string,
  make: () => Promise<Made>,
): Promise<Made> {
  const file = await open(path, 'wx').catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CommandFailure(
      exitCodes.wrongUse,
      'FILE_UNWRITABLE',
      `${path} cannot be written as a new file: ${why}`,
    )
  })
  try {
    const made = await make()
    await file.writeFile(made.content)
    await file.sync()
    await syncFolder(dirname(resolve(path)))
    return made
  } catch (reason) {
    await rm(path, { force: true })
    throw reason
  } finally {
    await file.close()
  }
}

/** The certificates (DER) in a file: PEM, with any text between them, or one in DER. Throws CommandFailure. */
export async function readCertificates(path: string): Promise<readonly Buffer[]> {
  const found = derIn(await readBytes(path), /^CERTIFICATE$/)
  if (found.length > 0) return found
  throw new CommandFailure(exitCodes.refused, 'CERTIFICATE_INVALID', `${path} holds no certificate.`)
}

/** The one request (DER) in a file, PEM or DER. Throws CommandFailure. */
export async function readRequestFile(path: string): Promise<Buffer> {
  const [der, another] = derIn(await readBytes(path), /^(NEW )?CERTIFICATE REQUEST$/)
  if (der !== undefined && another === undefined) return der
  throw new CommandFailure(
    exitCodes.refused,
    'CERTIFICATE_INVALID',
    `${path} does not hold one certificate request.`,
  )
}

/** A certificate as PEM. */
export function certificatePem(der: Buffer): string {
  return pem('CERTIFICATE', der)
}

const sequenceTag = 0x30

function derIn(bytes: Buffer, type: RegExp): readonly Buffer[] {
  if (bytes[0] === sequenceTag) return [bytes]
  const blocks = bytes
    .toString('latin1')
    .matchAll(/-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g)
  return [...blocks]
    .filter(([, name = '']) => type.test(name))
    .map(([, , body = '']) => Buffer.from(body, 'base64'))
}
