import { open } from 'node:fs/promises'
import type { JsonValue } from '../message/json.ts'
import { limits } from '../message/limits.ts'
import { CommandFailure, exitCodes, refusedBy } from './outcome.ts'
import { refuse } from '../message/refusal.ts'

/**
 * Reads JSON from a file, or from standard input where the name is `-`; UTF-8, at most as large as a message.
 *
 * @throws CommandFailure FILE_UNREADABLE, JSON_TOO_LARGE or JSON_INVALID
 */
export async function readJson(file: string): Promise<JsonValue> {
  const bytes = await readBytes(file)
  if (bytes.length > limits.messageBytesMax) {
    throw refusedBy(refuse('JSON_TOO_LARGE', { detail: `${file} is larger than a message may be` }))
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as JsonValue
  } catch (reason) {
    const why = reason instanceof SyntaxError ? reason.message : 'it is not UTF-8'
    throw refusedBy(refuse('JSON_INVALID', { detail: `${file} is not JSON: ${why}` }))
  }
}

/**
 * Reads a small text file.
 *
 * @throws CommandFailure FILE_UNREADABLE
 */
export async function readText(file: string): Promise<string> {
  return (await readBytes(file)).toString('utf8')
}

/**
 * Reads a small file, or standard input where the name is `-`.
 *
 * @throws CommandFailure FILE_UNREADABLE
 */
export async function readBytes(file: string): Promise<Buffer> {
  try {
    const chunks: Buffer[] = []
    let length = 0
    const stream = file === '-' ? process.stdin : (await open(file)).createReadStream()
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > limits.messageBytesMax) break
    }
    return Buffer.concat(chunks)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CommandFailure(exitCodes.wrongUse, 'FILE_UNREADABLE', `${file} cannot be read: ${why}`)
  }
}
