import { open } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import { type FoundBackup, backupsBeside, isAhead, removeBackup } from '../../store/backup/olderBackups.ts'
import type { Made } from '../../store/backup/makeBackup.ts'
import { verifyBackup } from '../../store/backup/restoreBackup.ts'
import { RestoreRefused } from '../../store/backup/restoreRefused.ts'
import { counted } from '../inWords.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'

const keptMax = 10_000

/** How many backups stay, from the words of the command. */
export function readKeep(text: string): number {
  const keep = Number(text)
  if (!/^[0-9]{1,5}$/.test(text) || keep < 1 || keep > keptMax)
    throw new InvalidArgumentError(`It must be a number of backups from 1 to ${keptMax}.`)
  return keep
}

/**
 * Removes the backups of this node beside a new one that are not among the newest, the new one included: after it was read from the
 * disk to its end, and never where one of them has more of the log than the new one, which then may be all that is left of it.
 * Returns the paths of what it removed.
 *
 * @param note - tells the log of one that is about to go; false: it cannot be told
 */
export async function keepNewest(
  out: string,
  made: Made,
  keep: number,
  note: (removed: FoundBackup) => Promise<boolean>,
): Promise<readonly string[]> {
  await refuseUnreadable(out, made)
  const others = await backupsBeside(out, made.manifest)
  const ahead = others.find((one) => isAhead(one, made.manifest))
  if (ahead !== undefined) throw isBehind(out, made, `${ahead.path} has more of the log of this node`)
  const removed: string[] = []
  for (const one of others.slice(keep - 1)) {
    if (!(await note(one))) throw isBehind(out, made, 'the database is older than what this node has signed')
    await removeBackup(one)
    removed.push(one.path)
  }
  return removed
}

async function refuseUnreadable(out: string, { digest }: Made): Promise<void> {
  const file = await open(out, 'r')
  try {
    const read = await verifyBackup(file)
    if (read.digest !== digest) throw new RestoreRefused('BACKUP_OTHER', 'its manifest is another')
  } catch (reason) {
    throw new CommandFailure(
      exitCodes.damaged,
      'BACKUP_DAMAGED',
      `${out} is written, but cannot be read again: ${reason instanceof Error ? reason.message : String(reason)}. No other backup was removed. Look at the disk.`,
      { file: out, manifest: digest },
    )
  } finally {
    await file.close()
  }
}

function isBehind(out: string, { digest }: Made, why: string): CommandFailure {
  return new CommandFailure(
    exitCodes.refused,
    'BACKUP_BEHIND',
    `${out} is written, but no other backup was removed: ${why}. See "Restoring" in docs/operations.md.`,
    { file: out, manifest: digest },
  )
}

/** What was removed, in words. */
export function removedInWords(removed: readonly string[]): readonly string[] {
  return removed.length === 0
    ? []
    : [`${counted(removed.length, 'older backup')} removed: ${removed.join(', ')}`]
}
