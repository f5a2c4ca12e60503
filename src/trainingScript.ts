import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { exchangeLimits } from './exchange/limits.ts'
import { type Script, readScript } from './exchange/training/script.ts'
import { packageFolder } from './packageFolder.ts'

/** The script that comes with the program. */
export const firstScript = join(packageFolder, 'schemas/example/training/first-steps.json')

/**
 * Reads the script of a training (schemas/training.json).
 *
 * @throws Error with what to mend where it cannot be read, or is none
 */
export async function readScriptFile(file: string = firstScript): Promise<Script> {
  let value: unknown
  try {
    value = JSON.parse(await textOf(file))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${file} cannot be read as the script of a training: ${why}`, { cause })
  }
  const read = readScript(value)
  if (read.ok) return read.script
  const { code, detail = code, pointer = '' } = read
  throw new Error(`${file} is no script of a training, at ${pointer === '' ? 'its top' : pointer}: ${detail}`)
}

/** Bounded: whatever somebody names is not read into the memory to its end. */
async function textOf(file: string): Promise<string> {
  const { scriptBytesMax } = exchangeLimits.training
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    if (size > scriptBytesMax) throw new Error(`it has more than ${scriptBytesMax} bytes`)
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}
