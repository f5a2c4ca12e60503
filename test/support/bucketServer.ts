import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, type Socket, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { S3 } from '@aws-sdk/client-s3'
import { withoutVersionWarning } from '../../src/config.ts'
import type { BucketCredentials, BucketPlace } from '../../src/store/exhibits/bucket/bucketPlace.ts'
import { requireTool } from './outsideTool.ts'

/** An OpenStack Swift with its S3 interface, and a line to it that a test can disturb. */
export interface BucketServer {
  /** Makes a bucket, and says where it is by way of the line. */
  readonly newBucket: (prefix?: string) => Promise<BucketPlace>
  readonly credentials: BucketCredentials
  /** What a test does to a bucket beside the node, not over the line. */
  readonly s3: S3
  readonly line: BucketLine
  readonly stop: () => Promise<void>
}

/** How a line to a bucket carries. */
export interface BucketLine {
  /** False: it refuses every connection. Those that stand are cut where it is set. */
  up: boolean
  /** It takes connections, and passes nothing on. */
  isDeaf: boolean
  /** Cuts the connection on which so many bytes more have come from the server; once. */
  cutAfterBytes: number | null
  /** The same, and it says nothing more instead of being cut; once. */
  silentAfterBytes: number | null
  /** Changes a byte after so many that go to the server; once. */
  garbleAfterBytes: number | null
  /** Connections that were cut, or fell silent, by that. */
  cuts: number
}

const packages = 'the Debian packages swift-proxy, swift-account, swift-container and swift-object'

/** Skips where Swift is not installed. */
export function requireBucketServer(test: Mocha.Context): void {
  const asked = 'import swift.proxy.server, swift.account.server, swift.container.server, swift.obj.server'
  requireTool(test, spawnSync('/usr/bin/python3', ['-c', asked], { cwd: tmpdir() }).status === 0, packages)
}

/** Starts a server of its own, with nothing in it. */
export async function startBucketServer(): Promise<BucketServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rogatory-bucket-'))
  const credentials = { accessKeyId: 'state:node', secretAccessKey: 'a-key-of-tests' }
  const { child, url } = await started(folder, credentials)
  const { line, server, port } = await openLine(Number(new URL(url).port))
  withoutVersionWarning()
  const s3 = new S3({ endpoint: url, region: 'us-east-1', forcePathStyle: true, credentials })
  const credentialsFile = join(folder, 'credentials')
  writeFileSync(credentialsFile, `${credentials.accessKeyId}\n${credentials.secretAccessKey}\n`, {
    mode: 0o600,
  })
  return {
    credentials,
    s3,
    line,
    async newBucket(prefix = '') {
      const bucket = `sealed-${randomBytes(6).toString('hex')}`
      await s3.createBucket({ Bucket: bucket })
      const address = `http://127.0.0.1:${port}`
      return { url: address, bucket, region: 'us-east-1', prefix, isPathStyle: true, credentialsFile }
    },
    async stop() {
      s3.destroy()
      line.up = false
      server.close()
      child.stdin?.end()
      await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function started(
  folder: string,
  { accessKeyId, secretAccessKey }: BucketCredentials,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const program = join(import.meta.dirname, 'bucketServer.py')
  // It ends with its standard input, so that it does not outlive a run of the tests that was cut off.
  const child = spawn('/usr/bin/python3', [program, folder, accessKeyId, secretAccessKey], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const url = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve)
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`the server of buckets ended with ${code} before it said where it is`))
    })
  })
  return { child, url }
}

async function openLine(
  target: number,
): Promise<{ readonly line: BucketLine; readonly server: Server; readonly port: number }> {
  const open = new Set<Socket>()
  let isUp = true
  const line = {
    get up() {
      return isUp
    },
    set up(value: boolean) {
      isUp = value
      if (!isUp) for (const socket of open) socket.destroy()
    },
    isDeaf: false,
    cutAfterBytes: null as number | null,
    silentAfterBytes: null as number | null,
    garbleAfterBytes: null as number | null,
    cuts: 0,
  }
  const server = createServer((near) => {
    if (!isUp) {
      near.resetAndDestroy()
      return
    }
    const far = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => undefined)
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
    near.on('data', (bytes) => {
      if (line.isDeaf) return
      if (passed(line, 'garbleAfterBytes', bytes)) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      far.write(bytes)
    })
    let isSilent = false
    far.on('data', (bytes) => {
      const isCut = passed(line, 'cutAfterBytes', bytes)
      isSilent ||= passed(line, 'silentAfterBytes', bytes)
      if (isCut) near.destroy()
      else if (!isSilent) near.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { line, server, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

/** Whether so many bytes have passed with these; says it once. */
function passed(
  line: BucketLine,
  what: 'cutAfterBytes' | 'silentAfterBytes' | 'garbleAfterBytes',
  { length }: Buffer,
): boolean {
  const left = line[what]
  if (left === null) return false
  const isPassed = left <= length
  line[what] = isPassed ? null : left - length
  if (isPassed && what !== 'garbleAfterBytes') line.cuts += 1
  return isPassed
}
