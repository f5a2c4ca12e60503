import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of this program with its `package.json`, wherever in it this line runs: as source or built. */
export const packageFolder = folderWith('package.json', import.meta.dirname)

/** The compiled command, for whoever starts it as a process of its own (docs/decisions/0019). */
export const builtProgram = join(packageFolder, 'dist', 'rogatory.js')

/** `store/exhibits/fileThread.ts`, compiled: a thread of a built program and one of the source start alike. */
export const fileThread = join(packageFolder, 'dist', 'fileThread.js')

/** `cli/assistantThread.ts`, compiled. */
export const assistantThread = join(packageFolder, 'dist', 'assistantThread.js')

/** `cli/bundleThread.ts`, compiled. */
export const bundleThread = join(packageFolder, 'dist', 'bundleThread.js')

function folderWith(file: string, folder: string): string {
  return existsSync(join(folder, file)) ? folder : folderWith(file, dirname(folder))
}
