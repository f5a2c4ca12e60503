import { readlinkSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Does `work` while the system answers whoever reads such files, by their paths, that the device fails. */
export async function whileReadingFails(
  fails: (path: string) => boolean,
  work: () => Promise<void>,
): Promise<void> {
  const handle = await open('/', 'r')
  const methods = Object.getPrototypeOf(handle) as {
    read: (this: FileHandle, ...how: unknown[]) => Promise<unknown>
  }
  await handle.close()
  const { read } = methods
  methods.read = async function (this: FileHandle, ...how) {
    if (fails(readlinkSync(`/proc/self/fd/${this.fd}`)))
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read', errno: -5 })
    return await read.apply(this, how)
  }
  try {
    await work()
  } finally {
    methods.read = read
  }
}

/** Does `work` while the system answers whoever writes such files with this code. */
export async function whileWritingFails(
  code: string,
  fails: (path: string) => boolean,
  work: () => Promise<void>,
): Promise<void> {
  const handle = await open('/', 'r')
  const methods = Object.getPrototypeOf(handle) as {
    writeFile: (this: FileHandle, ...how: unknown[]) => Promise<unknown>
  }
  await handle.close()
  const { writeFile } = methods
  methods.writeFile = async function (this: FileHandle, ...how) {
    if (fails(readlinkSync(`/proc/self/fd/${this.fd}`)))
      throw Object.assign(new Error(`${code}: write`), { code, syscall: 'write' })
    await writeFile.apply(this, how)
  }
  try {
    await work()
  } finally {
    methods.writeFile = writeFile
  }
}
