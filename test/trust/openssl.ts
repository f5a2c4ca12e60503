import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Family } from './generate.ts'

/** `openssl verify` as a second opinion on whole families. */

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

const atOnce = 2

const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`

/** Which leaves of each family `openssl verify -x509_strict` takes, with `-crl_check` where lists are to judge; in order. */
export async function opensslVerdicts(families: readonly Family[]): Promise<boolean[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'rogatory-chains-'))
  const verdicts: boolean[][] = []
  const places = families.keys()
  const work = async () => {
    for (const place of places) {
      const family = families[place]
      if (family) verdicts[place] = await verify(family, join(folder, String(place)))
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, work))
    return verdicts
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function verify(family: Family, path: string): Promise<boolean[]> {
  const authority = `${path}-authority.pem`
  await writeFile(authority, pem('CERTIFICATE', family.issuer))
  const leaves = await Promise.all(
    family.leaves.map(async ({ certificate }, place) => {
      const name = `${path}-${place}.pem`
      await writeFile(name, pem('CERTIFICATE', certificate))
      return name
    }),
  )
  const revocation: string[] = []
  if (family.revocationList !== undefined) revocation.push('-crl_check')
  if (family.revocationList) {
    await writeFile(`${path}.crl`, pem('X509 CRL', family.revocationList))
    revocation.push('-CRLfile', `${path}.crl`)
  }
  const options = [
    ...['verify', '-x509_strict', '-purpose', 'any', '-auth_level', '3'],
    ...['-attime', String(Math.floor(family.at.getTime() / 1000))],
    ...(family.isCrossSigned ? ['-partial_chain'] : []),
    ...revocation,
    ...['-CAfile', authority, '-no-CApath', '-no-CAstore'],
  ]
  const output = await run([...options, ...leaves])
  const good = new Set(output.split('\n'))
  return leaves.map((name) => good.has(`${name}: OK`))
}

/** What openssl says; that it takes one and not another shows in its exit code too, which is no matter here. */
function run(options: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('openssl', options, { encoding: 'utf8' }, (_error, stdout) => {
      resolve(stdout)
    })
  })
}
