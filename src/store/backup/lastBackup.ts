import type { Kysely } from 'kysely'
import { readSetting, writeSetting } from '../settings.ts'
import type { Database } from '../tables.ts'

/** What became of a backup: it has everything, lacks files that should be here, or is none; or it is being made, or its process died. */
export const backupOutcomes = ['whole', 'lacking', 'failed', 'underWay'] as const

export type BackupOutcome = (typeof backupOutcomes)[number]

/** What is known of the backups of this database that `rogatory backup` was told to make. */
export interface LastBackup {
  /** From when the last one is that has everything, RFC 3339; before there is one, when the first was begun. */
  readonly since: string
  /** What became of the one that was begun last. */
  readonly outcome: BackupOutcome
}

const setting = 'last-backup'

/** Null where none was ever begun. */
export async function lastBackup(db: Kysely<Database>): Promise<LastBackup | null> {
  const text = await readSetting(db, setting)
  return text === null ? null : (JSON.parse(text) as LastBackup)
}

/** Says what became of the backup that is from that instant. */
export async function noteLastBackup(
  db: Kysely<Database>,
  outcome: BackupOutcome,
  from: Date,
): Promise<void> {
  const since = outcome === 'whole' ? null : await lastBackup(db)
  const noted: LastBackup = { since: since?.since ?? from.toISOString(), outcome }
  await writeSetting(db, setting, JSON.stringify(noted))
}
