import { type TestAuthority, issued, newAuthority, writeAuthority, writePair } from '../support/tlsFiles.ts'
import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { newCluster } from './cluster.ts'
import { type Drill, type Ground, seconds } from './drill.ts'
import { type HostsFile, hostsFile, lacksHostsFiles } from './hostsFile.ts'
import { type Load, startLoad } from './load.ts'
import { type Stage, openStage, startSide, stopAll, typed, withNodes } from './stage.ts'

const name = 'qa.drill.example'
const [here, elsewhere] = ['127.0.0.1', '127.0.0.2']
const hourMs = 3_600_000

/** A peer's name and the certificate of its server are wrong, one way after the other. */
export const namesAndCertificates: Drill = {
  name: 'names-and-certificates',
  does: 'takes the name of a peer away and lets it lead elsewhere; shows a certificate that ran out, of a stranger, and for another name',
  lacks: lacksHostsFiles,
  play,
}

interface Troubled {
  readonly ground: Ground
  readonly stage: Stage
  readonly hosts: HostsFile
  readonly load: Load
}

async function play(ground: Ground): Promise<void> {
  const { folder } = ground
  const hosts = hostsFile(folder)
  hosts.point(name, here)
  const authority = newAuthority('the authority of servers (drill)')
  const authoritiesFile = await writeAuthority(folder, 'authorities', authority)
  const show = (by: TestAuthority, host: string, until?: Date) =>
    writePair(folder, 'server', issued(by, host, until))
  const { certificateFile, keyFile } = await show(authority, name)
  const cluster = await newCluster(ground, 'both')
  const stage = await openStage(ground, {
    clusters: { VN: cluster, QA: cluster },
    publishedUrlOf: (state, port) =>
      state === 'QA' ? `https://${name}:${port}` : `http://127.0.0.1:${port}`,
    throughOf: (state) => (state === 'VN' ? hosts.through : []),
    environmentOf: (state) =>
      state === 'QA'
        ? { ROGATORY_TLS_CERTIFICATE_FILE: certificateFile, ROGATORY_TLS_KEY_FILE: keyFile }
        : { ROGATORY_TLS_AUTHORITIES_FILE: authoritiesFile },
  })
  const load = startLoad(stage, { by: ['VN'], atOnce: 1, pauseMs: 300 })
  const troubled = { ground, stage, hosts, load }
  await moveAway(troubled)
  const ways = [
    [
      'a certificate that ran out half an hour ago',
      /expired/i,
      () => show(authority, name, new Date(Date.now() - hourMs / 2)),
    ],
    [
      'a certificate of an authority that nobody named',
      /self.signed|unable to (get|verify)/i,
      () => show(newAuthority('a stranger'), name),
    ],
    ['a certificate for another name', /other\.drill\.example/, () => show(authority, 'other.drill.example')],
  ] as const
  for (const [what, why, showIt] of ways)
    await during(troubled, `showed ${what}`, why, showIt, () => show(authority, name))
  await load.stop()
  await checkAll(ground, stage, load)
}

/** The node of QA is stopped, its name leads nowhere, and it comes up at another address. */
async function moveAway({ ground, stage, hosts, load }: Troubled): Promise<void> {
  const words = 'took the name away'
  hosts.point(name, null)
  await stopAll([stage.QA])
  const said = await toldInOutbox(stage, 'NODE_UNAVAILABLE', /ENOTFOUND|EAI_AGAIN/)
  stage.QA.environment.ROGATORY_HOST = elsewhere
  await startSide(stage.QA)
  hosts.point(name, elsewhere)
  await arrives({ ground, stage, hosts, load }, words, said)
}

/** Something is shown until it was told in the queue, and then put right. */
async function during(
  troubled: Troubled,
  words: string,
  why: RegExp,
  begin: () => Promise<unknown>,
  mend: () => Promise<unknown>,
): Promise<void> {
  const { stage } = troubled
  await begin()
  // Connections that stand go on by what they were made with: it is a new one that looks.
  await stopAll([stage.QA])
  await startSide(stage.QA)
  const said = await toldInOutbox(stage, 'PEER_TLS_INVALID', why)
  await mend()
  await arrives(troubled, words, said)
}

/** What `rogatory outbox` says of what waits, once it names this code, and why: what was wrong before does not count. */
async function toldInOutbox({ VN }: Stage, code: string, why: RegExp): Promise<string> {
  let found = ''
  await until(`rogatory outbox says ${code} and ${why.source}`, async () => {
    const { out } = await typed(VN, 'outbox', '--as', 'Example-Administrator')
    found = out.split('\n').find((line) => line.includes(`the last: ${code}`) && why.test(line)) ?? ''
    return found !== ''
  })
  return found.slice(found.indexOf(code)).trim()
}

/** All that waited arrives; an administrator has asked how the peer stands, which has it tried at once. */
async function arrives({ ground, stage, load }: Troubled, did: string, said: string): Promise<void> {
  const at = performance.now()
  const waited = load.acknowledged()
  await typed(stage.VN, 'trust', 'circuit', 'QA')
  await withNodes([stage.QA], async ([open]) => {
    await until('what waited is there', async () => {
      const rows = await open?.node.db
        .selectFrom('message')
        .select('digest')
        .where('type', '=', 'status-request')
        .execute()
      return (rows?.length ?? 0) >= waited
    })
  })
  ground.say(
    `  ${did}: rogatory outbox said "${said}"; mended, all that had waited was there after ${seconds(performance.now() - at)}`,
  )
}
