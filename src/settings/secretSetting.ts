import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileNameOf } from './setting.ts'
import { openTo } from '../store/openTo.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A secret in a file is one line; what is longer is no secret. */
const secretBytesMax = 65_536

/**
 * A secret that the environment holds, or the file that it names instead: whoever may look at the processes of a machine can read
 * the one and not the other. Undefined where neither is there. What is wrong is added to `problems`.
 */
export function secretIn(env: Environment, name: string, problems: string[]): string | undefined {
  const fileName = fileNameOf(name)
  const { [name]: said, [fileName]: file } = env
  if (file === undefined) return said
  // With both nobody would know which counts.
  if (said !== undefined && said !== '') {
    problems.push(`${name} and ${fileName} are both set: one of them is enough`)
    return undefined
  }
  return contentOf(resolve(file), fileName, problems)
}

function contentOf(file: string, fileName: string, problems: string[]): string | undefined {
  try {
    const found = statSync(file)
    const open = openTo(file, found.mode)
    if (open !== null) problems.push(`${fileName}: ${open}`)
    if (found.size > secretBytesMax) problems.push(`${fileName}: ${file} is too long for a secret`)
    if (open !== null || found.size > secretBytesMax) return undefined
    const text = readFileSync(file, 'utf8').trim()
    if (text === '') problems.push(`${fileName}: ${file} is empty`)
    return text === '' ? undefined : text
  } catch (reason) {
    const why = reason instanceof Error && 'code' in reason ? String(reason.code) : String(reason)
    problems.push(`${fileName}: ${file} cannot be read (${why})`)
    return undefined
  }
}
