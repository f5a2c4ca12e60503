import { readFileSync } from 'node:fs'
import type { LoadHook } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { plants } from './plants.ts'

const root = resolve(import.meta.dirname, '../../..')
const plant = plants[process.env.SIMULATOR_PLANTED ?? '']

/** The module with the bug in it; all others as they are. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const isMeant =
    plant !== undefined &&
    url.startsWith('file:') &&
    fileURLToPath(url.split('?')[0] ?? '') === resolve(root, plant.file)
  if (!isMeant) return await nextLoad(url, context)
  const text = readFileSync(resolve(root, plant.file), 'utf8')
  if (text.split(plant.fragment).length !== 2)
    throw new Error(`what is to be replaced does not stand once in ${plant.file}: ${plant.fragment}`)
  const source = transformSync(
    text.replace(plant.fragment, () => plant.instead),
    {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
    },
  ).code
  return { format: 'module', shortCircuit: true, source }
}
