import { type Command, Option } from 'commander'
import { noteInLog } from '../../../exchange/noteInLog.ts'
import { isListedAsRevoked } from '../../../exchange/revocationKeeping.ts'
import { listsOf } from '../../../exchange/trustKeeping.ts'
import type { OpenNode } from '../../../opening.ts'
import { type Identity, readIdentity, readOwnAuthority } from '../../../store/identity/read.ts'
import { issuedBy } from '../../../store/identity/authorityFolder.ts'
import { withdrawKey } from '../../../store/identity/renew.ts'
import { addRevoked } from '../../../store/identity/revoked.ts'
import { type Certificate, certificateDigest, readCertificate } from '../../../trust/certificate.ts'
import type { RevokedCertificate } from '../../../trust/issueRevocationList.ts'
import { type RevocationReason, revocationReasons } from '../../../trust/revocationReason.ts'
import { type NodeOptions, personOf } from '../../nodeOfCommand.ts'
import { overMomentIn } from '../../momentIn.ts'
import { CommandFailure, exitCodes } from '../../outcome.ts'
import type { Terminal } from '../../terminal.ts'
import { withKeys } from './keys.ts'
import { noteStillWaiting } from './stillWaiting.ts'

interface RevokeOptions extends NodeOptions {
  readonly authority?: string
  readonly reason: RevocationReason
  readonly invalidFrom?: string
}

/** Reasons of RFC 5280 section 5.3.1 that are for good: what is on hold is withdrawn in the trust list. */
const reasons = Object.keys(revocationReasons).filter(
  (name) => !['certificateHold', 'removeFromCRL'].includes(name),
)

const listedNow = 'The list of revoked certificates names it now; the peers fetch it within ten minutes.'
const listedNowhere =
  'It is written down, and the newest list of revoked certificates of this node does not name it. The node signs one when it is served; where the list is published elsewhere (`revocationLists` in the settings), sign and publish a new one: rogatory cert revocations'

/** `rogatory cert revoke`. */
export function addRevoke(cert: Command, terminal: Terminal): void {
  cert
    .command('revoke <certificate>')
    .description(
      'Take back a certificate that the authority of this node has issued, by its SHA-256: the list of revoked certificates names it',
    )
    .addOption(new Option('--reason <reason>', 'why (RFC 5280)').choices(reasons).default('unspecified'))
    .option(
      '--invalid-from <instant>',
      'day or RFC 3339; from when on its key is known or feared to have been in other hands: nothing signed since counts. An earlier one that was said before stands',
    )
    .option('--authority <folder>', 'of an authority in a folder of its own (cert authority), and no node')
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, options: RevokeOptions) => {
      if (options.authority !== undefined) {
        await revokeInFolder(options.authority, name, options, terminal)
        return
      }
      await withKeys(options, async ({ open, folder, passphrase }) => {
        const now = open.node.now()
        const invalidFrom = overMomentIn('invalid-from', options.invalidFrom, now)
        const authority = await readOwnAuthority(folder, passphrase)
        const identity = await readIdentity(folder, passphrase)
        const { serial } = await revocable(open, identity, authority.certificate, name)
        // First what the peers go by; who dies between the two does it again, and nothing is named twice.
        const since = invalidFrom === undefined ? {} : { invalidFrom }
        const stands = await addRevoked(folder, { serial, revokedAt: now, reason: options.reason, ...since })
        await withdrawListed(folder, name, stands.invalidFrom ?? stands.revokedAt, now)
        await noteInLog(open.node, {
          event: 'certificate.revoked',
          digest: name,
          code: stands.reason,
          actor: actorOf(open, options),
          details: detailsOf(stands),
        })
        await open.refreshTrust()
        open.database.signals.notify('rogatory_trust')
        const isListed = await isListedAsRevoked(open.node.db, authority.certificate, serial)
        tell(terminal, options, name, stands, isListed ? listedNow : listedNowhere)
        await noteStillWaiting(terminal, open.node, [name], 'revoked')
      })
    })
}

/** The certificate of that name, where it is one of this State's and not in use. */
async function revocable(
  { node }: OpenNode,
  identity: Identity,
  authority: Buffer,
  name: string,
): Promise<Certificate> {
  const lists = await listsOf(node.db, node.state)
  const named = lists.flatMap(({ signers, listSigners }) => [
    ...signers.map(({ certificate }) => certificate),
    ...listSigners,
  ])
  const found = named
    .map((certificate) => Buffer.from(certificate, 'base64'))
    .find((der) => certificateDigest(der) === name)
  const certificate = ofAuthority(authority, found)
  if (certificate === null) throw unknownCertificate(name)
  const inUse = [identity.signer, identity.listSigner, identity.httpSigner].map(({ certificate }) =>
    certificateDigest(certificate),
  )
  if (inUse.includes(name)) {
    throw new CommandFailure(
      exitCodes.refused,
      'KEY_IN_USE',
      'This certificate is in use: without it nothing of this node is believed. Replace it first, at once if need be: rogatory cert renew, rogatory cert use --overlap 0',
    )
  }
  return certificate
}

/** The certificate, where it is one that this authority has issued. */
function ofAuthority(authority: Buffer, found: Buffer | undefined): Certificate | null {
  const [issuer, read] = [readCertificate(authority), found === undefined ? null : readCertificate(found)]
  if (!issuer.ok || read?.ok !== true) return null
  const { certificate } = read
  return certificate.issuer.equals(issuer.certificate.subject) && certificate.signedBy(issuer.certificate.key)
    ? certificate
    : null
}

function unknownCertificate(name: string): CommandFailure {
  return new CommandFailure(
    exitCodes.refused,
    'KEY_UNKNOWN',
    `This authority has issued no certificate with the SHA-256 ${name}.`,
  )
}

/** An authority that is no part of a node: what it has taken back stands in its folder until it signs the next list. */
async function revokeInFolder(
  folder: string,
  name: string,
  options: RevokeOptions,
  terminal: Terminal,
): Promise<void> {
  const now = new Date()
  const invalidFrom = overMomentIn('invalid-from', options.invalidFrom, now)
  const found = (await issuedBy(folder)).find((der) => certificateDigest(der) === name)
  const read = found === undefined ? null : readCertificate(found)
  if (read?.ok !== true) throw unknownCertificate(name)
  const { serial } = read.certificate
  const since = invalidFrom === undefined ? {} : { invalidFrom }
  const stands = await addRevoked(folder, { serial, revokedAt: now, reason: options.reason, ...since })
  tell(terminal, options, name, stands, 'Sign and publish a new list: rogatory cert revocations')
}

/** What stands of a certificate now, which may be what was said of it before. */
function tell(
  terminal: Terminal,
  { json }: NodeOptions,
  certificate: string,
  stands: RevokedCertificate,
  advice: string,
): void {
  const { reason } = stands
  if (json === true) {
    terminal.json({ ok: true, certificate, reason, ...detailsOf(stands) })
    return
  }
  const since = detailsOf(stands).invalidFrom
  terminal.say(`revoked  ${certificate}`)
  terminal.say(`${reason}${since === undefined ? '' : `; nothing that it signed since ${since} counts`}`)
  terminal.say(advice)
}

function detailsOf({ invalidFrom }: RevokedCertificate): { invalidFrom?: string } {
  return invalidFrom === undefined ? {} : { invalidFrom: invalidFrom.toISOString() }
}

/** A signer that is listed still as one for what is on its way counts for nothing any more; another one is not listed. */
async function withdrawListed(folder: string, name: string, since: Date, now: Date): Promise<void> {
  await withdrawKey(folder, name, since, now).catch((reason: unknown) => {
    if (!(reason instanceof Error && 'code' in reason && reason.code === 'KEY_UNKNOWN')) throw reason
  })
}

function actorOf({ node }: OpenNode, options: NodeOptions) {
  const authority = node.trust.own().list.authorities[0]?.id ?? node.state
  return { person: personOf(options), role: 'administrator', authority }
}
