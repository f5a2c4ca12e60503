import type { Attack } from './attack.ts'
import { certificateAttacks } from './table/certificates.ts'
import { contentAttacks } from './table/content.ts'
import { deskAttacks } from './table/desk.ts'
import { envelopeAttacks } from './table/envelope.ts'
import { exhibitAttacks } from './table/exhibits.ts'
import { identityAttacks } from './table/identity.ts'
import { logAttacks } from './table/log.ts'
import { networkAttacks } from './table/network.ts'
import { nodeAttacks } from './table/node.ts'
import { replayAttacks } from './table/replay.ts'

/** Every attack of the security profile, by its number there. */
export const attacks: readonly Attack[] = [
  ...envelopeAttacks,
  ...contentAttacks,
  ...identityAttacks,
  ...certificateAttacks,
  ...replayAttacks,
  ...logAttacks,
  ...nodeAttacks,
  ...networkAttacks,
  ...exhibitAttacks,
  ...deskAttacks,
].sort((one, other) => one.number - other.number)
