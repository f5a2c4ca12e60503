import { compactVerify } from 'jose'
import { X509Certificate } from 'node:crypto'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { exportPaper } from '../support/paperBundle.ts'
import { paperWorld, requestNumber, say } from '../support/paperWorld.ts'
const world = await paperWorld()
const n = 400
for (let r = 0; r < n; r++) {
  const request = requestNumber(r)
  await say(world, { by: world.vn, request, type: 'request' })
  await say(world, { by: world.qa, request, type: 'acknowledgement' })
  for (let k = 0; k < 6; k++) await say(world, { by: world.vn, request, type: k % 2 ? 'supplement' : 'status-request' })
}
const files = exportPaper(world, world.vn)
const jws = [...files].filter(([p]) => p.startsWith('record/')).map(([, b]) => Buffer.from(b).toString())
const keys = new Map<string, unknown>()
for (let round = 0; round < 3; round++) {
  let t = process.hrtime.bigint(); let c = process.cpuUsage()
  for (let i = 0; i < jws.length; i += 128) await Promise.all(jws.slice(i, i + 128).map(async (j) => {
    const h = JSON.parse(Buffer.from(j.split('.')[0]!, 'base64url').toString()); const k = h.x5c[0]
    if (!keys.has(k)) keys.set(k, new X509Certificate(Buffer.from(k, 'base64')).publicKey)
    await compactVerify(j, keys.get(k) as never) }))
  let d = process.cpuUsage(c)
  console.log('raw', jws.length, 'signatures', Number(process.hrtime.bigint() - t) / 1e6, 'ms; cpu', (d.user + d.system) / 1e3)
  t = process.hrtime.bigint(); c = process.cpuUsage()
  const report = await verifyBundles([{ name: 'vn', files }])
  d = process.cpuUsage(c)
  console.log('verify', report.exit, report.findings.slice(0, 3), world.vn.entries.length, 'entries', Number(process.hrtime.bigint() - t) / 1e6, 'ms; cpu', (d.user + d.system) / 1e3)
}
