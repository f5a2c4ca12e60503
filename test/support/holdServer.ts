import { openEmbedded } from '../../src/store/embedded/server.ts'

// A process of its own that opens the embedded server in the folder given, says `open`, and closes it when its input
// ends: for tests of what several processes, or one that is killed, do to a server.
const [, , folder = ''] = process.argv

async function hold(): Promise<void> {
  const server = await openEmbedded(folder)
  process.stdout.write('open\n')
  process.stdin.resume()
  await new Promise((resolve) => process.stdin.once('end', resolve))
  await server.close()
}

void hold()
